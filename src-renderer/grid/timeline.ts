// Marks along a long list: where each year begins, and which of them there is room to write. Pure arithmetic.

import type { Rows, Section } from '../layout/justified.ts';

export interface Mark {
  readonly label: string;
  /** The row it begins at. */
  readonly row: number;
  /** How far down the list it begins, 0 … 1. */
  readonly at: number;
}

export interface ShownMark {
  readonly mark: Mark;
  /** CSS pixels from the top. */
  readonly top: number;
  /** The first and last of the marks that it stands for. */
  readonly from: number;
  readonly to: number;
}

/** The sections that bear a mark, as they lie in the rows. */
export function marksOf(sections: readonly Section[], { heights, rowOf, gap, count }: Rows): Mark[] {
  const tops = new Float64Array(count + 1);
  for (let row = 0; row < count; row++) tops[row + 1] = tops[row]! + heights[row]! + gap;
  const total = Math.max(1, tops[count]!);
  return sections.flatMap(({ start, mark }) => {
    if (mark === undefined || rowOf[start] === undefined) return [];
    const row = Math.max(0, rowOf[start] - 1); // its heading stands above its first photo
    return [{ label: mark, row, at: tops[row]! / total }];
  });
}

/** Those of the marks that can be written `least` pixels apart on `height` pixels; the others go with the one above them. */
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
