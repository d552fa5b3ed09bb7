// After a kill or a power cut: what was being done is finished or rolled back, from the journal and what is on disk. What the user said of photos
// that went until then goes over to their heirs.
import type { PlanId } from '../../src-shared/filing/plan.ts';
import { readInterrupted, readPlanFacts, type StoredStep } from '../store/plans.ts';
import { readDue } from '../store/heirs.ts';
import { sourceOf } from './content.ts';
import { lookAt } from './disk.ts';
import { handOver } from './hand-over.ts';
import { refusalOf, refuse } from './refusal.ts';
import { conclude, rollBack, type Tools as AllTools, workOf } from './step.ts';
import { settle, type Task } from './work.ts';
import { clearPrepared, isPrepared } from './writing.ts';

/** Nothing new is put into the trash. */
type Tools = Omit<AllTools, 'trash'>;

/**
 * Settles every interrupted step whose folders are there. One whose file is nowhere is left for later: its drive may be back then. A step that
 * cannot be settled is left too, and reported to stderr.
 * @returns how many were settled
 */
export async function recoverPlans(tools: Tools): Promise<number> {
  let settled = 0;
  for (const step of readInterrupted(tools.store)) {
    try {
      if (await recoverStep(tools, step, false)) settled++;
    } catch (error) {
      console.error(`Step ${step.place} of plan ${step.plan} is left for later: ${refusalOf(error, sourceOf(step)).message}`);
    }
  }
  for (const plan of readDue(tools.store)) handOver(tools.store, plan, tools.now());
  await clearPrepared(tools).catch((error: unknown) => console.error(`Prepared files are left for later: ${refusalOf(error, '').message}`));
  return settled;
}

/**
 * Settles what was interrupted before a plan goes on: its own steps, of which one whose file is nowhere is refused, and those of others, which
 * could else take what this plan does for theirs.
 */
export async function recoverBefore(tools: Tools, id: PlanId): Promise<void> {
  for (const step of readInterrupted(tools.store)) if (step.plan === id) await recoverStep(tools, step, true);
  await recoverPlans(tools);
}

/** @returns whether it was settled */
async function recoverStep(tools: Tools, step: StoredStep, refusesGone: boolean): Promise<boolean> {
  const { disk, store } = tools;
  const { target } = readPlanFacts(store, step.plan);
  for (const folder of [step.from.folder, target]) if (folder !== null && (await lookAt(disk, folder)) === null) return false;
  const { task } = workOf(step);
  const settled = await settle(disk, task);
  // what was prepared can be prepared again
  const outcome = settled === 'gone' && comesPrepared(tools, task) ? 'not-done' : settled;
  if (outcome === 'gone' && !refusesGone) return false;
  if (outcome === 'done') conclude(tools, step);
  else rollBack(store, step, outcome === 'gone' ? refusalOf(refuse('vanished', `${sourceOf(step)} was not found after an interruption, neither there nor where it should go.`), '') : null);
  return true;
}

function comesPrepared({ store }: Tools, task: Task): boolean {
  return task.way === 'transfer' && isPrepared(store, task.transfer.from);
}
