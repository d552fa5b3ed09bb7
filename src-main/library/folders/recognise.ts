// Finds which library's photos a folder holds: compares its files with those of every known library, by name and size, then a few
// dozen of them by content. Changes nothing; the caller decides what to do about it (opening.ts, or the user).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Relation } from '../../../src-shared/contract.ts';
import { scan } from '../../photos/scan.ts';
import { openStore } from '../../store/database.ts';
import { type KnownFile, readKnownFiles } from '../../store/folders.ts';
import { type Library, listLibraries, storedAt } from '../../store/libraries.ts';
import { isFolder, isInside, realFolder } from '../../store/places.ts';

/** How much a folder has in common with a library's folder. */
export interface Likeness {
  readonly library: Library;
  /** The library's folder (absolute); empty if unknown. */
  readonly folder: string;
  /** Whether it is gone. */
  readonly missing: boolean;
  readonly relation: Relation;
  /** Share of the photos in the folder asked about that the library knows, 0 to 1. */
  readonly share: number;
  /** Share of the files in the library's folder that were found here, 0 to 1. */
  readonly found: number;
}

/** Number of files whose content is compared, per library folder. */
const COMPARED = 24;
/** Share of them that must be the same: some may have been edited since. */
const SAME = 0.6;
/** A missing folder is considered moved if at least this share of it is found. */
const MOVED = 0.5;
/** Files looked at; in larger folders this sample is enough. */
const LOOKED_AT = 200_000;

interface Here {
  readonly path: string;
  readonly size: number;
}

/** What `folder` has in common with the known libraries, likeliest first. Rejects with a `CodedError` about `folder`. */
export async function recognise(dataFolder: string, folder: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Likeness[]> {
  const real = realFolder(folder);
  const libraries = listLibraries(dataFolder).filter(({ folders }) => !folders.includes(real));
  if (libraries.length === 0) return [];
  const here: Here[] = [];
  for await (const { files } of scan(folder, { ...(signal && { signal }) })) {
    for (const { path, size } of files) here.push({ path, size });
    if (here.length >= LOOKED_AT) break;
  }
  const byName = Map.groupBy(here, ({ path, size }) => key(path, size));
  const alike: Likeness[] = [];
  for (const library of libraries) {
    for (const [place, files] of Map.groupBy(filesOf(dataFolder, library), (file) => file.folder)) {
      const pairs = files.flatMap((file) => (byName.get(key(file.path, file.size)) ?? []).slice(0, 1).map((found) => ({ file, found })));
      if (pairs.length === 0 || !(await areSame(folder, pairs))) continue;
      const missing = place === '' || !isFolder(place);
      const found = pairs.length / files.length;
      const share = new Set(pairs.map((pair) => pair.found)).size / here.length;
      alike.push({ library, folder: place, missing, relation: relate(real, place, missing && found >= MOVED), share, found });
    }
  }
  const rank = ({ relation, found, share }: Likeness): number => (relation === 'moved' ? 2 : 0) + found + share;
  return alike.sort((a, b) => rank(b) - rank(a));
}

function relate(real: string, place: string, moved: boolean): Relation {
  if (moved) return 'moved';
  if (place === '') return 'copy';
  const known = realFolder(place);
  return isInside(real, known) ? 'inside' : isInside(known, real) ? 'around' : 'copy';
}

/** A library that cannot be read is reported, and matches nothing. */
function filesOf(dataFolder: string, { id }: Library): readonly KnownFile[] {
  try {
    const store = openStore(storedAt(dataFolder, id), { readOnly: true });
    try {
      return readKnownFiles(store);
    } finally {
      store.close();
    }
  } catch (error) {
    console.error(`The library ${id} could not be compared: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

async function areSame(folder: string, pairs: readonly { readonly file: KnownFile; readonly found: Here }[]): Promise<boolean> {
  const step = Math.max(1, pairs.length / COMPARED);
  let same = 0;
  let compared = 0;
  for (let at = 0; at < pairs.length; at += step) {
    const pair = pairs[Math.floor(at)];
    if (pair === undefined) break;
    compared++;
    if ((await hashOf(join(folder, pair.found.path))) === pair.file.hash) same++;
  }
  return same >= SAME * compared;
}

/** `null` if the file cannot be read. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  return pipeline(createReadStream(path), hash).then(() => hash.digest('hex'), () => null);
}

/** A moved or copied file keeps its name and size, but not always its modification time. */
function key(path: string, size: number): string {
  return `${size} ${path.slice(path.lastIndexOf('/') + 1).toLowerCase()}`;
}
