import { describe, expect, it } from 'vitest';
import { justify } from '../../../src-renderer/layout/justified.ts';
import { marksOf, spread, type Mark } from '../../../src-renderer/grid/timeline.ts';

describe('marks along a list', () => {
  it('are at the headings of the sections they belong to', () => {
    // three square photos per row: 100 pixels and the gap
    const sections = [{ start: 0, title: 'June', mark: '2024' }, { start: 6, title: 'May' }, { start: 9, title: 'December', mark: '2023' }];
    const rows = justify(new Float32Array(12).fill(1), { width: 308, rowHeight: 100, gap: 4, sections, headingHeight: 50 });
    const heights = [50, 100, 100, 50, 100, 50, 100];
    expect([...rows.heights]).toEqual(heights);
    const total = heights.reduce((sum, height) => sum + height + 4, 0);
    const above = [50, 100, 100, 50, 100].reduce((sum, height) => sum + height + 4, 0);
    const marks = marksOf(sections, rows);
    expect(marks.map(({ label, row }) => [label, row])).toEqual([['2024', 0], ['2023', 5]]);
    expect(marks[1]!.at).toBeCloseTo(above / total, 12);
  });

  it('are shown where there is room; of those too close only the first', () => {
    const marks: Mark[] = [0, 0.02, 0.5, 0.52, 0.53, 1].map((at, row) => ({ label: `${2020 - row}`, row, at }));
    const shown = spread(marks, 220, 20);
    expect(shown.map(({ mark, from, to }) => [mark.label, from, to])).toEqual([['2020', 0, 1], ['2018', 2, 4], ['2015', 5, 5]]);
    expect(shown.map(({ top }) => top)).toEqual([0, 100, 200]);
  });
});
