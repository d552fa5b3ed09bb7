// Takes a plan back: moved files return, trashed ones come back from the trash, copies and links go to the trash. Only what is still as the
// plan left it, and nothing is overwritten.
import { dirname } from 'node:path';
import type { PlanId, PlanProgress } from '../../src-shared/filing/plan.ts';
import { readPlanFacts, readSteps, type StoredStep } from '../store/plans.ts';
import { isStill, sourceOf } from './content.ts';
import { lookAt, makeFolder } from './disk.ts';
import { recoverBefore } from './recover.ts';
import { refuse } from './refusal.ts';
import { type RunOptions, runSteps } from './run.ts';
import { carryOut, type Tools, workOf } from './step.ts';
import { leadsTo, type Task, transferTask, trashTask } from './work.ts';

/** Takes back what is done of a plan, the last step first. Resolves with how far it came. */
export async function undoPlan(tools: Tools, id: PlanId, options: RunOptions = {}): Promise<PlanProgress> {
  await recoverBefore(tools, id);
  const steps = readSteps(tools.store, id).filter(({ state }) => state === 'done').reverse();
  return runSteps({ ...options, store: tools.store, plan: readPlanFacts(tools.store, id), undoing: true, steps, act: (step) => undoStep(tools, step) }, tools.now);
}

async function undoStep(tools: Tools, step: StoredStep): Promise<void> {
  const { task: before } = workOf(step);
  await carryOut(tools, step, { direction: 'undo', task: await reverse(tools, step, before), before });
}

async function reverse(tools: Tools, step: StoredStep, done: Task): Promise<Task> {
  const { disk, trash } = tools;
  if (done.way === 'system-trash') throw refuse('not-restorable', `Put ${sourceOf(step)} back yourself: it is in the ${process.platform === 'win32' ? 'Recycle Bin' : 'Trash'}.`);
  const at = done.way === 'transfer' ? done.transfer.to : done.to;
  const inTrash = done.way === 'transfer' && done.writes !== null;
  if ((await lookAt(disk, at)) === null) throw inTrash ? refuse('not-in-trash', `${sourceOf(step)} is no longer in the trash.`) : refuse('vanished', `${at} is no longer there.`);
  const isLink = done.way === 'symlink';
  const content = done.way === 'transfer' && done.transfer.hash !== null ? { bytes: done.transfer.bytes, hash: done.transfer.hash } : step;
  if (!(isLink ? await leadsTo(disk, at, done.from) : await isStill(disk, at, content))) throw refuse('changed', `${at} was changed since. Decide about it yourself.`);
  if (done.way !== 'transfer' || done.transfer.keep) return trashTask(trash, content, at, { isLink });

  const { from } = done.transfer;
  if ((await lookAt(disk, step.from.folder)) === null) throw refuse('offline', `${step.from.folder} is not there. Connect its drive, then undo again.`);
  await makeFolder(disk, dirname(from));
  if ((await lookAt(disk, from)) !== null) throw refuse('exists', `There is another file at ${from}. Move it away, then undo again.`);
  return transferTask(step, at, from, { removes: done.writes?.info ?? null });
}
