// Bounds the memory of photos in flight: each declares how many bytes it will hold, and waits until they are free.

interface Waiting {
  readonly amount: number;
  readonly ahead: boolean;
  readonly start: () => void;
}

/** A number of bytes shared by whoever asks. First come, first served, so small photos never starve a large one; who goes ahead comes before all who do not. */
export class Budget {
  readonly #total: number;
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  /**
   * Resolves once `amount` bytes are free, with the function that gives them back. An amount above the budget counts as all of it, so whoever
   * needs that runs alone. `ahead`: somebody waits for it, so it goes before whatever else waits, but not before others that go ahead.
   */
  async take(amount: number, { ahead = false }: { readonly ahead?: boolean } = {}): Promise<() => void> {
    const taken = Math.min(amount, this.#total);
    const before = ahead ? this.#waiting.filter((other) => other.ahead).length : this.#waiting.length;
    if (before > 0 || taken > this.#free) await new Promise<void>((start) => this.#waiting.splice(before, 0, { amount: taken, ahead, start }));
    else this.#free -= taken;
    let given = false;
    return () => {
      if (!given) this.#release(taken);
      given = true;
    };
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
