// The slideshow of the viewer: whether it runs, how fast, and when the next photo is due. It turns no photo itself.

/** Seconds that a photo stays, to choose from. */
export const PACES = [2, 4, 8, 15] as const;

export class Slideshow {
  #on = $state(false);
  #paused = $state(false);
  #seconds = $state<number>(4);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Turns to the next photo. */
  #next: () => void = () => {};

  get on(): boolean { return this.#on; }
  get paused(): boolean { return this.#paused; }
  get seconds(): number { return this.#seconds; }

  /** Starts it, or stops it where it runs. */
  toggle(): void {
    if (this.#on) this.stop();
    else this.start();
  }

  start(): void {
    this.#on = true;
    this.#paused = false;
    this.#wait();
  }

  stop(): void {
    this.#on = this.#paused = false;
    clearTimeout(this.#timer);
  }

  pause(): void {
    this.#paused = !this.#paused;
    this.#wait();
  }

  /** Faster (-1) or slower (1) by one pace. */
  pace(step: -1 | 1): void {
    const at = PACES.findIndex((seconds) => seconds === this.#seconds);
    this.#seconds = PACES[Math.min(PACES.length - 1, Math.max(0, at + step))]!;
    this.#wait();
  }

  /** A photo is shown: the next is due after its time. `next` turns to it. */
  shown(next: () => void): void {
    this.#next = next;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#on && !this.#paused) this.#timer = setTimeout(() => this.#next(), this.#seconds * 1000);
  }
}
