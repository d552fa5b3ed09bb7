// What a library leaves out of its folders, and the folders that its last scan left out.
import type { LeavingOut, LeftOut, LeftOutFolder } from '../../src-shared/contract.ts';
import type { Store } from './database.ts';
import { readFact, writeFact } from './facts.ts';

/** How many folders of each rule are listed; the rest are counted. */
const LISTED = 100;

/** `null` if the user changed nothing. */
export function readLeavingOut(store: Store): LeavingOut | null {
  return readFact(store, 'leavingOut') as LeavingOut | null; // written below alone
}

export function writeLeavingOut(store: Store, { off, taken, patterns }: LeavingOut): void {
  writeFact(store, 'leavingOut', { off, taken, patterns });
}

/** What the last complete scan left out. */
export function readLeftOut(store: Store): Pick<LeftOut, 'folders' | 'counts'> {
  return (readFact(store, 'leftOut') as Pick<LeftOut, 'folders' | 'counts'> | null) ?? { folders: [], counts: {} }; // written below alone
}

export function writeLeftOut(store: Store, found: readonly LeftOutFolder[]): void {
  const counts: Partial<Record<LeftOutFolder['rule'], number>> = {};
  const folders: LeftOutFolder[] = [];
  for (const folder of found) {
    const count = (counts[folder.rule] ?? 0) + 1;
    counts[folder.rule] = count;
    if (count <= LISTED) folders.push(folder);
  }
  const next = { folders, counts };
  // a scan that finds nothing new writes nothing
  if (JSON.stringify(readLeftOut(store)) !== JSON.stringify(next)) writeFact(store, 'leftOut', next);
}
