// Training files next to the databases: the weights of each encoder version that was trained here, and the single checkpoint of
// the open run. Written atomically. Their contents are opaque here.
import { webcrypto } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDurableFolder } from './durable-folder.ts';
import { asStoreError } from './error.ts';
import { writeWhole } from './whole-file.ts';

const FOLDER = 'encoders';
const CHECKPOINT = 'checkpoint.bin';
const DIGEST = 32;

/** The path of the weights of version `name`, in a library's stored state `stored`. */
export function encoderFile(stored: string, name: string): string {
  if (!/^[\w.-]{1,80}$/.test(name)) throw new RangeError(`expected an encoder version name, got ${JSON.stringify(name)}`);
  return join(stored, FOLDER, `${name}.kenc`);
}

/** Stores the weights file of a version. @throws {CodedError} `disk-full`, `unexpected` */
export async function writeEncoderFile(stored: string, name: string, bytes: Uint8Array): Promise<void> {
  await keep(stored, encoderFile(stored, name), [bytes]);
}

/** Removes files that no version in `names` uses: those of deleted versions, and of interrupted writes. */
export function sweepEncoderFiles(stored: string, names: Iterable<string>): void {
  const kept = new Set([...Array.from(names, (name) => `${name}.kenc`), CHECKPOINT]);
  const folder = join(stored, FOLDER);
  makeDurableFolder(folder);
  for (const file of readdirSync(folder)) if (!kept.has(file)) rmSync(join(folder, file), { force: true });
}

/** Replaces the checkpoint by `bytes`. @throws {CodedError} `disk-full`, `unexpected`; then the previous one stays */
export async function writeCheckpoint(stored: string, bytes: Uint8Array): Promise<void> {
  await keep(stored, join(stored, FOLDER, CHECKPOINT), [await digest(bytes), bytes]);
}

/** The checkpoint; `null` if there is none, or it is damaged. */
export async function readCheckpoint(stored: string): Promise<Uint8Array | null> {
  try {
    const file = await readFile(join(stored, FOLDER, CHECKPOINT));
    const bytes = file.subarray(DIGEST);
    if (file.subarray(0, DIGEST).equals(await digest(bytes))) return bytes;
    console.error(`${join(stored, FOLDER, CHECKPOINT)} is damaged: training starts over.`);
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
    makeDurableFolder(join(stored, FOLDER));
    await writeWhole(path, parts);
  } catch (error) {
    throw asStoreError(error, stored);
  }
}

/** Off this thread: a checkpoint is tens of megabytes. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytes));
}
