// A SHA-256 of any amount of data that never blocks its thread for long. Small data is hashed on the thread pool. That needs a copy, made at
// once, which for a large file blocks as long as hashing does; so large data is hashed here, in slices between which other work goes on. A process
// that has nothing else to do hashes in place, without copies.
import { createHash, webcrypto } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

/** Bytes up to which data is copied to the thread pool: a few milliseconds. */
export const LARGE = 4_000_000;
/** Bytes hashed at a time: a few milliseconds too, also without a processor's own instructions for it. */
export const SLICE = 2_000_000;

/**
 * @param pieces hashed as if they were one
 * @param pause what large data waits for between slices; by default, a turn of the event loop
 * @returns lower-case hex
 */
export async function sha256(pieces: readonly Uint8Array[], pause: () => Promise<unknown> = () => turn()): Promise<string> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length <= LARGE) {
    const whole = pieces.length === 1 ? (pieces[0] as Uint8Array<ArrayBuffer>) : Buffer.concat(pieces); // no photo is in shared memory
    return Buffer.from(await webcrypto.subtle.digest('SHA-256', whole)).toString('hex');
  }
  const hash = createHash('sha256');
  let hashed = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const end = Math.min(piece.length, at + SLICE - hashed);
      hash.update(piece.subarray(at, end));
      hashed += end - at;
      at = end;
      if (hashed < SLICE) continue;
      hashed = 0;
      await pause();
    }
  }
  return hash.digest('hex');
}

/** The same at once and without copies, for a process that reads one photo at a time: it blocks for as long as it takes. */
export function sha256AtOnce(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
