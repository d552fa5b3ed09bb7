// Renders the large view of a photo from its original, in this process: see readers.ts. Stores nothing.
import { decode, decodeTolerantly, fitInside } from './decode.ts';
import { readHeader } from './header.ts';
import { asDecodeProblem } from './problem.ts';
import { type Hold, readHeld } from './read.ts';

/**
 * Renders the photo at `path` as JPEG: upright, sRGB, first frame, longer side at most `longerSide` pixels, never enlarged.
 * @throws {PhotoProblem} if the file is gone or cannot be shown
 */
export async function renderPhoto(
  path: string,
  { longerSide = 2560, timeoutMs = 60_000, hold = () => Promise.resolve() }: { readonly longerSide?: number; readonly timeoutMs?: number; readonly hold?: Hold } = {}
): Promise<Buffer> {
  try {
    const bytes = await readHeld(path, hold);
    const header = await readHeader(bytes);
    await hold('picture', header.held);
    const size = fitInside(header.width, header.height, longerSide);
    return (await decodeTolerantly(header, async (from) => (await decode(from, size, timeoutMs)).jpeg({ quality: 85 }).toBuffer())).decoded;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw asDecodeProblem(error);
  }
}
