// Training pictures by index, from folders and zip files; read one at a time, never unpacked to disk.

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yauzl, { type ZipFile } from 'yauzl';
import { CodedError } from '../failure.ts';
import { decode } from '../photos/decode.ts';
import { hasPhotoEnding } from '../photos/formats.ts';
import { readHeader } from '../photos/header.ts';

export interface Pictures {
  readonly count: number;
  /** The folders and zip files. */
  readonly sources: readonly { readonly path: string; readonly pictures: number }[];
  /** Picture `at`, side × side × 3, RGB, 0..255; `null` if it cannot be decoded. */
  read(at: number): Promise<Uint8Array | null>;
  close(): void;
}

type Read = () => Promise<Buffer>;

/** Larger pictures in a zip file are skipped: a small archive can unpack to more than the available memory. */
const MOST_BYTES = 256e6;
/** Time limit for decoding one picture. */
const PATIENCE_MS = 20_000;

/** Opens folders (recursively) and zip files; the same paths give the same order. Rejects with `bad-request` if there is no picture. */
export async function openPictures(paths: readonly string[], side: number): Promise<Pictures> {
  const open: ZipFile[] = [];
  const close = (): void => open.splice(0).forEach((zip) => zip.close());
  const reads: Read[] = [];
  const sources: { path: string; pictures: number }[] = [];
  try {
    for (const path of paths.map((one) => resolve(one))) {
      const info = await stat(path).catch((error: unknown) => {
        throw new CodedError('bad-request', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      const found = info.isDirectory() ? await listFolder(path) : [path];
      const files = found.filter((file) => hasPhotoEnding(basename(file)));
      if (files.length > 0) sources.push({ path, pictures: files.length });
      reads.push(...files.map((file) => () => readFile(file)));
      for (const file of found.filter(isZip)) {
        const zip = await openZip(file);
        open.push(zip.file);
        reads.push(...zip.reads);
        sources.push({ path: file, pictures: zip.reads.length });
      }
    }
    if (reads.length === 0) throw new CodedError('bad-request', `No picture was found in ${paths.join(', ')}: give a folder of photos or zip files of photos.`);
  } catch (error) {
    close();
    throw error;
  }
  return { count: reads.length, sources, close, read: (at) => decodePicture(reads[at]!, side) };
}

async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && (hasPhotoEnding(entry.name) || isZip(entry.name))).map(({ parentPath, name }) => join(parentPath, name));
  return files.sort((a, b) => (relative(folder, a) < relative(folder, b) ? -1 : 1));
}

async function openZip(path: string): Promise<{ file: ZipFile; reads: Read[] }> {
  // an entry that unpacks to more than its stated size is an error while it is read
  const file = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true }).catch((error: unknown) => {
    throw new CodedError('bad-request', `${path} is not a readable zip file: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const reads: Read[] = [];
  for await (const entry of file.eachEntry()) {
    const name = entry.fileName.split('/').at(-1) ?? '';
    if (hasPhotoEnding(name) && entry.uncompressedSize <= MOST_BYTES) reads.push(async () => buffer(await file.openReadStreamPromise(entry)));
  }
  return { file, reads };
}

async function decodePicture(read: Read, side: number): Promise<Uint8Array | null> {
  try {
    const bytes = await read();
    const image = await decode(await readHeader(bytes), { width: side, height: side }, PATIENCE_MS);
    return new Uint8Array(await image.raw().toBuffer());
  } catch {
    return null; // counted by the caller: among tens of thousands some are damaged
  }
}

function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}
