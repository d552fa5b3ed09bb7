// Reads one file whole, with its limits. Knows nothing of pictures.
import { open, stat } from 'node:fs/promises';
import { asFileProblem, PhotoProblem } from './problem.ts';

/** Largest file that is read, in bytes. */
export const MAX_BYTES = 500_000_000;

/** @returns the file's size in bytes @throws {PhotoProblem} where it is gone, no file, empty or beyond `MAX_BYTES` */
export async function measureFile(path: string): Promise<number> {
  const stats = await stat(path).catch((error: unknown) => {
    throw asFileProblem(error);
  });
  // opening a pipe or a device could wait for ever
  if (!stats.isFile()) throw new PhotoProblem('not-a-photo', 'it is no regular file');
  if (stats.size === 0) throw new PhotoProblem('empty', 'the file has no content');
  if (stats.size > MAX_BYTES) throw new PhotoProblem('too-large', `${stats.size} bytes; at most ${MAX_BYTES / 1e6} million are read`);
  return stats.size;
}

/** Reads the first `size` bytes, fewer where the file has become shorter. @throws {PhotoProblem} */
export async function readBytes(path: string, size: number): Promise<Buffer> {
  try {
    await using file = await open(path, 'r');
    // one read of the whole: `readFile` goes in pieces of 512 KiB
    const bytes = Buffer.allocUnsafeSlow(size);
    let end = 0;
    while (end < size) {
      const { bytesRead } = await file.read(bytes, end, size - end, end);
      if (bytesRead === 0) break;
      end += bytesRead;
    }
    return bytes.subarray(0, end);
  } catch (error) {
    throw asFileProblem(error);
  }
}
