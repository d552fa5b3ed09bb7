// Tells whose photos a folder holds: compares what lies there with the files of every known library, by name and size, then a few
// dozen of them by content. Changes nothing; what to do about it is decided by whoever asked (opening.ts, or the user).
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

/** What a folder has in common with one of a library's. */
export interface Likeness {
  readonly library: Library;
  /** The library's folder (absolute); empty where it is not known which it is. */
  readonly folder: string;
  /** It is not there now. */
  readonly missing: boolean;
  readonly relation: Relation;
  /** Share of the photos of the folder that was asked about which that library knows, 0 to 1. */
  readonly share: number;
  /** Share of the library's files of its folder that were found, 0 to 1. */
  readonly found: number;
}

/** Files whose content is compared, of each folder of a library. */
const COMPARED = 24;
/** Of those, how many must be the same: some may have been edited since. */
const SAME = 0.6;
/** A folder that is gone is taken for moved where at least so much of it is found. */
const MOVED = 0.5;
/** Beyond so many files a part tells enough. */
const LOOKED_AT = 200_000;

interface Here {
  readonly path: string;
  readonly size: number;
}

/** What `folder` has in common with the known libraries, the likeliest first. Rejects with a `CodedError` about `folder`. */
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

/** A library that cannot be looked at is told, and recognised in nothing. */
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

/** `null` where the file cannot be read. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  return pipeline(createReadStream(path), hash).then(() => hash.digest('hex'), () => null);
}

/** A moved or copied file keeps its name and size, but not always its time. */
function key(path: string, size: number): string {
  return `${size} ${path.slice(path.lastIndexOf('/') + 1).toLowerCase()}`;
}
