// Lists one folder of a scan: which of its entries are folders to enter, which may be photos, and what is left out or of another kind by its name. Opens
// only short movies, which may belong to a Live Photo; every entry that is no folder is told of once, here or where it is measured.
import { join } from 'node:path';
import type { NotReadKind } from '../../src-shared/contract.ts';
import { isElsewhere, placeholderOf } from './elsewhere.ts';
import type { FileCalls } from './file-calls.ts';
import { hasPhotoEnding } from './formats.ts';
import type { Chooser, Verdict } from './leaving-out.ts';
import { contentIdOfMovie } from './movie.ts';
import { countFiles, kindByName, leadsToFolder, mayBeMovie, moviesOfStills } from './not-read.ts';
import type { Folder } from './scan-paths.ts';
import { NO_MEDIA } from './skipped.ts';

/** A folder that a rule or pattern of `LeavingOut` applies to. */
export interface ScannedFolder extends Verdict {
  readonly path: string;
}

/** What one folder holds. */
export interface Listing {
  readonly folders: readonly Folder[];
  /** Photos by extension, and links of any kind. */
  readonly candidates: readonly string[];
  readonly leftOut: readonly ScannedFolder[];
  /** Files that have a placeholder in their place: their bytes are in a cloud. */
  readonly elsewhere: readonly string[];
  /** Those that are links: a hanging link says nothing about the folder it is in. */
  readonly links: ReadonlySet<string>;
}

/** The settings of one scan. */
export interface Walk {
  readonly root: string;
  readonly calls: FileCalls;
  readonly signal: AbortSignal | undefined;
  readonly choose: Chooser;
  readonly platform: NodeJS.Platform;
  readonly onNotRead: OnNotRead;
}

/** Told of files that are no photos. @param still of a single video, the content identifier of the Live Photo that it is the moving part of */
export type OnNotRead = (kind: NotReadKind, files: number, still?: string) => void;

/** What is in a folder, sorted by name; what is no photo by its name is told at once. @throws what reading it throws */
export async function list(walk: Walk, folder: Folder): Promise<Listing> {
  const { root, calls, signal, choose, onNotRead } = walk;
  const entries = await calls.readdir(join(root, folder.path), { signal });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const leftOut: ScannedFolder[] = [];
  // the requested folder is scanned even if it contains .nomedia
  if (folder.path !== '' && entries.some(({ name }) => name === NO_MEDIA)) {
    const verdict = choose.folder(folder.path, '', folder.real, 'nomedia');
    if (verdict !== null) leftOut.push({ path: folder.path, ...verdict });
    if (verdict?.leftOut) {
      onNotRead('left-out', await countFiles(join(root, folder.path), walk));
      return { folders: [], candidates: [], leftOut, elsewhere: [], links: new Set() };
    }
  }
  const folders: Folder[] = [];
  const candidates: string[] = [];
  const elsewhere: string[] = [];
  const links = new Set<string>();
  const isMovie = moviesOfStills(entries);
  const noMovie = (): null => {
    signal?.throwIfAborted();
    return null; // a video that cannot be opened is a video
  };
  const isAway = (path: string): Promise<boolean> => (walk.platform === 'linux' ? Promise.resolve(false) : calls.stat(join(root, path), { signal }).then((stats) => isElsewhere(stats, walk.platform), () => false)); // one that cannot be looked at is a video
  for (const entry of entries) {
    const { name } = entry;
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const isFolder = entry.isDirectory();
    if (entry.isSymbolicLink()) links.add(path);
    if (isFolder || (entry.isSymbolicLink() && !hasPhotoEnding(name))) {
      // `real`, so that the rule also applies to a package opened as the root
      const verdict = choose.folder(path, name, folder.real);
      if (verdict !== null && isFolder) leftOut.push({ path, ...verdict });
      if (verdict?.leftOut) {
        if (isFolder) onNotRead('left-out', await countFiles(join(root, path), walk));
        else if (!(await leadsToFolder(join(root, path), walk))) onNotRead(kindByName(name) === 'hidden' ? 'hidden' : 'left-out', 1);
        continue;
      }
      if (isFolder) folders.push({ path, real: join(folder.real, name) });
      else candidates.push(path);
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      const kind = kindByName(name);
      if (kind === 'elsewhere') elsewhere.push(`${path.slice(0, -name.length)}${placeholderOf(name)}`);
      if (kind === 'video' && isMovie(name)) onNotRead('sidecar', 1);
      else if (kind === 'video' && mayBeMovie(name) && (await isAway(path))) onNotRead('elsewhere', 1);
      else if (kind === 'video' && mayBeMovie(name)) onNotRead('video', 1, (await contentIdOfMovie(join(root, path), walk).catch(noMovie)) ?? undefined);
      else if (kind !== 'photo' && kind !== null) onNotRead(kind, 1);
      else if (choose.file(path)) onNotRead('left-out', 1);
      else candidates.push(path);
    } else onNotRead(kindByName(name) === 'hidden' ? 'hidden' : 'other', 1); // a pipe, a socket, a device
  }
  return { folders, candidates, leftOut, elsewhere, links };
}
