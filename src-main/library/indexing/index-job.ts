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
  #unfinished: IndexRun | null = null;
  /** The run that was told to stop, which takes a while. */
  #cancelled: IndexRun | null = null;
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

  /** Starts a run, or gives the one under way; one that was told to stop is waited for. */
  start({ retryProblems = false } = {}): IndexRun {
    const { store, engine, versions, onProgress, onEnd } = this.#options;
    const before = this.#unfinished;
    if (before && before !== this.#cancelled) return before;
    const begin = (): IndexRun => startIndexRun({ store, engine: engine(), versions: versions(), retryProblems, onProgress, onStored: () => this.#stored() });
    const run = before ? beginAfter(before, begin) : begin();
    this.#run = run;
    this.#unfinished = run;
    void run.finished.then((progress) => {
      if (this.#unfinished === run) this.#unfinished = null;
      onEnd(progress);
    });
    return run;
  }

  /** Starts a run that knows what was just changed: one that is under way begins again. */
  async restart(): Promise<IndexRun> {
    this.cancel();
    await this.#run?.finished;
    return this.start();
  }

  cancel(): void {
    this.#cancelled = this.#run;
    this.#run?.cancel();
  }

  #stored(): void {
    const now = Date.now();
    if (now - this.#toldStoredAt < STORED_EVERY_MS) return;
    this.#toldStoredAt = now;
    this.#options.onStored();
  }
}

/** A run that begins once `before` has ended, unless it was cancelled by then. */
function beginAfter(before: IndexRun, begin: () => IndexRun): IndexRun {
  let begun: IndexRun | null = null;
  let waiting: IndexProgress = { ...idle, phase: 'scanning' };
  const finished = before.finished.then((): IndexProgress | Promise<IndexProgress> => {
    if (waiting.phase === 'cancelled') return waiting;
    begun = begin();
    return begun.finished;
  });
  return {
    get progress() {
      return begun?.progress ?? waiting;
    },
    pause: () => begun?.pause(),
    resume: () => begun?.resume(),
    cancel: () => {
      if (begun) begun.cancel();
      else waiting = { ...waiting, phase: 'cancelled' };
    },
    finished
  };
}
