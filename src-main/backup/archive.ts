// Reads a backup file, trusting nothing in it: entries are compared with the manifest before anything is unpacked, and what is unpacked is
// counted and hashed on its way. Writes only the parts, under names of ours.

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { CodedError } from '../failure.ts';
import { damagedBackup, type Manifest, MANIFEST, MOST_MANIFEST_BYTES, type Part, readManifest } from './manifest.ts';

export interface Archive {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
  /**
   * Reads every part and compares it with the manifest, keeping them in `folder` if one is given, flushed to disk.
   * Rejects with `backup-damaged`, or as the file system does.
   */
  read(folder: string | null, onShare?: (share: number) => void): Promise<void>;
  close(): void;
}

/** Nothing deflates better, so an entry that claims to is made to fill a disk. */
const BEST_RATIO = 1032;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** Opens a backup and checks its manifest and its list of parts. Rejects with `backup-damaged`, `backup-too-new`, `bad-request`. */
export async function openArchive(file: string): Promise<Archive> {
  const { size: bytes } = await stat(file).catch((error: unknown) => {
    throw new CodedError('bad-request', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true, validateEntrySizes: true, strictFileNames: true }).catch((error: unknown) => {
    throw damagedBackup(file, reasonOf(error), error);
  });
  try {
    const entries = await listEntries(zip, file);
    const said = await text(await openEntry(zip, entries.get(MANIFEST)!, file)).catch((error: unknown) => {
      throw damagedBackup(file, `${MANIFEST} cannot be read (${reasonOf(error)})`, error);
    });
    const manifest = readManifest(said, file);
    checkParts(entries, manifest, file);
    return { file, bytes, manifest, read: (folder, onShare = () => {}) => readParts({ zip, entries, manifest, file }, folder, onShare), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, externalFileAttributes, compressedSize, uncompressedSize } = entry;
      const type = (externalFileAttributes >>> 16) & FILE_TYPE;
      if (entries.size > 10_000) throw damagedBackup(file, 'it has too many entries');
      if (entries.has(fileName)) throw damagedBackup(file, `${JSON.stringify(fileName)} is in it twice`);
      if (fileName.endsWith('/') || (type !== 0 && type !== REGULAR)) throw damagedBackup(file, `${JSON.stringify(fileName)} is not a plain file`);
      if (uncompressedSize > compressedSize * BEST_RATIO + 1000) throw damagedBackup(file, `${JSON.stringify(fileName)} claims an impossible size`);
      entries.set(fileName, entry);
    }
  } catch (error) {
    throw error instanceof CodedError ? error : damagedBackup(file, reasonOf(error), error);
  }
  const manifest = entries.get(MANIFEST);
  if (!manifest) throw damagedBackup(file, `it has no ${MANIFEST}`);
  if (manifest.uncompressedSize > MOST_MANIFEST_BYTES) throw damagedBackup(file, `its ${MANIFEST} is too long`);
  return entries;
}

function checkParts(entries: ReadonlyMap<string, Entry>, { parts }: Manifest, file: string): void {
  for (const { name, bytes } of parts) {
    const entry = entries.get(name);
    if (!entry) throw damagedBackup(file, `${name} is missing`);
    if (entry.uncompressedSize !== bytes) throw damagedBackup(file, `${name} should have ${bytes} bytes, but has ${entry.uncompressedSize}`);
  }
  const known = new Set([MANIFEST, ...parts.map(({ name }) => name)]);
  for (const name of entries.keys()) if (!known.has(name)) throw damagedBackup(file, `it has ${JSON.stringify(name)}, of which its ${MANIFEST} says nothing`);
}

interface Reading {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly manifest: Manifest;
  readonly file: string;
}

async function readParts({ zip, entries, manifest, file }: Reading, folder: string | null, onShare: (share: number) => void): Promise<void> {
  const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 1);
  let done = 0;
  for (const part of manifest.parts) {
    const count = (bytes: number): void => onShare((done += bytes) / total);
    const to = folder === null ? null : join(folder, part.name);
    if (to !== null) await mkdir(dirname(to), { recursive: true });
    // read at once: yauzl emits what goes wrong from now on, to whoever listens by then
    await readPart(await openEntry(zip, entries.get(part.name)!, file), part, file, to, count);
  }
}

/** yauzl ends an entry with an error that unpacks to more or less than it claims. */
async function readPart(stream: Readable, part: Part, file: string, to: string | null, count: (bytes: number) => void): Promise<void> {
  const hash = createHash('sha256');
  const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      count(chunk.length);
      yield chunk;
    }
  };
  try {
    if (to === null) await pipeline(stream, hashed, async (chunks: AsyncIterable<Buffer>) => { for await (const _ of chunks); });
    else await pipeline(stream, hashed, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error; // a disk, not the backup
    throw damagedBackup(file, `${part.name} cannot be read (${reasonOf(error)})`, error);
  }
  if (hash.digest('hex') !== part.sha256) throw damagedBackup(file, `${part.name} is not what was written`);
}

async function openEntry(zip: ZipFile, entry: Entry, file: string): Promise<Readable> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    stream.on('error', () => {}); // yauzl may tell of a second one when the first has already ended the reading
    return stream;
  } catch (error) {
    throw damagedBackup(file, reasonOf(error), error);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
