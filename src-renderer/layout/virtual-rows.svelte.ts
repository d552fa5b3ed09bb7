// The visible rows of a long list, kept up to date while it scrolls. Heights are known in advance; nothing is measured.
// Rows come together with the data they were laid out from: drawn from newer data, a row could ask for photos that are gone.

import { defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect, Virtualizer, type Range, type VirtualItem } from '@tanstack/virtual-core';
import { untrack } from 'svelte';
import { Pace } from './pace.ts';

export interface VirtualRowsOptions {
  readonly count: number;
  /** Height of a row including the gap below it. */
  readonly heightOf: (row: number) => number;
  /** The row that keys act on: always rendered, wherever the list is scrolled, so that the focus is not lost. */
  readonly focused?: () => number | undefined;
  readonly paddingStart?: number;
  readonly paddingEnd?: number;
}

interface Laid<From> {
  readonly items: readonly VirtualItem[];
  readonly total: number;
  readonly offset: number;
  readonly from: From;
}

export class VirtualRows<From> {
  #laid = $state.raw<Laid<From>>() as Laid<From>; // set first in the constructor
  #from: From;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #element: () => HTMLElement | null;
  readonly #pace: Pace;
  #focused: () => number | undefined = () => undefined;

  /**
   * @param from what to draw before anything is laid out
   * @param rowsPerFrame how many rows of the first screen to draw in each frame, where drawing all of them takes long
   */
  constructor(element: () => HTMLElement | null, from: From, { rowsPerFrame = Infinity }: { readonly rowsPerFrame?: number } = {}) {
    this.#element = element;
    this.#pace = new Pace({ rows: rowsPerFrame, again: () => this.#read() });
    this.#from = from;
    this.#laid = { items: [], total: 0, offset: 0, from };
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options({ count: 0, heightOf: () => 0 }));
  }

  /** Rows to draw, slightly more than are visible; of the first screen, as many as fit into the frames so far. */
  get items(): readonly VirtualItem[] {
    return this.#laid.items;
  }

  /** Total height of all rows. */
  get total(): number {
    return this.#laid.total;
  }

  /** How far it is scrolled, CSS pixels. */
  get offset(): number {
    return this.#laid.offset;
  }

  /** What the rows were laid out from. */
  get from(): From {
    return this.#laid.from;
  }

  /** Starts listening to the element; returns the function that stops. Whoever calls it depends on nothing that it looks at. */
  mount(): () => void {
    return untrack(() => {
      const stop = this.#virtualizer._didMount();
      this.#virtualizer._willUpdate();
      this.#read();
      return () => {
        this.#pace.stop();
        stop();
      };
    });
  }

  lay(from: From, options: VirtualRowsOptions): void {
    this.#from = from;
    this.#focused = options.focused ?? (() => undefined);
    this.#virtualizer.setOptions(this.#options(options));
    this.#virtualizer.measure();
    this.#virtualizer._willUpdate();
    this.#read();
  }

  /** Scrolls just far enough that the row is in view. */
  reveal(row: number, align: 'auto' | 'start' = 'auto'): void {
    this.#virtualizer.scrollToIndex(row, { align });
  }

  #options({ count, heightOf, paddingStart = 0, paddingEnd = 0 }: VirtualRowsOptions) {
    return {
      rangeExtractor: (range: Range) => {
        const seen = defaultRangeExtractor(range);
        const row = this.#focused();
        return row === undefined || row >= count || seen.includes(row) ? seen : [...seen, row].sort((a, b) => a - b);
      },
      count, paddingStart, paddingEnd,
      scrollPaddingStart: paddingStart, scrollPaddingEnd: paddingEnd,
      estimateSize: heightOf,
      getScrollElement: this.#element,
      overscan: 3,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#read()
    };
  }

  #read(): void {
    const virtualizer = this.#virtualizer;
    const offset = virtualizer.scrollOffset ?? 0;
    const items = this.#pace.limit(virtualizer.getVirtualItems(), (row) => this.#urgency(row, offset));
    this.#laid = { items, total: virtualizer.getTotalSize(), offset, from: this.#from };
  }

  /** The row that the focus is about to move to is drawn first, then what is in view from the top, then what is outside. */
  #urgency({ index, start, end }: VirtualItem, offset: number): number {
    if (index === untrack(this.#focused)) return 0; // asked in whatever effect a frame or the scroll position is told in
    const bottom = offset + (this.#virtualizer.scrollRect?.height ?? 0);
    return end > offset && start < bottom ? 1 : 2;
  }
}
