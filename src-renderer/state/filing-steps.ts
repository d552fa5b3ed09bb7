// What this page did to files, by plans, as steps that undo takes back in turn with everything else that was done. Redo brings no plan back:
// files are moved after a preview alone. How a plan is made and performed is its dialog's to know.

import type { LibraryBridge } from '../../src-shared/contract.ts';
import type { PlanId, PlanProgress } from '../../src-shared/filing/plan.ts';
import type { Step, Steps } from './steps.svelte.ts';

export interface FilingStepsOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly steps: Steps;
  /** What undo took back is back, or as much of it as could be. */
  readonly onTakenBack: (progress: PlanProgress) => void;
}

export class FilingSteps {
  readonly #options: FilingStepsOptions;
  readonly #kept = new Map<PlanId, Step>();
  /** Plans that undo takes back now. */
  readonly #going = new Set<PlanId>();
  /** Plans that stopped and are gone on with now. */
  readonly #resumed = new Set<PlanId>();

  constructor(options: FilingStepsOptions) {
    this.#options = options;
  }

  /** Keeps a plan that ended as a step; `null` where it changed no file. */
  async keep({ id, done, refused }: PlanProgress): Promise<Step | null> {
    if (done === refused) return null;
    this.#forget(id); // of its part before it was gone on with
    const { bridge, steps } = this.#options;
    const undo = async (): Promise<void> => {
      this.#going.add(id);
      try {
        await bridge.request('plans.undo', { id }); // begins it: many files take their time, in which other steps are not to wait
      } catch (error) {
        this.#going.delete(id);
        throw error;
      }
    };
    const step: Step = { undo, redo: null, undone: null, redone: null };
    this.#kept.set(id, step);
    return steps.do(async () => step);
  }

  /** Goes on with a plan that stopped, of this page or an earlier one: it is a step once it ends. */
  async resume(id: PlanId): Promise<PlanProgress> {
    this.#resumed.add(id);
    try {
      return await this.#options.bridge.request('plans.resume', { id });
    } catch (error) {
      this.#resumed.delete(id);
      throw error;
    }
  }

  /** A plan goes on, whoever began it. One that is taken back is no step any more. */
  take(progress: PlanProgress): void {
    if (progress.phase === 'running') return;
    if (!progress.undoing) {
      if (this.#resumed.delete(progress.id)) void this.keep(progress);
      return;
    }
    this.#forget(progress.id);
    if (this.#going.delete(progress.id)) this.#options.onTakenBack(progress);
  }

  #forget(id: PlanId): void {
    const step = this.#kept.get(id);
    this.#kept.delete(id);
    if (step) this.#options.steps.forget(step);
  }
}
