// What is done on disk for one step, written into the journal before it is done: enough to finish it, roll it back or take it back.
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { PlanStep } from '../../src-shared/filing/plan.ts';
import { type Disk, flushFile, flushFolder, lookAt, removeOwn } from './disk.ts';
import { refuse } from './refusal.ts';
import { type Outcome, settleTemporary, settleTransfer } from './settling.ts';
import { claim, transfer, type Transfer } from './transfer.ts';
import type { Trash, TrashPlace } from './trash.ts';

export type Task =
  /** `writes`: of a file that goes to the trash, `removes`: of one that comes back, what the trash says about it. */
  | { readonly way: 'transfer'; readonly transfer: Transfer; readonly writes: TrashPlace | null; readonly removes: string | null }
  | { readonly way: 'hardlink' | 'symlink'; readonly from: string; readonly to: string }
  | { readonly way: 'system-trash'; readonly from: string };

/** Journaled with a step. `undo`: the task takes it back. */
export interface Work {
  readonly direction: 'perform' | 'undo';
  readonly task: Task;
  /** What the step did, while it is taken back. */
  readonly before: Task | null;
}

/** What a file must hold. */
type Content = Pick<PlanStep, 'bytes' | 'hash'>;

export interface TransferOptions {
  readonly keep?: boolean;
  readonly writes?: TrashPlace | null;
  readonly removes?: string | null;
  readonly isLink?: boolean;
}

/** The task that gets a file from one place to another. */
export function transferTask({ bytes, hash }: Content, from: string, to: string, { keep = false, writes = null, removes = null, isLink = false }: TransferOptions = {}): Task {
  const temporary = join(dirname(to), `.kindred-${randomUUID()}.part`);
  return { way: 'transfer', transfer: { from, to, temporary, keep, bytes, hash: isLink ? null : hash }, writes, removes };
}

/** The task that gets a file into the trash. */
export async function trashTask(trash: Trash, content: Content, from: string, { isLink = false } = {}): Promise<Task> {
  if (trash.kind === 'system') return { way: 'system-trash', from };
  const place = await trash.reserve(from);
  return transferTask(content, from, place.file, { writes: place, isLink });
}

/** Performs a task. If it rejects, `settle` says what became of it. */
export async function perform(disk: Disk, trash: Trash, task: Task): Promise<void> {
  switch (task.way) {
    case 'transfer':
      if (task.writes) await writeInfo(disk, task.writes);
      await transfer(disk, task.transfer);
      if (task.removes !== null) await removeInfo(disk, task.removes);
      return;
    case 'hardlink':
      await claim(task.to, () => disk.link(task.from, task.to));
      return flushFolder(disk, dirname(task.to));
    case 'symlink':
      await claim(task.to, () => disk.symlink(task.from, task.to));
      return flushFolder(disk, dirname(task.to));
    case 'system-trash':
      if (trash.kind !== 'system') throw refuse('no-trash', 'The trash of the system is not available here.');
      try {
        await trash.put(task.from);
      } catch (error) {
        throw refuse('no-trash', `The system did not take ${task.from} into the trash (${error instanceof Error ? error.message : String(error)}). Move the files into a folder instead.`, { cause: error });
      }
  }
}

/** Finishes or rolls back a task that was interrupted or failed. */
export async function settle(disk: Disk, task: Task): Promise<Outcome> {
  switch (task.way) {
    case 'transfer': {
      const outcome = await settleTransfer(disk, task.transfer);
      if (outcome !== 'done' && task.writes && (await lookAt(disk, task.writes.file)) === null) await removeInfo(disk, task.writes.info);
      if (outcome === 'done' && task.removes !== null) await removeInfo(disk, task.removes);
      return outcome;
    }
    case 'hardlink': {
      const [source, target] = [await lookAt(disk, task.from), await lookAt(disk, task.to)];
      return target !== null && target.id === source?.id ? 'done' : 'not-done';
    }
    case 'symlink':
      return (await leadsTo(disk, task.to, task.from)) ? 'done' : 'not-done';
    case 'system-trash':
      return (await lookAt(disk, task.from)) === null ? 'done' : 'not-done';
  }
}

/** Rolls back a task that found somebody else's file at its target, which must not be taken for ours. */
export async function withdraw(disk: Disk, task: Task): Promise<Outcome> {
  if (task.way === 'transfer') await settleTemporary(disk, task.transfer);
  return 'not-done';
}

/** Whether a link leads exactly there. */
export async function leadsTo(disk: Disk, link: string, to: string): Promise<boolean> {
  return (await lookAt(disk, link))?.isLink === true && (await disk.readlink(link)) === to;
}

/** Before the file itself, as the specification of the trash wants it. */
async function writeInfo(disk: Disk, { info, text }: TrashPlace): Promise<void> {
  const handle = await disk.open(info, 'wx', 0o600);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  await flushFile(disk, info);
  await flushFolder(disk, dirname(info));
}

/** Flushed, for the journal says next that all is done, and nobody would look for it again. */
async function removeInfo(disk: Disk, info: string): Promise<void> {
  if ((await lookAt(disk, info)) === null) return;
  await removeOwn(disk, info);
  await flushFolder(disk, dirname(info));
}
