// The index runs of one open library, one at a time. A single run: index-run.ts.
import type { IndexProgress } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import type { FolderId } from '../../store/folder-id.ts';
import { type IndexRun, startIndexRun } from './index-run.ts';
import { idle } from './progress.ts';
import type { ChangedFolders } from './scan-folders.ts';

export interface IndexJobOptions {
  readonly store: Store;
  /** The engine that describes photos, asked for as a run begins. */
  readonly engine: () => Engine;
  readonly versions: () => DescriptorVersions;
  /** Resolves once all later changes are reported, so that no change falls between the scan and the watches. */
  readonly ready: () => Promise<void>;
  readonly onProgress: (progress: IndexProgress) => void;
  /** Called about once a second while photos are stored. */
  readonly onStored: () => void;
  readonly onEnd: (progress: IndexProgress) => void;
}

const STORED_EVERY_MS = 1000;

export class IndexJob {
  readonly #options: IndexJobOptions;
  #run: IndexRun | null = null;
  #unfinished: IndexRun | null = null;
  /** The run that is being cancelled, which takes a while. */
  #cancelled: IndexRun | null = null;
  #toldStoredAt = 0;
  /** What to do when the current run has ended: a requested run, and where something changed. */
  #asked: { readonly retryProblems: boolean } | null = null;
  #changed = new Map<FolderId, readonly string[] | null>();
  #closed = false;

  constructor(options: IndexJobOptions) {
    this.#options = options;
  }

  get progress(): IndexProgress {
    return this.#run?.progress ?? idle;
  }

  /** The current run, or the last one. */
  get run(): IndexRun | null {
    return this.#run;
  }

  /**
   * Starts a run over everything, or returns the current one. If that one looks only where something changed, the new run follows it; one
   * that is being cancelled is waited for.
   */
  start({ retryProblems = false } = {}): IndexRun {
    const running = this.#unfinished;
    if (running === null || running === this.#cancelled) return this.#begin({ retryProblems });
    if (running.progress.watched) this.#asked = { retryProblems: retryProblems || this.#asked?.retryProblems === true };
    return running;
  }

  /** Something changed: indexes it, after the current run if there is one. A run that the user stopped stays stopped. */
  follow(changed: ChangedFolders): void {
    this.#note(changed);
    if (this.#unfinished === null) this.#next();
  }

  /** No run follows the current one. */
  close(): void {
    this.#closed = true;
  }

  #note(changed: ChangedFolders): void {
    for (const [folder, paths] of changed) {
      const before = this.#changed.get(folder);
      this.#changed.set(folder, paths === null || before === null ? null : [...(before ?? []), ...paths]);
    }
  }

  #next(): void {
    if (this.#closed) return;
    if (this.#asked) this.#begin(this.#asked);
    else if (this.#changed.size > 0) this.#begin({ only: this.#changed });
  }

  #begin(what: { readonly retryProblems?: boolean; readonly only?: ChangedFolders }): IndexRun {
    this.#asked = null;
    this.#changed = new Map();
    const { store, engine, versions, ready, onProgress, onEnd } = this.#options;
    const begin = (): IndexRun => startIndexRun({ store, engine: engine(), versions: versions(), ready: ready(), ...what, onProgress, onStored: () => this.#stored() });
    const run = this.#unfinished ? beginAfter(this.#unfinished, begin) : begin();
    this.#run = run;
    this.#unfinished = run;
    void run.finished.then((progress) => {
      if (this.#unfinished === run) this.#unfinished = null;
      onEnd(progress);
      if (this.#run !== run) return;
      if (progress.phase !== 'cancelled') return this.#next();
      this.#asked = null;
      if (what.only) this.#note(what.only); // kept for the next change, with what changed meanwhile
    });
    return run;
  }

  /** Starts a run that takes new settings into account: a current one starts over. */
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
