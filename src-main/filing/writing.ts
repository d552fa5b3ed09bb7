// Files that arrive with something written into them. Each is prepared in a folder of the library's data, from a copy of what is there, and
// then copied to its target like any other: checked by its hash, journaled, taken back. The originals are only read.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { extname, join } from 'node:path';
import { mergeFields, type XmpFields } from '../../src-shared/exchange/xmp-fields.ts';
import type { PlanStep, Writing } from '../../src-shared/filing/plan.ts';
import { systemPath } from '../byte-names.ts';
import type { Store } from '../store/database.ts';
import { readInterrupted, type StoredStep } from '../store/plans.ts';
import { hashOf, sourceOf } from './content.ts';
import { type Disk, isNothing, makeFolder, removeOwn } from './disk.ts';
import type { FieldFiles } from './exiftool.ts';
import { refuse } from './refusal.ts';
import { type Task, transferTask } from './work.ts';

/** A step that writes something. */
export type WritingStep = StoredStep & { readonly writes: Writing };

export function isWriting(step: StoredStep): step is WritingStep {
  return step.writes !== undefined;
}

/** Whether a step makes a sidecar where there is none. */
export function isMade({ sidecarOf, writes, hash }: Pick<PlanStep, 'sidecarOf' | 'writes' | 'hash'>): boolean {
  return sidecarOf !== null && writes !== undefined && hash === '';
}

interface Tools {
  readonly store: Store;
  readonly disk: Disk;
}

/**
 * Prepares the file of a step, and returns the task that gets it to its target.
 * @param photo where the photo of a sidecar is now: what it says itself goes into a new sidecar too, since programs then look no further
 */
export async function writingTask({ store, disk }: Tools, files: FieldFiles, step: WritingStep, { photo, to }: { readonly photo: string | null; readonly to: string }): Promise<Task> {
  await clearPrepared({ store, disk });
  await makeFolder(disk, folderOf(store));
  // ExifTool tells what a file is by its ending too; an odd one tells nothing
  const [ending = ''] = /^\.\w+$/.exec(step.sidecarOf === null ? extname(step.from.path) : '.xmp') ?? [];
  const at = join(folderOf(store), `${randomUUID()}${ending}`);
  if (!isMade(step)) {
    await disk.copyFile(sourceOf(step), at, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    if ((await hashOf(disk, at)) !== step.hash) throw refuse('changed', `${sourceOf(step)} was changed while it was copied. Index the folder again.`);
  }
  const existing = isMade(step) ? (photo === null ? {} : await readPhoto({ store, disk }, files, photo)) : await files.read(at);
  await files.write(at, mergeFields(existing, step.writes.facts, step.writes.said));
  const { size } = await disk.lstat(at);
  return transferTask({ bytes: size, hash: await hashOf(disk, at) }, at, to, { keep: true });
}

/** ExifTool is told names as text: one that is none gets another meanwhile. */
async function readPhoto({ store, disk }: Tools, files: FieldFiles, photo: string): Promise<XmpFields> {
  if (typeof systemPath(photo) === 'string') return files.read(photo);
  const link = join(folderOf(store), `${randomUUID()}${/\.\w+$/.exec(photo)?.[0] ?? ''}`);
  await disk.symlink(photo, link);
  try {
    return await files.read(link);
  } finally {
    await removeOwn(disk, link);
  }
}

/** Whether a path is that of a prepared file. */
export function isPrepared(store: Store, path: string): boolean {
  return path.startsWith(join(folderOf(store), '/'));
}

/** Removes prepared files, once no step is being done with one. */
export async function clearPrepared({ store, disk }: Tools): Promise<void> {
  if (readInterrupted(store).some(isWriting)) return;
  const names = await disk.readdir(folderOf(store)).catch((error: unknown) => {
    if (isNothing(error)) return [];
    throw error;
  });
  for (const name of names) await removeOwn(disk, join(folderOf(store), name));
}

function folderOf(store: Store): string {
  return join(store.folder, 'prepared');
}
