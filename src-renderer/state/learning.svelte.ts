// How the open library's encoder learns, as the screen sees it: what a training would take, the one under way, and the versions there
// are. Kept up to date by events, on whatever screen the user is.

import type { EncoderVersion, EncoderVersionId, LibraryBridge, TrainPlan, TrainProgress } from '../../src-shared/contract.ts';
import { Overtaken } from './overtaken.ts';

export interface LearningOptions {
  readonly bridge: LibraryBridge;
  /** A run ended: done or failed, not cancelled. */
  readonly onEnded: (progress: TrainProgress) => void;
}

export class Learning {
  #plan = $state.raw<TrainPlan | null>(null);
  #progress = $state.raw<TrainProgress | null>(null);
  #versions = $state.raw<readonly EncoderVersion[] | null>(null);
  readonly #overtaken = new Overtaken();
  readonly #options: LearningOptions;
  readonly #stops: (() => void)[];

  constructor(options: LearningOptions) {
    this.#options = options;
    const { bridge } = options;
    this.#stops = [
      bridge.on('train.progress', (progress) => {
        this.#overtaken.event();
        this.#take(progress);
      }),
      bridge.on('encoder.changed', (versions) => (this.#versions = versions))
    ];
  }

  /** `null` until read, as are the others. */
  get plan(): TrainPlan | null {
    return this.#plan;
  }

  get progress(): TrainProgress | null {
    return this.#progress;
  }

  /** Newest first. */
  get versions(): readonly EncoderVersion[] | null {
    return this.#versions;
  }

  /** Whether a run is under way or waits to go on. */
  get running(): boolean {
    return this.#progress !== null && isRunning(this.#progress);
  }

  /** How much of the run is done, 0 … 1; `null` where none runs. */
  get share(): number | null {
    if (!this.#progress || !this.running) return null;
    const { budget, seconds, encoded, phase, job } = this.#progress;
    if (job !== 'train' || phase === 'encoding') return encoded.total > 0 ? encoded.done / encoded.total : 0;
    return budget > 0 ? Math.min(1, seconds / budget) : 0;
  }

  /** What is under way: again after a lost connection, whose events were missed. */
  async refresh(): Promise<void> {
    this.#progress = (await this.#overtaken.answer(this.#options.bridge.request('train.progress', null))) ?? this.#progress;
  }

  /** What the screen shows beside it. */
  async read(): Promise<void> {
    const { bridge } = this.#options;
    const versions = bridge.request('encoder.versions', null).then((all) => (this.#versions = all));
    const plan = bridge.request('train.plan', null).then((now) => (this.#plan = now));
    await Promise.all([versions, plan]);
  }

  async start(minutes: number): Promise<void> {
    await this.#ask(() => this.#options.bridge.request('train.start', { minutes }));
  }

  async control(action: 'pause' | 'resume' | 'cancel'): Promise<void> {
    await this.#ask(() => this.#options.bridge.request(`train.${action}`, null));
  }

  async use(id: EncoderVersionId): Promise<void> {
    await this.#ask(() => this.#options.bridge.request('encoder.use', { id }));
  }

  /** Tries an encoder from outside, and switches to it if it is better, or `anyway`. */
  async usePack(pack: string, anyway: boolean): Promise<void> {
    await this.#ask(() => this.#options.bridge.request('encoder.usePack', { pack, anyway }));
  }

  async remove(id: EncoderVersionId): Promise<void> {
    this.#versions = await this.#options.bridge.request('encoder.delete', { id });
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  async #ask(request: () => Promise<TrainProgress>): Promise<void> {
    const progress = await this.#overtaken.answer(request());
    if (progress) this.#take(progress);
  }

  #take(progress: TrainProgress): void {
    const ranBefore = this.running;
    this.#progress = progress;
    if (ranBefore && (progress.phase === 'done' || progress.phase === 'failed')) this.#options.onEnded(progress);
  }
}

export function isRunning({ phase }: Pick<TrainProgress, 'phase'>): boolean {
  return phase !== 'idle' && phase !== 'done' && phase !== 'cancelled' && phase !== 'failed';
}
