import { expect, it } from 'vitest';
import { justify } from '../../../src-renderer/layout/justified.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

const next = uniform(3);
const ratios = Float32Array.from({ length: 500 }, () => 0.3 + 2.7 * next());
ratios[7] = NaN; // unknown
const options = { width: 900, rowHeight: 150, gap: 4 };
const sections = [{ start: 0, title: 'June' }, { start: 3, title: 'May' }, { start: 4, title: 'April' }, { start: 331, title: '' }];

const cropped = (ratio: number): number => Math.min(2.6, Math.max(0.5, ratio || 1));

/** The rows of photos from `start` to before `end`, each ended by trying one more photo. */
function naiveRows(start: number, end: number): [from: number, to: number][] {
  const rows: [number, number][] = [];
  const heightOf = (from: number, to: number): number => {
    const sum = Array.from(ratios.subarray(from, to), cropped).reduce((all, ratio) => all + ratio, 0);
    return (options.width - options.gap * (to - from - 1)) / sum;
  };
  for (let from = start; from < end;) {
    let to = from + 1;
    while (to < end && heightOf(from, to) > options.rowHeight) to++;
    const over = heightOf(from, to) <= options.rowHeight;
    if (over && to - from > 1 && options.rowHeight - heightOf(from, to) > heightOf(from, to - 1) - options.rowHeight) to--;
    rows.push([from, to]);
    from = to;
  }
  return rows;
}

it('ends each row where its height is closest to the one wanted, and each section with a row of its own', () => {
  const rows = justify(ratios, { ...options, sections });
  const expected = sections.flatMap(({ start }, at) => naiveRows(start, sections[at + 1]?.start ?? ratios.length));
  const made = Array.from({ length: rows.count }, (_, row) => [rows.starts[row]!, rows.ends[row]!] as const).filter(([from, to]) => to > from);
  expect(made).toEqual(expected);
  expect([...rows.titles.values()]).toEqual(['June', 'May', 'April']);
});

it('fills the width with every row but the last of a section, which is not stretched', () => {
  const rows = justify(ratios, { ...options, sections });
  for (let row = 0; row < rows.count; row++) {
    const [from, to] = [rows.starts[row]!, rows.ends[row]!];
    if (from === to) continue;
    const wide = Array.from(rows.widths.subarray(from, to)).reduce((sum, width) => sum + width, 0) + options.gap * (to - from - 1);
    const ends = to === ratios.length || sections.some(({ start }) => start === to);
    if (!ends) expect(wide).toBe(options.width);
    for (let at = from; at < to; at++) {
      expect(rows.rowOf[at]).toBe(row);
      // rounding, and what it leaves to the last photo
      if (at < to - 1) expect(Math.abs(rows.widths[at]! - cropped(ratios[at]!) * rows.heights[row]!)).toBeLessThan(2.5);
    }
  }
});
