// What is done while memory is short: what can be let go is let go, and learning waits.
import { setTimeout as pause } from 'node:timers/promises';
import { type FreeMemory, freeMemory } from './free-memory.ts';

export interface MemoryWatchOptions {
  /** Lets go of what is made again when it is needed. */
  readonly letGo: () => Promise<unknown>;
  /** Has learning wait, and go on. */
  readonly waits: { begin(why: 'memory'): void; end(why: 'memory'): Promise<void> };
  readonly measure?: () => Promise<FreeMemory>;
  readonly everyMs?: number;
}

const EVERY_MS = 5000;
/** Readings in a row that mean it: a moment is none. */
const SHORT_AFTER = 2;
const ENOUGH_AFTER = 6;
/** How often it is let go again while memory stays short, in readings: what was used meanwhile is back. */
const AGAIN_AFTER = 12;
/** Every program waited for memory in more than this share of ten seconds. */
const STALLED = 0.1;

/** Bytes below which memory is short: a twenty-fifth of all, between 200 and 700 MB. */
export function tooLittle(total: number): number {
  return Math.min(700e6, Math.max(200e6, total / 25));
}

/** `between`: neither short nor so much that it stays enough when work goes on. */
export function judge({ available, total, stalled, short }: FreeMemory): 'short' | 'between' | 'enough' {
  if (short !== null) return short ? 'short' : 'enough';
  if (available < tooLittle(total) || (stalled ?? 0) > STALLED) return 'short';
  return available > 2 * tooLittle(total) && (stalled ?? 0) < STALLED / 5 ? 'enough' : 'between';
}

export class MemoryWatch {
  readonly #options: Required<MemoryWatchOptions>;
  readonly #stop = new AbortController();
  #short = false;
  /** Readings in a row that say otherwise than `#short`, and those since it became short. */
  #otherwise = 0;
  #since = 0;

  constructor(options: MemoryWatchOptions) {
    this.#options = { measure: () => freeMemory(), everyMs: EVERY_MS, ...options };
  }

  get short(): boolean {
    return this.#short;
  }

  /** Measures until it is closed; keeps no process alive. */
  start(): void {
    void this.#watch().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) console.error(error);
    });
  }

  close(): void {
    this.#stop.abort();
  }

  /** One reading, and what follows from it. */
  async look(): Promise<void> {
    const now = judge(await this.#options.measure());
    this.#otherwise = now === (this.#short ? 'enough' : 'short') ? this.#otherwise + 1 : 0;
    if (this.#short) this.#since++;
    if (this.#otherwise >= (this.#short ? ENOUGH_AFTER : SHORT_AFTER)) return this.#turn();
    if (this.#short && now === 'short' && this.#since % AGAIN_AFTER === 0) await this.#options.letGo();
  }

  async #turn(): Promise<void> {
    const [{ waits }, ends] = [this.#options, this.#short];
    if (ends) await waits.end('memory'); // where that fails, it is tried again with the next reading
    this.#short = !ends;
    this.#otherwise = this.#since = 0;
    if (ends) return;
    waits.begin('memory');
    await this.#options.letGo();
  }

  async #watch(): Promise<void> {
    for (;;) {
      await pause(this.#options.everyMs, undefined, { signal: this.#stop.signal, ref: false });
      await this.look().catch(console.error); // one reading, or one thing that could not be let go
    }
  }
}
