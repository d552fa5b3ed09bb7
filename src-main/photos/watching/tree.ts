// What a scan would find at or below a path, checked when something happened there. Follows links as far as the scan does.
import { join } from 'node:path';
import { files } from '../file-calls.ts';
import { hasPhotoEnding } from '../formats.ts';
import type { Chooser } from '../leaving-out.ts';
import { isSystemError, PhotoProblem } from '../problem.ts';
import type { ScannedFile } from '../scan.ts';
import { NO_MEDIA } from '../skipped.ts';
import type { Found } from './settling.ts';

/** A folder and what is left out of it. */
export interface Tree {
  readonly root: string;
  readonly choose: Chooser;
  /** Called with each folder before it is listed: its path relative to the root, '' for the root itself. */
  readonly onFolder: (path: string) => void;
}

/** The last component of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a scan would skip a path because of a name in it. */
export function isLeftOut({ root, choose }: Pick<Tree, 'root' | 'choose'>, path: string): boolean {
  const names = path.split('/');
  const isFile = hasPhotoEnding(nameOf(path));
  if (isFile && choose.file(path)) return true;
  return names.some((name, index) => {
    const isFolder = index < names.length - 1 || !isFile;
    return isFolder && choose.folder(names.slice(0, index + 1).join('/'), name, [root, ...names.slice(0, index)].join('/'))?.leftOut === true;
  });
}

/** What is at `path`. A photo that cannot be examined counts as completely written: the scan reports its problem. */
export async function lookAt(tree: Tree, path: string): Promise<Found> {
  const isPhoto = hasPhotoEnding(nameOf(path));
  try {
    const stats = await files.stat(join(tree.root, path));
    if (stats.isDirectory()) return { kind: 'folder', files: await measure(tree, await photosBelow(tree, path)) };
    return stats.isFile() && isPhoto ? { kind: 'photo', size: stats.size, modifiedMs: stats.mtimeMs } : { kind: 'other' };
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return { kind: 'nothing' };
    if (isSystemError(error) || error instanceof PhotoProblem) return isPhoto ? { kind: 'photo', size: 0, modifiedMs: 0 } : { kind: 'other' };
    throw error;
  }
}

/** Paths of the photos below the folder `path`, by extension. Folders that cannot be listed count as empty: the scan reports them. */
export async function photosBelow({ root, choose, onFolder }: Tree, path: string): Promise<string[]> {
  const photos: string[] = [];
  const rootReal = await files.realpath(root);
  const visited = new Set([await files.realpath(join(root, path))]);
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const at = join(root, folder);
    onFolder(folder);
    const entries = await files.readdir(at).catch(() => []);
    const saysNo = folder !== '' && entries.some(({ name }) => name === NO_MEDIA);
    if (saysNo && choose.folder(folder, '', at, 'nomedia')?.leftOut) continue;
    for (const entry of entries) {
      const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (isFolder || (entry.isSymbolicLink() && !hasPhotoEnding(entry.name))) {
        if (choose.folder(inner, entry.name, at)?.leftOut) continue;
        if (isFolder || (await leadsToNewFolder(join(root, inner), rootReal, visited))) folders.push(inner);
      } else if (hasPhotoEnding(entry.name) && !choose.file(inner)) photos.push(inner);
    }
  }
  return photos;
}

async function measure({ root }: Tree, paths: readonly string[]): Promise<ScannedFile[]> {
  const found: ScannedFile[] = [];
  for (const path of paths) {
    const stats = await files.stat(join(root, path)).catch(() => null); // gone meanwhile, or the scan reports it
    if (stats?.isFile()) found.push({ path, size: stats.size, modifiedMs: stats.mtimeMs });
  }
  return found;
}

/** Whether a link leads to a folder outside `root` that was not visited yet; marks it as visited. */
async function leadsToNewFolder(link: string, root: string, visited: Set<string>): Promise<boolean> {
  try {
    const real = await files.realpath(link);
    if (visited.has(real)) return false;
    if (`${root}/`.startsWith(`${real}/`) || `${real}/`.startsWith(`${root}/`)) return false; // above it, or reached without the link
    if (!(await files.stat(real)).isDirectory()) return false;
    visited.add(real);
    return true;
  } catch {
    return false; // leads nowhere
  }
}
