import { expect, it } from 'vitest';
import { bare, FLAGS, isFavourite, isSaid, LABELS, NO_MARK, packMark, said, starsOf, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Mark, Stars } from '../../src-shared/contract.ts';

const every: Mark[] = [null, ...FLAGS].flatMap((flag) => [0, 1, 2, 3, 4, 5].flatMap((stars) => [null, ...LABELS].flatMap((label) => [false, true].map((favourite) => ({ flag, stars: stars as Stars, label, favourite })))));

it('gives every mark a number of its own, and back', () => {
  expect(every).toHaveLength(3 * 6 * 6 * 2);
  expect(new Set(every.map(packMark)).size).toBe(every.length);
  expect(every.map((mark) => unpackMark(packMark(mark)))).toEqual(every);
  expect(packMark(NO_MARK)).toBe(0);
});

it('keeps its numbers, because libraries store them', () => {
  expect(packMark({ flag: 'rejected', stars: 3, label: 'purple', favourite: true })).toBe(3 + 2 * 8 + 5 * 32 + 256);
});

it('notes whose mark it is beside it', () => {
  for (const mark of every) {
    const given = said(packMark(mark));
    expect([isSaid(given), isSaid(bare(given)), unpackMark(given)]).toEqual([true, false, mark]);
    expect(given).toBeLessThan(2 ** 16);
  }
});

it('takes parts that no version ever wrote for none', () => {
  expect(unpackMark(0b111_11_111)).toEqual({ flag: null, stars: 5, label: null, favourite: false });
  expect([starsOf(6), isFavourite(255)]).toEqual([5, false]);
});
