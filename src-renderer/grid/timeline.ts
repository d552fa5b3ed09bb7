// Marks along a long list: where each year starts, and which of them there is room to show. Pure arithmetic.

import type { Rows, Section } from '../layout/justified.ts';

export interface Mark {
  readonly label: string;
  /** The row it starts at. */
  readonly row: number;
  /** How far down the list it starts, 0 … 1. */
  readonly at: number;
}

export interface ShownMark {
  readonly mark: Mark;
  /** CSS pixels from the top. */
  readonly top: number;
  /** The first and last of the marks it represents. */
  readonly from: number;
  readonly to: number;
}

/** The sections with a mark, positioned by row. */
export function marksOf(sections: readonly Section[], { heights, rowOf, gap, count }: Rows): Mark[] {
  const tops = new Float64Array(count + 1);
  for (let row = 0; row < count; row++) tops[row + 1] = tops[row]! + heights[row]! + gap;
  const total = Math.max(1, tops[count]!);
  return sections.flatMap(({ start, mark }) => {
    if (mark === undefined || rowOf[start] === undefined) return [];
    const row = Math.max(0, rowOf[start] - 1); // its heading is above its first photo
    return [{ label: mark, row, at: tops[row]! / total }];
  });
}

/** The marks that fit at least `least` pixels apart in `height` pixels; the others are merged into the one above. */
export function spread(marks: readonly Mark[], height: number, least: number): ShownMark[] {
  const shown: { mark: Mark; top: number; from: number; to: number }[] = [];
  marks.forEach((mark, index) => {
    const top = mark.at * Math.max(0, height - least);
    const last = shown.at(-1);
    if (last && top - last.top < least) last.to = index;
    else shown.push({ mark, top, from: index, to: index });
  });
  return shown;
}
