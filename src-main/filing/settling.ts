// What became of a transfer that was interrupted or failed: finishes it or rolls it back from what is on disk. Removes only what the
// transfer itself made, and only while the file's bytes are somewhere else.
import { dirname } from 'node:path';
import { hashOf } from './content.ts';
import { type Disk, flushFolder, lookAt, removeOwn, removeWhile } from './disk.ts';
import { nameCopy, type Transfer } from './transfer.ts';

/** `done`: the file is at its target. `not-done`: everything is as before. `gone`: the file is at neither place. */
export type Outcome = 'done' | 'not-done' | 'gone';

/** Finishes or rolls back a transfer; again after a kill in here too. */
export async function settleTransfer(disk: Disk, task: Transfer): Promise<Outcome> {
  const { from, to, keep, bytes, hash } = task;
  await settleTemporary(disk, task);
  const [source, target] = [await lookAt(disk, from), await lookAt(disk, to)];
  if (target === null) return source === null ? 'gone' : 'not-done';
  if (source === null) return (await holds(disk, to, hash)) ? 'done' : 'gone';
  if (source.id === target.id) {
    if (keep || target.names < 2) return 'not-done'; // one file under one name: nothing of ours
    return removeSource(disk, task, async () => (await lookAt(disk, from))?.id === target.id);
  }
  if (target.size === 0 && bytes > 0) {
    await removeOwn(disk, to); // what `renameTo` holds the name with
    return 'not-done';
  }
  // somebody else's file, unless it was a copy of ours
  if (hash === null || !(await holds(disk, to, hash))) return 'not-done';
  if (keep) return 'done';
  return removeSource(disk, task, () => holds(disk, from, hash));
}

/** What became of a copy that has not been named, or has kept its temporary name too. */
export async function settleTemporary(disk: Disk, { from, to, temporary, hash }: Transfer): Promise<void> {
  const copy = await lookAt(disk, temporary);
  if (copy === null) return;
  const [source, target] = [await lookAt(disk, from), await lookAt(disk, to)];
  if (source !== null || target?.id === copy.id) await removeOwn(disk, temporary);
  else if (target === null && (await holds(disk, temporary, hash))) await nameCopy(disk, temporary, to); // somebody removed its source
}

async function removeSource(disk: Disk, { from, to }: Transfer, isStill: () => Promise<boolean>): Promise<Outcome> {
  await flushFolder(disk, dirname(to));
  if (!(await removeWhile(disk, from, isStill))) return 'not-done';
  await flushFolder(disk, dirname(from));
  return 'done';
}

async function holds(disk: Disk, path: string, hash: string | null): Promise<boolean> {
  const found = await lookAt(disk, path);
  return found !== null && (hash === null ? found.isLink : found.isFile && (await hashOf(disk, path)) === hash);
}
