// Checks whether the folders of a library are there, without reading them, so that the library can be shown before its first scan ends.
import { checkFolder, isFolderFailure } from '../../photos/folder.ts';
import type { Store } from '../../store/database.ts';
import { type FolderProblem, noteFolder, readFolders, type StoredFolder } from '../../store/folders.ts';

/** A network folder that does not answer for this long counts as not there. */
const PATIENCE_MS = 3000;

/** Records for each folder whether it is there. Never rejects because of a folder. */
export async function lookAtFolders(store: Store): Promise<void> {
  await Promise.all(readFolders(store).map(async (folder) => noteFolder(store, folder.id, { problem: await problemOf(folder) })));
}

async function problemOf({ path }: StoredFolder): Promise<FolderProblem | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'folder-missing'>((resolve) => (timer = setTimeout(() => resolve('folder-missing'), PATIENCE_MS)));
  const answer = checkFolder(path).then(() => null, (error: unknown) => {
    if (isFolderFailure(error)) return error.code;
    throw error;
  });
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
}
