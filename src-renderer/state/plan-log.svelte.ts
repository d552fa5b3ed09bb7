// What was done to files by plans of this library: all of them, the latest first, each taken back or gone on with from here.

import type { LibraryBridge } from '../../src-shared/contract.ts';
import type { Plan, PlanId, PlanProgress, PlanSummary } from '../../src-shared/filing/plan.ts';
import type { FilingSteps } from './filing-steps.ts';

export class PlanLog {
  #plans = $state.raw<readonly PlanSummary[] | null>(null);
  #opened = $state.raw<Plan | null>(null);
  #running = $state.raw<PlanProgress | null>(null);
  /** The plan that ended last. */
  #ended: PlanId | null = null;
  readonly #bridge: LibraryBridge;
  readonly #filing: Pick<FilingSteps, 'resume'>;

  constructor({ bridge, filing }: { readonly bridge: LibraryBridge; readonly filing: Pick<FilingSteps, 'resume'> }) {
    this.#bridge = bridge;
    this.#filing = filing;
  }

  /** `null` until they are read. */
  get plans(): readonly PlanSummary[] | null { return this.#plans; }
  /** The one whose files are shown. */
  get opened(): Plan | null { return this.#opened; }
  /** How far a plan has come that is performed or taken back now. */
  get running(): PlanProgress | null { return this.#running; }

  /** Reads the plans, and again whenever one ends. Returns the function that stops. */
  follow(attempt: (work: Promise<unknown>) => unknown): () => void {
    void attempt(this.#read());
    return this.#bridge.on('plans.progress', (progress) => {
      const goesOn = progress.phase === 'running';
      this.#running = goesOn ? progress : null;
      if (!goesOn) this.#ended = progress.id;
      if (!goesOn || !this.#plans?.some(({ id }) => id === progress.id)) void attempt(this.#read());
    });
  }

  /** Shows the files of a plan, or hides them. */
  async toggle(id: PlanId): Promise<void> {
    this.#opened = this.#opened?.id === id ? null : await this.#bridge.request('plans.read', { id });
  }

  undo(id: PlanId): Promise<void> {
    return this.#run(() => this.#bridge.request('plans.undo', { id }));
  }

  resume(id: PlanId): Promise<void> {
    return this.#run(() => this.#filing.resume(id));
  }

  async cancel(): Promise<void> {
    await this.#bridge.request('plans.cancel', null);
  }

  /** A plan may end before the answer that it began. */
  async #run(begin: () => Promise<PlanProgress>): Promise<void> {
    this.#ended = null;
    const begun = await begin();
    if (!this.#hasEnded(begun)) this.#running = begun;
  }

  #hasEnded({ id }: PlanProgress): boolean {
    return this.#ended === id;
  }

  async #read(): Promise<void> {
    this.#plans = await this.#bridge.request('plans.list', null);
    if (this.#opened) this.#opened = await this.#bridge.request('plans.read', { id: this.#opened.id });
  }
}
