import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate, standing } from '../../src-shared/desk/standing.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import type { Judgment, PhotoId } from '../../src-shared/contract.ts';
import { anyStatement } from '../store/any-statement.ts';
import { madeSpace } from './made-space.ts';

const space = madeSpace(Array.from({ length: 12 }, (_, at) => [at * 0.2, 0, 0, 0]));

it('counts the pairs that judgments settle as often as a naive loop over all pairs', () => {
  fc.assert(fc.property(fc.array(anyStatement, { maxLength: 12 }), (statements) => {
    const judgments = statements.map((statement, at) => ({ id: at + 1, lensId: 1, statement, madeAt: 0 }) as Judgment); // brands have no other source in a test
    const { constraints } = Constraints.of(judgments);
    let settled = 0;
    for (let a = 1; a <= 12; a++) for (let b = a + 1; b <= 12; b++) if (constraints.relation(a as PhotoId, b as PhotoId) !== 'open') settled++;
    expect(standing(space, judgments, []).settled).toBe(settled);
  }));
});

it('reckons pairs in groups as right by their likelihood, and those that judgments bind as right for sure', () => {
  const likely = (distance: number) => 1 / (1 + Math.exp(4 * (distance - 1)));
  const groups = [[0, 1, 2], [5, 11], [7]];
  const first = (2 * likely(0.2) + likely(0.4)) / 3;
  expect(estimate(space, [], groups)).toBeCloseTo((3 * first + likely(1.2)) / 4, 5);
  expect(estimate(space, [[5, 11]], groups)).toBeCloseTo((3 * first + 1) / 4, 5);
});

it('estimates nothing where nothing is grouped, and measures a large group by some of its pairs', () => {
  expect(estimate(space, [], [[0], [1]])).toBeNull();
  const all = estimate(space, [], [Array.from({ length: 12 }, (_, at) => at)]);
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < 12; a++) for (let b = a + 1; b < 12; b++, pairs++) sum += 1 / (1 + Math.exp(4 * ((b - a) * 0.2 - 1)));
  expect(Math.abs(all! - sum / pairs)).toBeLessThan(0.1);
});

it('estimates many small groups by some of them, beside every large one', () => {
  const [groups, each, large] = [6000, 5, 40];
  const next = uniform(3);
  const at = Float32Array.from({ length: groups * each + large }, (_, row) => (row < groups * each ? 2 * next() : 0));
  const many = { ...space, dims: 1, ids: Uint32Array.from(at, (_, row) => row + 1), points: at };
  const members = Array.from({ length: groups }, (_, group) => Array.from({ length: each }, (_, at) => group * each + at));
  let [sum, pairs] = [0, 0];
  for (const rows of members) {
    for (const a of rows) for (const b of rows) if (a < b) {
      sum += 1 / (1 + Math.exp(4 * (Math.abs(at[a]! - at[b]!) - 1)));
      pairs++;
    }
  }
  const alike = 1 / (1 + Math.exp(-4));
  const [crowd, inCrowd] = [Array.from({ length: large }, (_, at) => groups * each + at), (large * (large - 1)) / 2];
  expect(Math.abs(estimate(many, [], [crowd, ...members])! - (sum + alike * inCrowd) / (pairs + inCrowd))).toBeLessThan(0.01);
});

describe('photos placed', () => {
  const judgment = (statement: object) => ({ id: 1, lensId: 1, madeAt: 0, statement }) as unknown as Judgment; // brands, as above
  const placed = (groups: readonly number[][], ...statements: readonly object[]) => standing(space, statements.map(judgment), groups).placed;

  it('are those of every group with an answer, of whatever kind, and photos alone with one', () => {
    const groups = [[0, 1, 2], [3, 4], [5], [6]];
    expect(placed(groups)).toBe(0);
    expect(placed(groups, { kind: 'similar', photos: [1, 2] })).toBe(3);
    expect(placed(groups, { kind: 'different', photos: [2, 6] })).toBe(4);
    expect(placed(groups, { kind: 'degree', photos: [6, 7], degree: 0.2 }, { kind: 'similar', photos: [6, 7] })).toBe(2);
    expect(placed(groups, { kind: 'apart', photos: [1], others: [4, 7] })).toBe(6);
    expect(placed(groups, { kind: 'similar', photos: [98, 99] })).toBe(0); // not seen here
  });

  it('are never fewer after two groups were merged', () => {
    const statement = fc.record({ kind: fc.constant('degree'), photos: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })) });
    fc.assert(fc.property(fc.array(statement, { maxLength: 5 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 }), (statements, group) => {
      const groups = [0, 1, 2, 3].map((index) => group.flatMap((of, row) => (of === index ? [row] : [])));
      const [first, second, ...rest] = groups;
      expect(placed([[...first!, ...second!], ...rest], ...statements)).toBeGreaterThanOrEqual(placed(groups, ...statements));
    }));
  });
});
