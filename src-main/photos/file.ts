// Reads one file whole, with its limits. Knows nothing of pictures.
import { type FileCalls, files } from './file-calls.ts';
import { asFileProblem, PhotoProblem } from './problem.ts';

/** Largest file that is read, in bytes. */
export const MAX_BYTES = 500_000_000;
/** Bytes asked for at a time: `readFile` goes in pieces of 512 KiB, which is slow; one read of the whole could take longer than a read is waited for. */
const PIECE = 16_777_216;

/** @returns the file's size in bytes @throws {PhotoProblem} where it is gone, no file, empty or beyond `MAX_BYTES` */
export async function measureFile(path: string, calls: FileCalls = files): Promise<number> {
  const stats = await calls.stat(path).catch((error: unknown) => {
    throw asFileProblem(error);
  });
  // opening a pipe or a device could wait for ever
  if (!stats.isFile()) throw new PhotoProblem('not-a-photo', 'it is no regular file');
  if (stats.size === 0) throw new PhotoProblem('empty', 'the file has no content');
  if (stats.size > MAX_BYTES) throw new PhotoProblem('too-large', `${stats.size} bytes; at most ${MAX_BYTES / 1e6} million are read`);
  return stats.size;
}

/** Reads the first `size` bytes, fewer where the file has become shorter. @throws {PhotoProblem} */
export async function readBytes(path: string, size: number, calls: FileCalls = files): Promise<Buffer> {
  try {
    const file = await calls.open(path);
    let hangs = true;
    try {
      const bytes = Buffer.allocUnsafeSlow(size);
      let end = 0;
      while (end < size) {
        const { bytesRead } = await calls.wait(path, () => file.read(bytes, end, Math.min(PIECE, size - end), end));
        if (bytesRead === 0) break;
        end += bytesRead;
      }
      hangs = false;
      return bytes.subarray(0, end);
    } finally {
      const closing = calls.wait(path, () => file.close());
      // it waits for a read that hangs, whose error is the one to tell
      if (hangs) closing.catch(() => undefined);
      else await closing;
    }
  } catch (error) {
    throw asFileProblem(error);
  }
}
