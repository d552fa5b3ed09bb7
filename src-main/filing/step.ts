// One step, journaled: what is to be done is on disk before a file is touched, what became of it afterwards.
import type { PlanId, Refusal } from '../../src-shared/filing/plan.ts';
import { write } from '../store/access.ts';
import type { Store } from '../store/database.ts';
import { readFolders } from '../store/folders.ts';
import { noteBack, noteLeft } from '../store/plan-files.ts';
import { changeStep, type StoredStep } from '../store/plans.ts';
import { sourceOf } from './content.ts';
import type { Disk } from './disk.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { Trash } from './trash.ts';
import { perform, settle, type Task, withdraw, type Work } from './work.ts';

/** What steps are performed with. */
export interface Tools {
  readonly store: Store;
  readonly disk: Disk;
  readonly trash: Trash;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Journals, performs and concludes a task of a step.
 * Rejects with what went wrong once the step is as it was before, or leaves it `doing` if that cannot be said.
 */
export async function carryOut(tools: Tools, step: StoredStep, work: Work, to: string | null = step.to): Promise<void> {
  const begun = changeStep(tools.store, step, { state: 'doing', work, to });
  try {
    await perform(tools.disk, tools.trash, work.task);
  } catch (error) {
    const outcome = await (isRefusal(error, 'exists') && !isToTrash(work.task) ? withdraw : settle)(tools.disk, work.task);
    if (outcome !== 'done') {
      rollBack(tools.store, { ...begun, to: step.to });
      throw outcome === 'gone' ? refuse('vanished', `${sourceOf(step)} disappeared meanwhile. Index the folder again.`, { cause: error }) : error;
    }
  }
  conclude(tools, begun);
}

/** Its task is done: the journal and the list of files say so together. */
export function conclude({ store, now }: Pick<Tools, 'store' | 'now'>, step: StoredStep): void {
  const { direction, task } = workOf(step);
  const source = sourceOf(step);
  write(store, () => {
    changeStep(store, step, { state: direction === 'perform' ? 'done' : 'undone', work: { direction, task, before: null } satisfies Work });
    const folder = readFolders(store).find(({ path }) => path === step.from.folder);
    if (folder === undefined) return;
    if (leaves(task, source)) noteLeft(store, folder.id, step.from.path, now());
    else if (task.way === 'transfer' && task.transfer.to === source) noteBack(store, folder.id, step.from.path);
  });
}

/** Its task was not done. */
export function rollBack(store: Store, step: StoredStep, refusal: Refusal | null = null): void {
  const { direction, before } = workOf(step);
  if (direction === 'perform') changeStep(store, step, { state: 'planned', work: null, refusal });
  else changeStep(store, step, { state: 'done', work: before && ({ direction: 'perform', task: before, before: null } satisfies Work), refusal });
}

/** What was journaled with a step that is `doing` or `done`. */
export function workOf(step: { readonly plan: PlanId; readonly place: number; readonly work: unknown }): Work {
  if (step.work === null) throw new Error(`expected the work of step ${step.place} of plan ${step.plan}, got none`);
  return step.work as Work; // written only above
}

function isToTrash(task: Task): boolean {
  return task.way === 'transfer' && task.writes !== null;
}

function leaves(task: Task, source: string): boolean {
  return task.way === 'system-trash' ? task.from === source : task.way === 'transfer' && !task.transfer.keep && task.transfer.from === source;
}
