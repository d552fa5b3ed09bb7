// One file to another place, so that at every moment its bytes are whole at one of the two, and nothing is overwritten. On one disk a file
// gets its new name, then loses the old one. To another disk it is copied under a temporary name, flushed, read again and compared, and
// only then named; a moved file's source is removed last, by unlinking, because the verified copy is there. What a kill leaves: settling.ts.
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { hashOf } from './content.ts';
import { type Disk, flushFile, flushFolder, lookAt, removeOwn, removeWhile, systemCode } from './disk.ts';
import { isRefusal, refuse } from './refusal.ts';

export interface Transfer {
  /** Absolute, as are all. */
  readonly from: string;
  readonly to: string;
  /** Where a copy is while it is not whole, in the folder of `to`. */
  readonly temporary: string;
  /** Whether the file stays where it was. */
  readonly keep: boolean;
  readonly bytes: number;
  /** SHA-256 of its content; `null` for a link, which is never copied. */
  readonly hash: string | null;
}

/** Errors after which another way to the same place would fail too. */
const FINAL = new Set(['ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT', 'EROFS', 'ENAMETOOLONG', 'EACCES', 'EIO']);

/**
 * Performs a transfer; its folders must be there. If it rejects, the file is where it was, and `to` as it was.
 * Rejects with `exists` if something is at `to`, with `changed` if the copy is not what was indexed, and with the system's errors.
 */
export async function transfer(disk: Disk, task: Transfer): Promise<void> {
  if (!task.keep && (await moveWithinDisk(disk, task))) return;
  const before = await lookAt(disk, task.from);
  await copy(disk, task);
  if (task.keep) return;
  try {
    if ((await lookAt(disk, task.to))?.size !== task.bytes) throw refuse('failed', `The copy at ${task.to} is gone. Try again.`);
    const isSame = async (): Promise<boolean> => {
      const now = await lookAt(disk, task.from);
      return now !== null && now.id === before?.id && now.size === before.size && now.modified === before.modified;
    };
    if (!(await removeWhile(disk, task.from, isSame))) throw refuse('changed', `${task.from} was changed while it was copied. Index the folder again.`);
  } catch (error) {
    if ((await lookAt(disk, task.from)) !== null) await removeCopy(disk, task.to);
    throw error;
  }
  await flushFolder(disk, dirname(task.from));
}

/** @returns `false`, having changed nothing, if the places are on two disks */
async function moveWithinDisk(disk: Disk, { from, to }: Transfer): Promise<boolean> {
  try {
    await claim(to, () => disk.link(from, to));
  } catch (error) {
    if (systemCode(error) === 'EXDEV') return false;
    if (isFinal(error)) throw error;
    return renameTo(disk, from, to); // exFAT and some network disks have no hard links
  }
  await flushFolder(disk, dirname(to));
  try {
    const isSame = async (): Promise<boolean> => (await lookAt(disk, from))?.id === (await lookAt(disk, to))?.id;
    if (!(await removeWhile(disk, from, isSame))) throw refuse('changed', `${from} was changed while it was moved; what it was before is at ${to}. Index the folder again.`);
  } catch (error) {
    // the second name of the same file, if it still has its first: a network disk may fail after it did what was asked
    if ((await lookAt(disk, from))?.id === (await lookAt(disk, to))?.id) await removeCopy(disk, to);
    throw error;
  }
  await flushFolder(disk, dirname(from));
  return true;
}

/** Renames without overwriting: onto an empty file that was created exclusively. @returns `false` if the places are on two disks */
async function renameTo(disk: Disk, from: string, to: string): Promise<boolean> {
  await claim(to, async () => (await disk.open(to, 'wx')).close());
  try {
    await disk.rename(from, to);
  } catch (error) {
    if ((await lookAt(disk, to))?.size === 0) await removeOwn(disk, to);
    if (systemCode(error) === 'EXDEV') return false;
    throw error;
  }
  await flushFolder(disk, dirname(to));
  if (dirname(from) !== dirname(to)) await flushFolder(disk, dirname(from));
  return true;
}

async function copy(disk: Disk, { from, to, temporary, hash }: Transfer): Promise<void> {
  if (hash === null) throw refuse('not-supported', `${from} is a link, which stays on its disk.`);
  try {
    // shares the bytes where the disk can
    await disk.copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') await removeCopy(disk, temporary);
    throw error;
  }
  try {
    const { atime, mtime } = await disk.stat(from);
    await disk.utimes(temporary, atime, mtime);
    await flushFile(disk, temporary);
    if ((await hashOf(disk, temporary)) !== hash) throw refuse('changed', `${from} was changed while it was copied. Index the folder again.`);
    await nameCopy(disk, temporary, to);
  } catch (error) {
    await removeCopy(disk, temporary);
    throw error;
  }
}

async function removeCopy(disk: Disk, path: string): Promise<void> {
  if ((await lookAt(disk, path)) !== null) await removeOwn(disk, path);
}

/** Gives a whole copy its name, if that is free. */
export async function nameCopy(disk: Disk, temporary: string, to: string): Promise<void> {
  try {
    await claim(to, () => disk.link(temporary, to));
  } catch (error) {
    if (isFinal(error)) throw error;
    if (!(await renameTo(disk, temporary, to))) throw refuse('not-supported', `The disk of ${dirname(to)} cannot name a file. Choose another folder.`, { cause: error });
    return;
  }
  await removeOwn(disk, temporary);
  await flushFolder(disk, dirname(to));
}

/** Makes something at `to`. Rejects with `exists` if there is something, which is then somebody else's. */
export async function claim(to: string, make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? refuse('exists', `There is another file at ${to}. Move it away, then try again.`, { cause: error }) : error;
  }
}

function isFinal(error: unknown): boolean {
  return isRefusal(error) || FINAL.has(systemCode(error));
}
