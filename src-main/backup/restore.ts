// Makes a library of a backup. Everything is unpacked and checked in a folder of its own before anything else changes; libraries in the way are
// set aside or left where they are, never overwritten.

import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupProgress, BackupSummary, InTheWay, LibraryId, LibraryPlace, RestoredLibrary } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { LIBRARY_FILE } from '../store/database.ts';
import { makeDurableFolder, syncFolder } from '../store/durable-folder.ts';
import { asStoreError } from '../store/error.ts';
import { listLibraries, newLibraryId, placeLibrary, recentLibraries, storedAt } from '../store/libraries.ts';
import { isFolder, realFolder } from '../store/places.ts';
import { THUMBNAILS_FILE } from '../store/thumbnails-file.ts';
import { type Archive, openArchive } from './archive.ts';
import { checkDatabase } from './check-database.ts';
import { damagedBackup, type Manifest, tooNew } from './manifest.ts';
import { settleRestored } from './settle.ts';

export interface RestoreOptions {
  readonly dataFolder: string;
  /** The backup (absolute). */
  readonly file: string;
  readonly inTheWay: InTheWay;
  readonly now: number;
  /** Closes a library that is about to be set aside. */
  readonly close?: (library: LibraryId) => Promise<void>;
  readonly onProgress?: (progress: BackupProgress) => void;
}

const PREFIX = 'restoring-';
/** What was unpacked by a process that was killed. */
const LEFT_OVER_MS = 3_600_000;

/** What is in a backup, as its manifest says it. Rejects with `backup-damaged`, `backup-too-new`, `bad-request`. */
export async function readBackup(dataFolder: string, file: string): Promise<BackupSummary> {
  const archive = await openArchive(file);
  archive.close();
  const { bytes, manifest } = archive;
  const { madeAt, app, photos, answers, albums = null, marks = null, parts } = manifest;
  return {
    file, bytes, madeAt, app, folders: placesOf(manifest.folders), photos, answers, albums, marks,
    encoders: parts.filter(({ name }) => name.endsWith('.kenc')).length, thumbnails: parts.some(({ name }) => name === THUMBNAILS_FILE),
    here: recentLibraries(dataFolder).filter((library) => isInTheWay(library, manifest))
  };
}

/** Rejects as `readBackup` does, and with `bad-request` for libraries in the way, `library-in-use`, `disk-full`, `unexpected`; then nothing is changed. */
export async function restoreBackup({ dataFolder, file, inTheWay, now, close = async () => {}, onProgress = () => {} }: RestoreOptions): Promise<RestoredLibrary> {
  const archive = await openArchive(file);
  try {
    const { manifest } = archive;
    const others = listLibraries(dataFolder).filter((library) => isInTheWay(library, manifest));
    if (others.length > 0 && inTheWay === 'refuse') {
      throw new CodedError('bad-request', `This backup belongs to a library that is here: ${others.map(({ id, folders }) => folders[0] ?? id).join(', ')}. Choose whether to set that one aside or to restore the backup beside it; nothing is overwritten.`);
    }
    const made = makeRoom(dataFolder, manifest, file);
    try {
      await unpack(archive, made, (share) => onProgress({ file, doing: 'restoring', share }));
      const isBeside = others.length > 0 && inTheWay === 'beside';
      const taken = isBeside ? others.flatMap(({ folders }) => folders) : [];
      const folders = settleRestored({ folder: made, file, registered: manifest.folders, taken, now });
      for (const folder of [join(made, 'encoders'), made]) if (existsSync(folder)) syncFolder(folder);
      if (!isBeside) for (const { id } of others) await close(id);
      const id = isBeside || existsSync(storedAt(dataFolder, manifest.library)) && !others.some((other) => other.id === manifest.library) ? newLibraryId() : (manifest.library as LibraryId);
      const setAside = placeLibrary(dataFolder, made, id, isBeside ? [] : others.map((other) => other.id), now);
      return { library: id, folders: placesOf(folders), setAside };
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  } catch (error) {
    throw asStoreError(error, dataFolder);
  } finally {
    archive.close();
  }
}

async function unpack(archive: Archive, made: string, onShare: (share: number) => void): Promise<void> {
  const { file, manifest } = archive;
  await archive.read(made, (share) => onShare(share * 0.8));
  for (const name of [LIBRARY_FILE, THUMBNAILS_FILE]) {
    if (!manifest.parts.some((part) => part.name === name)) continue;
    await checkDatabase(join(made, name), name, (reason) => damagedBackup(file, `${name} is damaged (${reason})`), { newer: () => tooNew(file) });
  }
  onShare(0.95);
}

/** The same library, or one that has a folder of the backup's. */
function isInTheWay({ id, folders }: { readonly id: string; readonly folders: readonly (string | LibraryPlace)[] }, manifest: Manifest): boolean {
  const wanted = new Set(manifest.folders.flatMap((folder) => [folder, realFolder(folder)]));
  return id === manifest.library || folders.map((folder) => (typeof folder === 'string' ? folder : folder.path)).some((folder) => wanted.has(folder) || wanted.has(realFolder(folder)));
}

function placesOf(folders: readonly string[]): LibraryPlace[] {
  return folders.map((path) => ({ path, missing: !isFolder(path) }));
}

/** In the data folder, so that the restored library only has to be renamed; not among the libraries, which are all listed. */
function makeRoom(dataFolder: string, { parts }: Manifest, file: string): string {
  makeDurableFolder(dataFolder);
  for (const name of readdirSync(dataFolder).filter((each) => each.startsWith(PREFIX))) {
    const left = join(dataFolder, name);
    if (Date.now() - statSync(left).mtimeMs > LEFT_OVER_MS) rmSync(left, { recursive: true, force: true });
  }
  const needed = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = statfsSync(dataFolder);
  if (needed > bavail * bsize) throw new CodedError('disk-full', `${file} unpacks to ${(needed / 1e6).toFixed(0)} MB, and ${dataFolder} has room for ${((bavail * bsize) / 1e6).toFixed(0)} MB. Free some space and try again.`);
  return mkdtempSync(join(dataFolder, PREFIX));
}
