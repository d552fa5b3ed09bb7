// Speed and time left of a running job, and the gate that pauses it. No I/O, no timers: the clock is an argument.

import type { IndexProgress } from '../../../src-shared/contract.ts';

/** The progress before any run. */
export const idle: IndexProgress = {
  phase: 'idle', startedAt: 0, watched: false, found: 0, total: 0, done: 0, speed: 0, secondsLeft: null,
  counts: { new: 0, changed: 0, unchanged: 0, moved: 0, missing: 0, removed: 0, problems: 0 }, error: null
};

/** Measures speed over a sliding window, so that a slow start does not skew the estimate for long. */
export class Meter {
  readonly #now: () => number;
  readonly #window: number;
  #marks: { at: number; done: number }[] = [];

  /** `now` in milliseconds; `window` in milliseconds. */
  constructor({ now = Date.now, window = 8000 }: { now?: () => number; window?: number } = {}) {
    this.#now = now;
    this.#window = window;
  }

  /** Records that `done` items are finished by now. */
  mark(done: number): void {
    const at = this.#now();
    this.#marks.push({ at, done });
    while (this.#marks.length > 2 && at - (this.#marks[0]?.at ?? at) > this.#window) this.#marks.shift();
  }

  /** Forgets all measurements: after a pause the waiting time must not count. */
  reset(): void {
    this.#marks = [];
  }

  /** Items per second over the window; 0 until two marks are at least 200 ms apart. */
  get speed(): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < 200) return 0;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }

  /** Seconds until `left` items are done; `null` until the speed is known. */
  secondsLeft(left: number): number | null {
    if (left <= 0) return 0;
    return this.speed > 0 ? left / this.speed : null;
  }
}

/** A gate that work passes while it is open and waits at while it is closed. */
export class Gate {
  #opened: Promise<void> | null = null;
  #open: (() => void) | null = null;

  get closed(): boolean {
    return this.#opened !== null;
  }

  close(): void {
    this.#opened ??= new Promise<void>((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open?.();
    this.#opened = this.#open = null;
  }

  /** Resolves at once while open, else when it opens again. */
  async pass(): Promise<void> {
    while (this.#opened) await this.#opened;
  }
}
