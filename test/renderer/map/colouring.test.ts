import { describe, expect, it } from 'vitest';
import { byAmount, byDegree, byKind } from '../../../src-renderer/map/colouring.ts';
import { colourOf, plain, scaleOf } from '../../../src-renderer/map/palette.ts';

const at = (rgb: Uint8Array, row: number): number[] => [...rgb.subarray(3 * row, 3 * row + 3)];

describe('colours of a map', () => {
  it('give each kind its own, the most frequent first, and list ten', () => {
    const values = Int32Array.from([7, 7, 7, -1, 3, 3, ...Array.from({ length: 12 }, (_, kind) => 20 + kind)]);
    const { rgb, entries } = byKind(values, 'light');
    expect(entries.map(({ value, rows }) => [value, [...rows]])).toEqual([[7, [0, 1, 2]], [3, [4, 5]], ...Array.from({ length: 8 }, (_, kind) => [20 + kind, [6 + kind]]), [null, [3, 14, 15, 16, 17]]]);
    expect(at(rgb, 0)).toEqual([...colourOf(0, 'light')]);
    expect(at(rgb, 3)).toEqual([...plain('light')]);
    expect(at(rgb, 17)).not.toEqual([...plain('light')]); // not in the legend, but no less a group
    expect(new Set(entries.map(({ colour }) => colour.join())).size).toBe(11);
  });

  it('go along a scale from the least to the most, and leave unknown ones plain', () => {
    const { rgb, entries, range } = byAmount(Float64Array.of(2000, NaN, 1000, 3000), 'dark');
    expect(range).toEqual({ least: 1000, most: 3000 });
    expect([0, 1, 2, 3].map((row) => at(rgb, row))).toEqual([[...scaleOf(0.5, 'dark')], [...plain('dark')], [...scaleOf(0, 'dark')], [...scaleOf(1, 'dark')]]);
    expect(entries.map(({ rows }) => [...rows])).toEqual([[1]]);
    expect(byAmount(Float64Array.of(NaN), 'dark').range).toBeNull();
    expect(byAmount(new Float64Array(), 'dark')).toMatchObject({ range: null, entries: [] });
  });

  it('show stars from the most to none', () => {
    const { entries } = byDegree(Int32Array.of(0, 5, 3, 5, 0), 5, 'light');
    expect(entries.map(({ value, rows }) => [value, [...rows]])).toEqual([[5, [1, 3]], [3, [2]], [null, [0, 4]]]);
  });

  it.each(['light', 'dark'] as const)('can be told from the ground of the %s theme', (theme) => {
    const bright = ([r, g, b]: readonly number[]): number => [r!, g!, b!].map((value) => ((value / 255 + 0.055) / 1.055) ** 2.4).reduce((sum, value, channel) => sum + value * [0.2126, 0.7152, 0.0722][channel]!, 0);
    const ground = bright(theme === 'light' ? [250, 250, 250] : [20, 20, 22]);
    const contrast = (rgb: readonly number[]): number => (Math.max(bright(rgb), ground) + 0.05) / (Math.min(bright(rgb), ground) + 0.05);
    for (let place = 0; place < 36; place++) expect(contrast(colourOf(place, theme))).toBeGreaterThan(1.9);
    for (let share = 0; share <= 1; share += 0.1) expect(contrast(scaleOf(share, theme))).toBeGreaterThan(1.7);
  });
});
