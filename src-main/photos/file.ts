// Reads one whole file, within limits. Knows nothing about pictures.
import { type Patience, whenFree } from '../locked-files.ts';
import { type FileCalls, files } from './file-calls.ts';
import { asFileProblem, PhotoProblem } from './problem.ts';

/** Largest file that is read, in bytes. */
export const MAX_BYTES = 500_000_000;
/** Bytes per read: `readFile` uses pieces of 512 KiB, which is slow; a single read of the whole file could exceed the timeout. */
const PIECE = 16_777_216;

/** @returns the file's size in bytes @throws {PhotoProblem} if it is gone, not a file, empty or larger than `MAX_BYTES` */
export async function measureFile(path: string, calls: FileCalls = files): Promise<number> {
  const stats = await calls.stat(path).catch((error: unknown) => {
    throw asFileProblem(error);
  });
  // opening a pipe or a device could block forever
  if (!stats.isFile()) throw new PhotoProblem('not-a-photo', 'it is not a regular file');
  if (stats.size === 0) throw new PhotoProblem('empty', 'the file is empty');
  if (stats.size > MAX_BYTES) throw new PhotoProblem('too-large', `${stats.size} bytes; the limit is ${MAX_BYTES / 1e6} million`);
  return stats.size;
}

/** Reads the first `size` bytes, fewer if the file has become shorter. One that another program uses is waited for a moment. @throws {PhotoProblem} */
export async function readBytes(path: string, size: number, calls: FileCalls = files, patience?: Patience): Promise<Buffer> {
  try {
    return await whenFree(() => readOnce(path, size, calls), patience);
  } catch (error) {
    throw asFileProblem(error);
  }
}

async function readOnce(path: string, size: number, calls: FileCalls): Promise<Buffer> {
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
    // closing waits for the hanging read, whose error is the one to report
    if (hangs) closing.catch(() => undefined);
    else await closing;
  }
}
