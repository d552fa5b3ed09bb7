// Lists the folders in a folder, and makes new ones, for the browser host's folder picker.

import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FolderListing } from '../../src-shared/contract.ts';
import { BACKUP_ENDING } from '../backup/manifest.ts';
import { CodedError } from '../failure.ts';
import { portableName } from '../filing/names.ts';
import { checkFolder } from '../photos/folder.ts';
import { hasPhotoEnding } from '../photos/formats.ts';
import { ruleOf } from '../photos/skipped.ts';

/** Lists an absolute path. @throws {CodedError} `bad-request`, `folder-missing`, `folder-unreadable`, `not-a-folder` */
export async function listFolders(path: string): Promise<FolderListing> {
  if (!isAbsolute(path)) throw new CodedError('bad-request', `Expected a full path, got "${path}".`);
  const folder = resolve(path);
  await checkFolder(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new CodedError('folder-unreadable', `${folder} cannot be read. Allow Kindred to read it, then retry.`, { cause: error });
  });
  const above = dirname(folder);
  return {
    path: folder,
    parent: above === folder || !existsSync(above) ? null : above,
    folders: entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && ruleOf(entry.name, folder) === null && (entry.isDirectory() || isLinkedFolder(join(folder, entry.name))))
      .map(({ name }) => ({ name, path: join(folder, name) }))
      .sort((a, b) => inOrder.compare(a.name, b.name)),
    photos: entries.filter((entry) => entry.isFile() && hasPhotoEnding(entry.name)).length,
    backups: entries.filter((entry) => entry.isFile() && entry.name.endsWith(BACKUP_ENDING)).map(({ name }) => ({ name, path: join(folder, name) })).sort((a, b) => inOrder.compare(a.name, b.name))
  };
}

/** Makes a folder in another and lists it. @throws {CodedError} `bad-request` for no name, `folder-missing`, `folder-unwritable`, `not-a-folder`, `disk-full` */
export async function makeFolder(path: string, name: string): Promise<FolderListing> {
  const wanted = name.trim();
  if (wanted === '' || /^\.+$/.test(wanted)) throw new CodedError('bad-request', `Expected a name for the folder, got "${name}".`);
  const made = join(resolve(path), portableName(wanted));
  try {
    await mkdir(made);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // fs errors are ErrnoExceptions
    if (code === 'ENOENT') throw new CodedError('folder-missing', `${path} is not there any more.`, { cause: error });
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) throw new CodedError('folder-unwritable', `No folder can be made in ${path} (${message}). Choose another, or allow Kindred to write there.`, { cause: error });
    if (code !== 'EEXIST') throw error;
  }
  return listFolders(made);
}

/** Folder 9 before folder 10. Created once: creating a collator takes longer than a thousand comparisons. */
const inOrder = new Intl.Collator(undefined, { numeric: true });

/** Whether a link leads to a folder: only then does a path below it exist. */
function isLinkedFolder(path: string): boolean {
  return existsSync(join(path, '.'));
}
