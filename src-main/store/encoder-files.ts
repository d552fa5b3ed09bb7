// Training files next to the databases: the weights of each encoder version that was trained here, with a copy, and the single checkpoint of
// the open run. Written atomically. Their contents are opaque here.
import { webcrypto } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../failure.ts';
import { makeDurableFolder } from './durable-folder.ts';
import { asStoreError } from './error.ts';
import { writeWhole } from './whole-file.ts';

export const ENCODERS_FOLDER = 'encoders';
const CHECKPOINT = 'checkpoint.bin';
const DIGEST = 32;

/** The path of the weights of version `name`, in a library's stored state `stored`. */
export function encoderFile(stored: string, name: string): string {
  if (!/^[\w.-]{1,80}$/.test(name)) throw new RangeError(`expected an encoder version name, got ${JSON.stringify(name)}`);
  return join(stored, ENCODERS_FOLDER, `${name}.kenc`);
}

/**
 * Stores the weights file of a version, and a copy of it with its checksum.
 * @param passing without a copy, because it is not kept @throws {CodedError} `disk-full`, `unexpected`
 */
export async function writeEncoderFile(stored: string, name: string, bytes: Uint8Array, { passing = false } = {}): Promise<void> {
  if (!passing) await keep(stored, copyOf(stored, name), [await digest(bytes), bytes]);
  await keep(stored, encoderFile(stored, name), [bytes]);
}

/**
 * Has the weights file of a version as it was written: one that was damaged or lost since comes back from its copy. A flipped bit would give wrong
 * embeddings and no failure.
 * @throws {CodedError} `engine-failed` if both are damaged
 */
export async function ensureEncoderFile(stored: string, name: string): Promise<void> {
  const [path, copy] = [encoderFile(stored, name), copyOf(stored, name)];
  const bytes = await readIfThere(path);
  const kept = await readIfThere(copy).catch((error: unknown) => {
    console.error(`${copy} cannot be read: ${messageOf(error)}`);
    return null;
  });
  if (bytes === null && kept === null) throw new CodedError('engine-failed', `${path} is gone`);
  const [said, body] = [kept?.subarray(0, DIGEST), kept?.subarray(DIGEST)];
  const isWhole = async (content: Uint8Array): Promise<boolean> => said !== undefined && said.equals(await digest(content));
  if (bytes !== null && (body === undefined || body.equals(bytes) || (await isWhole(bytes)))) {
    // it is of a version from before there were copies, or itself damaged; a disk without room for it leaves the weights as good as they are
    if (body?.equals(bytes) !== true || !(await isWhole(bytes))) await keep(stored, copy, [await digest(bytes), bytes]).catch((error: unknown) => console.error(`No copy of ${path} was kept: ${messageOf(error)}`));
  } else if (body !== undefined && (await isWhole(body))) {
    console.error(`${path} was damaged: it was restored from its copy.`);
    await keep(stored, path, [body]);
  } else throw new CodedError('engine-failed', `${path} is damaged, and so is its copy`);
}

export async function removeEncoderFile(stored: string, name: string): Promise<void> {
  for (const path of [encoderFile(stored, name), copyOf(stored, name)]) await rm(path, { force: true });
}

/** Removes what was kept of a pack's views (view-records.ts). */
export async function removeViews(stored: string, pack: string): Promise<void> {
  await rm(join(stored, ENCODERS_FOLDER, `${pack}.views`), { force: true });
}

/**
 * Removes files that no version in `names` uses: those of deleted versions, and of interrupted writes.
 * @param packs ids of packs whose views are kept (view-records.ts)
 */
export function sweepEncoderFiles(stored: string, names: Iterable<string>, packs: Iterable<string> = []): void {
  const kept = new Set([...[...names].flatMap((name) => [`${name}.kenc`, `${name}.copy`]), ...[...packs].map((pack) => `${pack}.views`), CHECKPOINT]);
  const folder = join(stored, ENCODERS_FOLDER);
  makeDurableFolder(folder);
  for (const file of readdirSync(folder)) if (!kept.has(file)) rmSync(join(folder, file), { force: true });
}

/** Replaces the checkpoint by `bytes`. @throws {CodedError} `disk-full`, `unexpected`; then the previous one stays */
export async function writeCheckpoint(stored: string, bytes: Uint8Array): Promise<void> {
  await keep(stored, join(stored, ENCODERS_FOLDER, CHECKPOINT), [await digest(bytes), bytes]);
}

/** The checkpoint; `null` if there is none, or it is damaged. */
export async function readCheckpoint(stored: string): Promise<Uint8Array | null> {
  try {
    const file = await readFile(join(stored, ENCODERS_FOLDER, CHECKPOINT));
    const bytes = file.subarray(DIGEST);
    if (file.subarray(0, DIGEST).equals(await digest(bytes))) return bytes;
    console.error(`${join(stored, ENCODERS_FOLDER, CHECKPOINT)} is damaged: training starts over.`);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw asStoreError(error, stored);
  }
}

export async function removeCheckpoint(stored: string): Promise<void> {
  await rm(join(stored, ENCODERS_FOLDER, CHECKPOINT), { force: true });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function copyOf(stored: string, name: string): string {
  return encoderFile(stored, name).replace(/\.kenc$/, '.copy');
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function keep(stored: string, path: string, parts: readonly Uint8Array[]): Promise<void> {
  try {
    makeDurableFolder(join(stored, ENCODERS_FOLDER));
    await writeWhole(path, parts);
  } catch (error) {
    throw asStoreError(error, stored);
  }
}

/** Off this thread: a checkpoint is tens of megabytes. */
async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytes));
}
