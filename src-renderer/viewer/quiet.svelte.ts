// Whether the viewer shows the photo alone: while a slideshow runs or it fills the screen, as long as the mouse rests.

/** How long the mouse rests until everything but the photo goes. */
const REST_MS = 2200;

export class Quiet {
  #moved = $state(false);
  #full = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #running: () => boolean;

  /** @param running whether a slideshow is running, and not paused */
  constructor(running: () => boolean) {
    this.#running = running;
  }

  get full(): boolean { return this.#full; }
  get now(): boolean { return (this.#full || this.#running()) && !this.#moved; }

  /** The mouse or the focus moved. */
  stir(): void {
    this.#moved = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#moved = false), REST_MS);
  }

  /** The browser says whether something fills the screen. */
  changed(): void {
    this.#full = document.fullscreenElement !== null;
  }

  /** Fills the screen, or no longer; rejects where the browser does not allow it. */
  async toggle(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  }

  close(): void {
    clearTimeout(this.#timer);
    if (document.fullscreenElement) void document.exitFullscreen();
  }
}
