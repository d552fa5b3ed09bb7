// Rows of photos in their own proportions, filled to the width, with a heading row before each section. Pure arithmetic: it
// draws nothing and knows photos only by their position in the list.

export interface Section {
  /** Position of its first photo; sections are ascending and cover the list to its end. */
  readonly start: number;
  readonly title: string;
  /** Label on the timeline, for sections that start something easy to look for, such as a year. */
  readonly mark?: string;
}

export interface JustifiedOptions {
  /** Width to fill, in CSS pixels. */
  readonly width: number;
  /** Approximate row height. */
  readonly rowHeight?: number;
  readonly gap?: number;
  readonly sections?: readonly Section[];
  readonly headingHeight?: number;
}

/** Parallel columns, one entry per row; a heading row has no photos. */
export interface Rows {
  readonly count: number;
  /** Without the gap below, CSS pixels. */
  readonly heights: Float64Array;
  /** Photos `starts[row]` … `ends[row] - 1` are in the row. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Title of a heading row; `undefined` for rows of photos. */
  readonly titles: ReadonlyMap<number, string>;
  /** Width of each photo, CSS pixels. */
  readonly widths: Float32Array;
  /** Row of each photo. */
  readonly rowOf: Uint32Array;
  readonly gap: number;
}

/** Photos beyond these ratios are cropped, so that a panorama does not take a row for itself. */
const [narrowest, widest] = [0.5, 2.6];

/**
 * Lays out photos of the given width-to-height ratios, greedily: a row ends where its height is closest to `rowHeight`.
 * A section's last row keeps `rowHeight` instead of being stretched.
 */
export function justify(ratios: ArrayLike<number>, { width, rowHeight = 200, gap = 4, sections = [], headingHeight = 56 }: JustifiedOptions): Rows {
  const total = ratios.length;
  const heights: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const titles = new Map<number, string>();
  const widths = new Float32Array(total);
  const rowOf = new Uint32Array(total);
  const ratio = (at: number): number => Math.min(widest, Math.max(narrowest, ratios[at] || 1));

  const close = (start: number, end: number, sum: number, stretch: boolean): void => {
    const filled = Math.max(1, (width - gap * (end - start - 1)) / sum);
    const height = Math.round(stretch ? filled : Math.min(filled, rowHeight));
    let left = width - gap * (end - start - 1);
    for (let at = start; at < end; at++) {
      // the last photo takes what rounding left over
      widths[at] = stretch && at === end - 1 ? left : Math.round(ratio(at) * (stretch ? filled : height));
      left -= widths[at]!;
      rowOf[at] = heights.length;
    }
    heights.push(height);
    starts.push(start);
    ends.push(end);
  };

  const bounds = sections.length > 0 ? sections : [{ start: 0, title: '' }];
  bounds.forEach(({ start, title }, section) => {
    const last = bounds[section + 1]?.start ?? total;
    if (title !== '' && last > start) {
      titles.set(heights.length, title);
      heights.push(headingHeight);
      starts.push(start);
      ends.push(start);
    }
    for (let from = start, sum = 0, at = start; at < last; at++) {
      const without = (width - gap * (at - from - 1)) / sum;
      sum += ratio(at);
      const withIt = (width - gap * (at - from)) / sum;
      if (withIt > rowHeight) {
        if (at === last - 1) close(from, last, sum, false);
        continue;
      }
      // the photo that overfills the row stays in it if that is closer to the target height
      if (at === from || rowHeight - withIt <= without - rowHeight) {
        close(from, at + 1, sum, true);
        from = at + 1;
        sum = 0;
      } else {
        close(from, at, sum - ratio(at), true);
        from = at;
        sum = ratio(at);
        if (at === last - 1) close(from, last, sum, false);
      }
    }
  });
  return { count: heights.length, heights: Float64Array.from(heights), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), titles, widths, rowOf, gap };
}

/** The row height at which a few photos fill about two thirds of a screen; many photos get `least`. */
export function fillingHeight(ratios: Float32Array, { width, height, least = 190, most = 330 }: { width: number; height: number; least?: number; most?: number }): number {
  const together = ratios.reduce((sum, ratio) => sum + Math.min(widest, Math.max(narrowest, ratio)), 0);
  return Math.min(most, Math.max(least, Math.sqrt((width * height * 0.66) / Math.max(together, 1e-6))));
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** The photo one step from `at`: up and down go to the one whose centre is nearest. Stays if there is none. */
export function stepFrom(rows: Rows, at: number, step: Step): number {
  const last = rows.widths.length - 1;
  if (step === 'first') return 0;
  if (step === 'last') return last;
  if (step === 'left') return Math.max(0, at - 1);
  if (step === 'right') return Math.min(last, at + 1);
  const way = step === 'up' ? -1 : 1;
  let row = rows.rowOf[at]! + way;
  while (row >= 0 && row < rows.count && rows.starts[row] === rows.ends[row]) row += way; // headings
  if (row < 0 || row >= rows.count) return at;
  const middle = middleOf(rows, at);
  let nearest = rows.starts[row]!;
  for (let other = nearest; other < rows.ends[row]!; other++) {
    if (Math.abs(middleOf(rows, other) - middle) < Math.abs(middleOf(rows, nearest) - middle)) nearest = other;
  }
  return nearest;
}

function middleOf(rows: Rows, at: number): number {
  let left = 0;
  for (let other = rows.starts[rows.rowOf[at]!]!; other < at; other++) left += rows.widths[other]! + rows.gap;
  return left + rows.widths[at]! / 2;
}
