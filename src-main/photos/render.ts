// Renders the large view of a photo from its original, in this process: see readers.ts. Stores nothing.
import { decode, fitInside } from './decode.ts';
import { measureFile, readBytes } from './file.ts';
import { readHeader } from './header.ts';
import { asDecodeProblem } from './problem.ts';

/**
 * Renders the photo at `path` as JPEG: upright, sRGB, first frame, longer side at most `longerSide` pixels, never enlarged.
 * @throws {PhotoProblem} if the file is gone or cannot be shown
 */
export async function renderPhoto(
  path: string,
  { longerSide = 2560, timeoutMs = 60_000 }: { readonly longerSide?: number; readonly timeoutMs?: number } = {}
): Promise<Buffer> {
  try {
    const bytes = await readBytes(path, await measureFile(path));
    const header = await readHeader(bytes);
    const image = await decode(header, fitInside(header.width, header.height, longerSide), timeoutMs);
    return await image.jpeg({ quality: 85 }).toBuffer();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw asDecodeProblem(error);
  }
}
