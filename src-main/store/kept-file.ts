// What can be made again, kept as a file beside the database because making it takes long: read only if it is, to the bit, what was written.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { type Parts, writeWhole, writeWholeSync } from './whole-file.ts';

/** Bytes of the SHA-256 of what follows. */
const DIGEST = 32;
const READ_AT_ONCE = 2 ** 24;

/** The value that was kept there; `null` where there is none, or it is damaged, which is said. Its typed arrays are views of one buffer. */
export function readKept(path: string): unknown {
  try {
    const file = readFileSync(path);
    const body = file.subarray(DIGEST);
    if (!file.subarray(0, DIGEST).equals(digest(body))) throw new Error('its checksum does not match');
    return deserialize(body);
  } catch (error) {
    tellOfDamage(path, error);
    return null;
  }
}

/** The bytes that were kept there, read straight into memory that threads share; `null` as above. They may be more than Node reads at once. */
export function readKeptBytes(path: string): SharedArrayBuffer | null {
  try {
    const file = openSync(path, 'r');
    try {
      const expected = Buffer.alloc(DIGEST);
      const body = new Uint8Array(new SharedArrayBuffer(Math.max(0, fstatSync(file).size - DIGEST)));
      const hash = createHash('sha256');
      readSync(file, expected, 0, DIGEST, 0);
      for (let at = 0; at < body.length; ) {
        const read = readSync(file, body, at, Math.min(READ_AT_ONCE, body.length - at), DIGEST + at);
        if (read === 0) break; // it was cut short meanwhile
        hash.update(body.subarray(at, at + read));
        at += read;
      }
      if (!hash.digest().equals(expected)) throw new Error('its checksum does not match');
      return body.buffer;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    tellOfDamage(path, error);
    return null;
  }
}

/** Keeps bytes as `keepSync` does a value. @param parts one after the other */
export function keepBytesSync(path: string, parts: readonly Uint8Array[]): void {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  try {
    writeWholeSync(path, [hash.digest(), ...parts]);
  } catch (error) {
    notKept(path, error);
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

/** A file that is not there is none that was damaged. */
function tellOfDamage(path: string, error: unknown): void {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'; // undefined for what deserialize throws
  if (!missing) console.error(`${path} is damaged and made again: ${error instanceof Error ? error.message : String(error)}`);
}

function notKept(path: string, error: unknown): void {
  console.error(`${path} is not kept: ${error instanceof Error ? error.message : String(error)}`);
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
