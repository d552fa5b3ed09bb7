// Which files lists are being written into before they get their names, noted in the library's data: one that a kill left is removed at the
// next opening. Folders are never searched for such files, for whoever wrote what is found there cannot be known.
import { randomUUID } from 'node:crypto';
import { lstat, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { systemCode } from './disk.ts';
import { write } from '../store/access.ts';
import type { Store } from '../store/database.ts';
import { readFact, writeFact } from '../store/facts.ts';

const FACT = 'listsUnderWay';
/** Nothing else is removed, whatever is noted. */
const OURS = /^\.kindred-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** A path in the folder that nobody else has, noted for as long as `work` takes. */
export async function withTemporary<T>(store: Store, folder: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = join(folder, `.kindred-${randomUUID()}.part`);
  change(store, (noted) => [...noted, temporary]);
  try {
    return await work(temporary);
  } finally {
    if (store.db.open && !(await isThere(temporary))) change(store, (noted) => noted.filter((path) => path !== temporary));
  }
}

/** Removes what an earlier process was writing when it was killed; what cannot be reached now stays noted. @returns how many files it removed */
export async function removeLeftOver(store: Store): Promise<number> {
  let removed = 0;
  for (const path of notedIn(store)) {
    const outcome = await remove(path);
    if (outcome === 'removed') removed++;
    if (outcome !== 'unreachable') change(store, (noted) => noted.filter((each) => each !== path));
  }
  return removed;
}

async function remove(path: string): Promise<'removed' | 'not there' | 'unreachable'> {
  if (!isAbsolute(path) || !OURS.test(basename(path))) return 'not there';
  try {
    if (!(await lstat(path)).isFile()) return 'not there';
    await unlink(path);
    return 'removed';
  } catch (error) {
    // a disk that is not connected is asked again the next time
    return systemCode(error) === 'ENOENT' && (await isThere(dirname(path))) ? 'not there' : 'unreachable';
  }
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}

function change(store: Store, to: (noted: readonly string[]) => readonly string[]): void {
  if (!store.readOnly) write(store, () => writeFact(store, FACT, to(notedIn(store))));
}

function notedIn(store: Store): readonly string[] {
  const noted = readFact(store, FACT);
  return Array.isArray(noted) ? noted.filter((path) => typeof path === 'string') : [];
}
