// Has the space made again after index runs: at once where photos came, changed or went, else only if it lacks some or has some too many. While it is
// being made that cannot be told: it is looked at when it is there, or every opening whose scan is quicker than its space would make it twice.

export interface AfterRunsOptions {
  /** Photos in the space as it is now; 0 before the first. */
  readonly placed: () => number;
  /** Whether it is being made. */
  readonly isMaking: () => boolean;
  /** Photos that there are; `null` once the library is closed. */
  readonly photos: () => number | null;
  readonly refresh: () => void;
}

export class AfterRuns {
  readonly #options: AfterRunsOptions;
  /** A run ended since the space began to be made. */
  #isOpen = false;

  constructor(options: AfterRunsOptions) {
    this.#options = options;
  }

  /** A run ended; `changed`: it says itself that photos did. */
  ended(changed: boolean): void {
    const { isMaking, refresh } = this.#options;
    this.#isOpen = !changed && isMaking();
    if (changed) refresh();
    else if (!this.#isOpen) this.#look();
  }

  /** A space is there, perhaps of some photos alone, with that of all to follow. */
  made(): void {
    setImmediate(() => {
      if (!this.#isOpen || this.#options.isMaking()) return;
      this.#isOpen = false;
      this.#look();
    });
  }

  #look(): void {
    const { placed, photos, refresh } = this.#options;
    const there = photos();
    if (there !== null && placed() !== there) refresh();
  }
}
