// The progress of a training run: its phase, how far it is, and its notices. Emitted a few times a second; starts nothing itself.

import type { Failure, TrainNotice, TrainPhase, TrainProgress } from '../../../src-shared/contract.ts';
import { Meter } from '../indexing/progress.ts';
import type { TrainStatus } from './checkpoint.ts';

/** The report stored with a run, for after a restart. */
export interface Kept {
  readonly status: TrainStatus | null;
  readonly outcome: TrainProgress['outcome'];
}

/** The progress before any run. */
export const idleTraining: TrainProgress = {
  phase: 'idle', job: 'train', seconds: 0, budget: 0, secondsLeft: null, speed: 0, photos: 0, heldOut: 0, encoded: { done: 0, total: 0 },
  backend: null, depth: null, loss: [], score: [], notices: [], outcome: null, error: null
};

const TOLD_EVERY_MS = 400;

export interface StoryOptions {
  readonly job: TrainProgress['job'];
  /** Seconds that the user gave. */
  readonly budget: number;
  readonly kept: Kept | null;
  readonly interrupted: boolean;
  readonly onProgress?: ((progress: TrainProgress) => void) | undefined;
}

export class TrainStory {
  readonly #options: StoryOptions;
  readonly #meter = new Meter();
  #notices: readonly TrainNotice[];
  #phase: TrainPhase = 'preparing';
  #pausedFrom: TrainPhase = 'preparing';
  #encoded = { done: 0, total: 0 };
  #error: Failure | null = null;
  #toldAt = 0;
  status: TrainStatus | null;
  outcome: TrainProgress['outcome'];
  backend: string | null = null;

  constructor(options: StoryOptions) {
    this.#options = options;
    this.#notices = options.interrupted ? [{ kind: 'interrupted' }] : [];
    this.status = options.kept?.status ?? null;
    this.outcome = options.kept?.outcome ?? null;
  }

  get phase(): TrainPhase {
    return this.#phase;
  }

  get progress(): TrainProgress {
    const { job } = this.#options;
    const { budget = this.#options.budget, after = 0, seconds = 0, speed: learning = 0, photos = 0, heldOut = 0, depth = null, loss = [], score = [] } = this.status ?? {};
    const encoding = this.#phase === 'encoding';
    const speed = encoding ? this.#meter.speed : this.#phase === 'training' || this.#phase === 'scoring' || depth === 'adapter' ? learning : 0;
    const left = encoding ? this.#meter.secondsLeft(this.#encoded.total - this.#encoded.done) : speed > 0 ? Math.max(0, budget - seconds) + after : null;
    return {
      phase: this.#phase, job, seconds, budget, secondsLeft: left, speed, photos, heldOut, encoded: { ...this.#encoded },
      backend: this.backend, depth, loss, score, notices: this.#notices, outcome: this.outcome, error: this.#error
    };
  }

  get kept(): Kept {
    return { status: this.status, outcome: this.outcome };
  }

  /** @param waitsFor mains power or memory, which is told until it goes on */
  pause(waitsFor?: 'battery' | 'memory'): void {
    this.#pausedFrom = this.#phase;
    if (waitsFor) this.#notices = [...this.#notices, { kind: waitsFor }];
    this.enter('paused');
  }

  resume(): void {
    this.#notices = this.#notices.filter(({ kind }) => kind !== 'battery' && kind !== 'memory');
    this.#meter.reset();
    this.enter(this.#pausedFrom);
  }

  enter(phase: TrainPhase): void {
    this.#phase = phase;
    this.tell(true);
  }

  fail(failure: Failure): void {
    this.#error = failure;
    this.enter('failed');
  }

  notice(notice: TrainNotice): void {
    this.#notices = [...this.#notices, notice];
    this.tell(true);
  }

  /** Enters the next phase; a paused run stays paused and enters it when resumed. */
  advance(phase: TrainPhase): void {
    if (this.#phase === 'paused') this.#pausedFrom = phase;
    else if (this.#phase !== phase) this.enter(phase);
  }

  beginEncoding(total: number): void {
    this.#encoded = { done: 0, total };
    this.#meter.reset();
    this.#meter.mark(0);
    this.advance('encoding');
  }

  encoded(photos: number): void {
    const done = this.#encoded.done + photos;
    this.#encoded = { done, total: Math.max(done, this.#encoded.total) };
    this.#meter.mark(done);
    this.tell();
  }

  tell(always = false): void {
    const now = Date.now();
    if (!always && now - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#options.onProgress?.(this.progress);
  }
}
