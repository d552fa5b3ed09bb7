// Bounds the memory of photos in flight: a task declares how many bytes it will hold, and waits until they are free.
import { PhotoProblem } from './problem.ts';

interface Waiting {
  readonly amount: number;
  readonly start: () => void;
}

/** A number of bytes shared by tasks. First come, first served, so small photos never starve a large one. */
export class Budget {
  readonly #total: number;
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  /**
   * Runs `task` once `amount` bytes are free; an amount above the budget counts as all of it, so such a task runs alone.
   * If it runs longer than `timeoutMs` the caller gets `timeout`, but the bytes stay reserved until the task has really ended.
   * @throws {PhotoProblem} `timeout`, or whatever `task` throws
   */
  async hold<T>(amount: number, timeoutMs: number, task: () => Promise<T>): Promise<T> {
    const taken = Math.min(amount, this.#total);
    if (this.#waiting.length > 0 || taken > this.#free) await new Promise<void>((start) => this.#waiting.push({ amount: taken, start }));
    else this.#free -= taken;

    const running = task().finally(() => this.#release(taken));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PhotoProblem('timeout', `not decoded after ${timeoutMs / 1000} seconds`)), timeoutMs);
    });
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
  }

  #release(amount: number): void {
    this.#free += amount;
    for (let next = this.#waiting[0]; next !== undefined && next.amount <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.amount;
      next.start();
    }
  }
}
