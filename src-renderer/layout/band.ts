// What a rubber band touches, and how fast a list scrolls while it is drawn near an edge. Pure arithmetic in the coordinates of the list.

import type { Columns } from './columns.ts';
import type { Rows } from './justified.ts';

export interface Band {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The band between two points. */
export function bandBetween(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): Band {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
}

/** Positions of the photos that a band touches, ascending. `start` is above the first row, `left` before the first photo of each. */
export function photosWithin(rows: Rows, { start, left }: { readonly start: number; readonly left: number }, band: Band): number[] {
  const found: number[] = [];
  let top = start;
  for (let row = 0; row < rows.count && top <= band.bottom; row++) {
    const bottom = top + rows.heights[row]!;
    if (bottom >= band.top) {
      let x = left;
      for (let at = rows.starts[row]!; at < rows.ends[row]!; at++) {
        if (x <= band.right && x + rows.widths[at]! >= band.left) found.push(at);
        x += rows.widths[at]! + rows.gap;
      }
    }
    top = bottom + rows.gap;
  }
  return found;
}

/** The same for equal cards, `cardHeight` high in rows of `rowHeight`. */
export function cardsWithin({ columns, cardWidth }: Columns, { count, gap, start, left, rowHeight, cardHeight }: { readonly count: number; readonly gap: number; readonly start: number; readonly left: number; readonly rowHeight: number; readonly cardHeight: number }, band: Band): number[] {
  const found: number[] = [];
  const first = Math.max(0, Math.floor((band.top - start) / rowHeight));
  for (let row = first; row * columns < count && start + row * rowHeight <= band.bottom; row++) {
    if (start + row * rowHeight + cardHeight < band.top) continue;
    for (let column = 0; column < columns && row * columns + column < count; column++) {
      const x = left + column * (cardWidth + gap);
      if (x <= band.right && x + cardWidth >= band.left) found.push(row * columns + column);
    }
  }
  return found;
}

/** Pixels a frame to scroll by for a pointer at `y` of a list `height` high: none in the middle, faster the farther past an edge. */
export function scrollPace(y: number, height: number, { edge = 44, most = 40 }: { readonly edge?: number; readonly most?: number } = {}): number {
  if (y < edge) return -Math.min(most, Math.ceil((edge - y) / 4));
  if (y > height - edge) return Math.min(most, Math.ceil((y - (height - edge)) / 4));
  return 0;
}
