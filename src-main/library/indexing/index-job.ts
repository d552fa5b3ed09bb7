// The index runs of one open library, one at a time. What a run is: index-run.ts.
import type { IndexProgress } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { idle, type IndexRun, startIndexRun } from './index-run.ts';

export interface IndexJobOptions {
  readonly store: Store;
  /** What photos are described with, as a run begins. */
  readonly engine: () => Engine;
  readonly versions: () => DescriptorVersions;
  readonly onProgress: (progress: IndexProgress) => void;
  /** Photos were stored: about once a second. */
  readonly onStored: () => void;
  readonly onEnd: (progress: IndexProgress) => void;
}

const STORED_EVERY_MS = 1000;

export class IndexJob {
  readonly #options: IndexJobOptions;
  #run: IndexRun | null = null;
  #toldStoredAt = 0;

  constructor(options: IndexJobOptions) {
    this.#options = options;
  }

  get progress(): IndexProgress {
    return this.#run?.progress ?? idle;
  }

  /** The run under way, or the last one. */
  get run(): IndexRun | null {
    return this.#run;
  }

  /** Starts a run, or gives the one under way. */
  start({ retryProblems = false } = {}): IndexRun {
    if (this.#run && ['scanning', 'indexing', 'paused'].includes(this.#run.progress.phase)) return this.#run;
    const { store, engine, versions, onProgress, onEnd } = this.#options;
    const run = startIndexRun({ store, engine: engine(), versions: versions(), retryProblems, onProgress, onStored: () => this.#stored() });
    this.#run = run;
    void run.finished.then(onEnd);
    return run;
  }

  /** Starts a run that knows what was just changed: one that is under way begins again. */
  async restart(): Promise<IndexRun> {
    this.#run?.cancel();
    await this.#run?.finished;
    return this.start();
  }

  #stored(): void {
    const now = Date.now();
    if (now - this.#toldStoredAt < STORED_EVERY_MS) return;
    this.#toldStoredAt = now;
    this.#options.onStored();
  }
}
