// The rows of a long list that are on the screen, kept up to date while it scrolls. Heights are known beforehand; nothing is measured.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualItem } from '@tanstack/virtual-core';

export interface VirtualRowsOptions {
  readonly count: number;
  /** Height of a row with the gap below it. */
  readonly heightOf: (row: number) => number;
  readonly paddingStart?: number;
  readonly paddingEnd?: number;
}

export class VirtualRows {
  /** Rows to draw, a little more than are seen. */
  items = $state.raw<readonly VirtualItem[]>([]);
  /** Height of all rows together. */
  total = $state(0);
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #element: () => HTMLElement | null;

  constructor(element: () => HTMLElement | null) {
    this.#element = element;
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options({ count: 0, heightOf: () => 0 }));
  }

  /** Starts listening to the element; returns the function that stops. */
  mount(): () => void {
    const stop = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    return stop;
  }

  lay(options: VirtualRowsOptions): void {
    this.#virtualizer.setOptions(this.#options(options));
    this.#virtualizer.measure();
    this.#virtualizer._willUpdate();
    this.#read();
  }

  /** Scrolls just so far that the row is in view. */
  reveal(row: number, align: 'auto' | 'center' = 'auto'): void {
    this.#virtualizer.scrollToIndex(row, { align });
  }

  #options({ count, heightOf, paddingStart = 0, paddingEnd = 0 }: VirtualRowsOptions) {
    return {
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
    this.items = this.#virtualizer.getVirtualItems();
    this.total = this.#virtualizer.getTotalSize();
  }
}
