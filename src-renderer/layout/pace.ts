// Draws the first screen of a list over several frames, a few rows in each: all at once they would hold up the page, which answers nothing
// meanwhile. Once a screen is drawn, whatever scrolls into view is drawn at once, so that scrolling leaves no gaps.

export interface PaceOptions {
  /** Draws again, with more rows. */
  readonly again: () => void;
  /** Rows that are added in each frame. */
  readonly rows: number;
  /** Runs a function in the next frame; returns one that cancels it. */
  readonly nextFrame?: (run: () => void) => () => void;
}

export class Pace {
  readonly #options: Required<PaceOptions>;
  /** How many rows may be drawn so far, and which were last. */
  #allowed = 0;
  #drawn: ReadonlySet<number> = new Set();
  #complete = false;
  #cancel: (() => void) | null = null;

  constructor({ again, rows, nextFrame = onFrame }: PaceOptions) {
    this.#options = { again, rows, nextFrame };
  }

  /**
   * Those of `wanted`, in their order, that may be drawn now: those drawn already, then the most `urgent`, which is the lowest. Where none is
   * wanted, it starts over.
   */
  limit<Row extends { readonly index: number }>(wanted: readonly Row[], urgency: (row: Row) => number): readonly Row[] {
    if (wanted.length === 0) this.stop();
    if (this.#complete || wanted.length === 0) return wanted;
    // once per frame, however often it is asked
    if (this.#cancel === null) {
      this.#allowed += this.#options.rows;
      this.#cancel = this.#options.nextFrame(() => {
        this.#cancel = null;
        this.#options.again();
      });
    }
    if (wanted.length <= this.#allowed) {
      this.stop();
      this.#complete = true;
      return wanted;
    }
    const waiting = wanted.filter(({ index }) => !this.#drawn.has(index)).sort((a, b) => urgency(a) - urgency(b));
    const first = [...wanted.filter(({ index }) => this.#drawn.has(index)), ...waiting].slice(0, this.#allowed);
    this.#drawn = new Set(first.map(({ index }) => index));
    return wanted.filter(({ index }) => this.#drawn.has(index));
  }

  /** Draws nothing more, and starts over when asked again. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#allowed = 0;
    this.#drawn = new Set();
    this.#complete = false;
  }
}

function onFrame(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}
