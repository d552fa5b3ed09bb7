// The loop of a training run: one step after another until the time is up, saved at intervals. What a run reports and scores along the way
// it does in its callbacks.
import type { Feed } from './feed.ts';
import type { StepReport } from './descent.ts';

/** How far a run is, over all resumes. */
export interface Progress {
  /** Time spent on steps. */
  readonly seconds: number;
  /** The feed's position: photos given, including those that could not be read. */
  readonly given: number;
}

/** One step. */
export interface Stepped extends StepReport {
  readonly progress: Progress;
  /** Photos in the batch. */
  readonly count: number;
  /** Seconds the step took, including the wait for its batch. */
  readonly took: number;
}

export interface LoopOptions {
  /** Seconds of steps, over all resumes. */
  readonly budget: number;
  /** Seconds spent before. */
  readonly seconds: number;
  readonly feed: Feed;
  /** A training's step: rejects with a `TypeError` if the loss is NaN, and has then changed nothing. */
  readonly step: (pixels: Uint8Array, count: number, share: number, groups?: Int32Array) => Promise<StepReport>;
  /** Called before each step: waits while the run is paused, rejects to stop it. `save` saves the progress so far. */
  readonly pass: (save: () => Promise<void>) => Promise<void>;
  /** Called after each step, before anything is saved. */
  readonly onStep: (step: Stepped) => void | Promise<void>;
  /** Writes a checkpoint. */
  readonly save: (progress: Progress) => Promise<void>;
  /** Seconds of steps between checkpoints; there is one at the end, too. */
  readonly saveEvery: number;
  /** Called after each step but the last: scores the encoder if that is due. */
  readonly score: (progress: Progress) => Promise<void>;
  /** The current time in milliseconds. */
  readonly now: () => number;
}

/** Batches in a row whose loss may be NaN. */
const mostFailures = 5;

/** Resolves when the budget is spent and saved. Rejects with what the callbacks and the step reject with. */
export async function learnFor({ budget, seconds: from, feed, step, pass, onStep, save, saveEvery, score, now }: LoopOptions): Promise<void> {
  let progress: Progress = { seconds: from, given: feed.given };
  let saved = from;
  let failures = 0;
  while (progress.seconds < budget) {
    await pass(() => save(progress));
    const began = now();
    const { pixels, count, groups } = await feed.next();
    const report = await step(pixels, count, Math.min(1, progress.seconds / budget), groups).catch((error: unknown) => {
      // a NaN loss: continue with other photos, but not forever
      if (!(error instanceof TypeError) || ++failures > mostFailures) throw error;
      return null;
    });
    progress = { ...progress, given: feed.given };
    if (!report) continue;
    failures = 0;
    const took = (now() - began) / 1000;
    progress = { ...progress, seconds: progress.seconds + took };
    await onStep({ ...report, progress, count, took });
    if (progress.seconds >= budget) break;
    if (progress.seconds - saved >= saveEvery) {
      await save(progress);
      saved = progress.seconds;
    }
    await score(progress);
  }
  await save(progress);
}
