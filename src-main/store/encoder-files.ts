// Files of training beside the databases: the weights of each encoder version that was trained here, and the one checkpoint of
// the open run. Written whole or not at all. Knows nothing of what they hold.
import { webcrypto } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asStoreError } from './error.ts';
import { writeWhole } from './whole-file.ts';

const FOLDER = 'encoders';
const CHECKPOINT = 'checkpoint.bin';
const DIGEST = 32;

/** Where the weights of the version `name` lie, below the stored state `stored` of a library. */
export function encoderFile(stored: string, name: string): string {
  if (!/^[\w.-]{1,80}$/.test(name)) throw new RangeError(`expected the name of an encoder version, got ${JSON.stringify(name)}`);
  return join(stored, FOLDER, `${name}.kenc`);
}

/** Keeps the weights file of a version. @throws {CodedError} `disk-full`, `unexpected` */
export async function writeEncoderFile(stored: string, name: string, bytes: Uint8Array): Promise<void> {
  await keep(stored, encoderFile(stored, name), [bytes]);
}

/** Removes what no version of `names` uses: files of deleted versions, and of writes that were cut off. */
export function sweepEncoderFiles(stored: string, names: Iterable<string>): void {
  const kept = new Set([...Array.from(names, (name) => `${name}.kenc`), CHECKPOINT]);
  const folder = join(stored, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (!kept.has(file)) rmSync(join(folder, file), { force: true });
}

/** Keeps `bytes` as the checkpoint in place of the one before. @throws {CodedError} `disk-full`, `unexpected`; the one before stays then */
export async function writeCheckpoint(stored: string, bytes: Uint8Array): Promise<void> {
  await keep(stored, join(stored, FOLDER, CHECKPOINT), [await digest(bytes), bytes]);
}

/** The checkpoint; `null` where there is none, or it is not what was written. */
export async function readCheckpoint(stored: string): Promise<Uint8Array | null> {
  try {
    const file = await readFile(join(stored, FOLDER, CHECKPOINT));
    const bytes = file.subarray(DIGEST);
    if (file.subarray(0, DIGEST).equals(await digest(bytes))) return bytes;
    console.error(`${join(stored, FOLDER, CHECKPOINT)} is damaged: training begins again.`);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asStoreError(error, stored);
  }
}

export async function removeCheckpoint(stored: string): Promise<void> {
  await rm(join(stored, FOLDER, CHECKPOINT), { force: true });
}

async function keep(stored: string, path: string, parts: readonly Uint8Array[]): Promise<void> {
  try {
    await mkdir(join(stored, FOLDER), { recursive: true });
    await writeWhole(path, parts);
  } catch (error) {
    throw asStoreError(error, stored);
  }
}

/** Away from this thread: a checkpoint has tens of megabytes. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytes));
}
