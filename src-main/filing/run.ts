// Runs over the steps of a plan, one after the other: records refusals, reports progress, stops where going on makes no sense or where it
// is asked to. What a step does: perform.ts, undo.ts.
import type { PlanFacts, PlanId, PlanProgress, Refusal } from '../../src-shared/filing/plan.ts';
import { CodedError } from '../failure.ts';
import type { Store } from '../store/database.ts';
import { changeStep, readStep, type StoredStep } from '../store/plans.ts';
import { sourceOf } from './content.ts';
import { noteDue } from '../store/heirs.ts';
import { systemCode } from './disk.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { isPassing, isStopping, refusalOf } from './refusal.ts';

export interface RunOptions {
  /** Stops it after the step in progress. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step. */
  readonly onProgress?: ((progress: PlanProgress) => void) | undefined;
  /** Called when albums or marks went over to photos that are kept, or came back. */
  readonly onHandedOver?: ((handed: HandedOver) => void) | undefined;
}

export interface Run extends RunOptions {
  readonly store: Store;
  readonly plan: PlanFacts & { readonly id: PlanId };
  readonly undoing: boolean;
  readonly steps: readonly StoredStep[];
  /** Does a step; rejects with why not. */
  readonly act: (step: StoredStep) => Promise<void>;
}

/** Resolves with how it ended, once what the user said of photos that went is with their heirs; rejects only if the journal cannot be written. */
export async function runSteps(run: Run, now: () => number): Promise<PlanProgress> {
  const { store, plan: { id }, onHandedOver = () => {} } = run;
  noteDue(store, id);
  const progress = await runEach(run);
  const handed = handOver(store, id, now());
  if (handed.albums || handed.marks.ids.length > 0) onHandedOver(handed);
  return progress;
}

async function runEach({ store, plan: { id, kind }, undoing, steps, act, signal, onProgress = () => {} }: Run): Promise<PlanProgress> {
  let progress: PlanProgress = {
    id, kind, undoing, phase: 'running', done: 0, total: steps.length, refused: 0, doneBytes: 0, totalBytes: steps.reduce((sum, { bytes }) => sum + bytes, 0), stoppedBy: null
  };
  for (const step of steps) {
    if (signal?.aborted) return { ...progress, phase: 'stopped' };
    let refusal: Refusal | null = null;
    try {
      await act(step);
    } catch (error) {
      if (!(error instanceof CodedError) && systemCode(error) === '') console.error(error); // a fault of ours: nobody else would see where
      refusal = record(store, step, refusalOf(error, sourceOf(step)), undoing);
    }
    if (refusal && (isStopping(refusal) || readStep(store, step.plan, step.place)?.state === 'doing')) return { ...progress, phase: 'stopped', stoppedBy: refusal };
    progress = { ...progress, done: progress.done + 1, refused: progress.refused + (refusal ? 1 : 0), doneBytes: progress.doneBytes + step.bytes };
    onProgress(progress);
  }
  return { ...progress, phase: 'ended' };
}

/** A step that cannot be settled stays `doing`, for recovery. */
function record(store: Store, { plan, place }: StoredStep, refusal: Refusal, undoing: boolean): Refusal {
  const now = readStep(store, plan, place);
  if (now !== null && now.state !== 'doing') changeStep(store, now, { state: undoing ? 'done' : isPassing(refusal) ? 'planned' : 'refused', refusal });
  return refusal;
}
