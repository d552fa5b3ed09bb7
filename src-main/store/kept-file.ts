// What can be made again, kept as a file beside the database because making it takes long: read only if it is, to the bit, what was written.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { type Parts, writeWhole, writeWholeSync } from './whole-file.ts';

/** Bytes of the SHA-256 of what follows. */
const DIGEST = 32;

/** The value that was kept there; `null` where there is none, or it is damaged, which is said. Its typed arrays are views of one buffer. */
export function readKept(path: string): unknown {
  try {
    const file = readFileSync(path);
    const body = file.subarray(DIGEST);
    if (!file.subarray(0, DIGEST).equals(digest(body))) throw new Error('its checksum does not match');
    return deserialize(body);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'; // undefined for what deserialize throws
    if (!missing) console.error(`${path} is damaged and made again: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Keeps a value, whole or not at all. A disk without room for it is no failure: it only has to be made again. */
export async function keep(path: string, value: unknown): Promise<void> {
  await writeWhole(path, parts(value)).catch((error: unknown) => notKept(path, error));
}

/** The same in one go, for threads that have nothing else to do. */
export function keepSync(path: string, value: unknown): void {
  try {
    writeWholeSync(path, parts(value));
  } catch (error) {
    notKept(path, error);
  }
}

function parts(value: unknown): Parts {
  const body = serialize(value);
  return [digest(body), body];
}

function notKept(path: string, error: unknown): void {
  console.error(`${path} is not kept: ${error instanceof Error ? error.message : String(error)}`);
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
