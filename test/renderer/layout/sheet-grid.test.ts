import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layParts, step } from '../../../src-renderer/layout/sheet-grid.ts';

describe('the cells of a sheet', () => {
  it('are as large as their number allows: worked by hand', () => {
    // six cells on 600 × 300, no gaps: three columns of two rows, 200 × 150
    expect(layParts([6], { width: 600, height: 300 }, { gap: 0 })).toEqual([{ columns: 3, width: 200, height: 150 }]);
    // two halves of two beside each other: one column each, 200 × 150
    expect(layParts([2, 2], { width: 440, height: 300 }, { gap: 0, between: 40 })).toEqual([{ columns: 1, width: 200, height: 150 }, { columns: 1, width: 200, height: 150 }]);
  });

  it('never leave the stage', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 2 }), fc.integer({ min: 300, max: 2000 }), fc.integer({ min: 200, max: 1200 }), (parts, width, height) => {
      const grids = layParts(parts, { width, height }, { gap: 8, between: 40 });
      const across = grids.reduce((sum, grid) => sum + grid.columns * grid.width + (grid.columns - 1) * 8, 40 * (parts.length - 1));
      expect(across).toBeLessThanOrEqual(width + 1e-6);
      grids.forEach((grid, part) => {
        const rows = Math.ceil(parts[part]! / grid.columns);
        expect(rows * grid.height + (rows - 1) * 8).toBeLessThanOrEqual(height + 1e-6);
      });
    }));
  });
});

it('keys lead through both halves in reading order, and up and down within one', () => {
  // 0 1 2 | 5 6
  // 3 4   | 7
  const parts = [{ count: 5, columns: 3 }, { count: 3, columns: 2 }];
  expect([0, 4, 5, 7].map((place) => step(place, 'right', parts))).toEqual([1, 5, 6, 7]);
  expect([0, 5].map((place) => step(place, 'left', parts))).toEqual([0, 4]);
  expect([0, 2, 3, 5, 6].map((place) => step(place, 'down', parts))).toEqual([3, 4, 3, 7, 7]);
  expect([3, 4, 2, 7, 6].map((place) => step(place, 'up', parts))).toEqual([0, 1, 2, 5, 6]);
});
