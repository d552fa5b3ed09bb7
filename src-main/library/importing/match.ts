// Which photos of the library the files of a look are: by their path in its folders, and from elsewhere by content, picture, or name and size.
import { basename, dirname, join } from 'node:path';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { identifyFile } from '../../photos/identify.ts';
import { scan } from '../../photos/scan.ts';
import type { Store } from '../../store/database.ts';
import { readFolders, readKnownFiles } from '../../store/folders.ts';
import { findPhoto } from '../../store/judgments.ts';
import { readFiles } from '../../store/photos.ts';
import { isInside, realFolder } from '../../store/places.ts';

/** A photo file that is looked at. */
export interface LookedAt {
  /** Its folder (absolute), and its name. */
  readonly folder: string;
  readonly name: string;
  /** The folder's path below the root it was found under, `/`-separated; empty for the root itself, which is `root`. */
  readonly below: string;
  readonly root: string;
  /** `null` if its photo is not in the library. */
  readonly id: PhotoId | null;
}

/** Files looked at before others get a turn: those elsewhere are read whole. */
const AT_ONCE = 4;

/** The photo files in the library's folders that are there. */
export function filesHere(store: Store): LookedAt[] {
  const folders = new Map(readFolders(store).filter(({ problem }) => problem === null).map(({ id, path }) => [id, path]));
  return readFiles(store).flatMap(({ folder, path, id }) => {
    const root = folders.get(folder);
    return root === undefined ? [] : [{ ...placeOf(root, path), id }];
  });
}

/** The photo files in any folder. @throws {CodedError} about the folder */
export async function filesIn(store: Store, from: string, onFile: () => void = () => {}): Promise<LookedAt[]> {
  const root = realFolder(from);
  const here = filesHere(store).map((file) => [join(file.folder, file.name), file.id] as const);
  const byPath = new Map(here);
  const inLibrary = readFolders(store).some(({ path }) => isInside(root, realFolder(path)) || isInside(realFolder(path), root));
  let named: Map<string, string | null> | null = null;
  const byName = (name: string, size: number): PhotoId | undefined => {
    named ??= namesAndSizes(store); // read only if some file is not found otherwise
    const hash = named.get(keyOf(name, size));
    return hash ? findPhoto(store, { hash, picture: null }) : undefined;
  };
  const found: LookedAt[] = [];
  for await (const { files } of scan(root)) {
    const queue = files.entries();
    const lane = async (): Promise<void> => {
      for (const [, { path, size }] of queue) {
        const place = placeOf(root, path);
        const full = join(place.folder, place.name);
        const id = (inLibrary ? byPath.get(full) : undefined) ?? (await findElsewhere(store, full)) ?? byName(place.name, size) ?? null;
        found.push({ ...place, id });
        onFile();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }
  return found.sort((a, b) => (join(a.folder, a.name) < join(b.folder, b.name) ? -1 : 1));
}

async function findElsewhere(store: Store, path: string): Promise<PhotoId | undefined> {
  const photo = (hash: string, picture: string | null): PhotoId | undefined => findPhoto(store, { hash, picture });
  const identity = await identifyFile(path, (hash) => photo(hash, null) !== undefined);
  return identity === null ? undefined : photo(identity.hash, identity.picture);
}

/** Contents by names and sizes; `null` where several have the same. */
function namesAndSizes(store: Store): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { path, size, hash } of readKnownFiles(store)) {
    const key = keyOf(basename(path), size);
    const other = found.get(key);
    found.set(key, other === undefined || other === hash ? hash : null);
  }
  return found;
}

const keyOf = (name: string, size: number): string => `${size} ${name.normalize('NFC').toLowerCase()}`;

function placeOf(root: string, path: string): Omit<LookedAt, 'id'> {
  const below = dirname(path) === '.' ? '' : dirname(path);
  return { root, below, folder: join(root, below), name: basename(path) };
}
