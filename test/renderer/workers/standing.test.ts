import fc from 'fast-check';
import { expect, it } from 'vitest';
import { standing } from '../../../src-renderer/workers/standing.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import type { Judgment, PhotoId } from '../../../src-shared/contract.ts';
import { anyStatement } from '../../store/any-statement.ts';
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
  const open = standing(space, [], groups);
  const first = (2 * likely(0.2) + likely(0.4)) / 3;
  expect(open.groups).toBe(2);
  expect(open.right).toBeCloseTo(first + likely(1.2), 5);
  expect(open.precision).toBeCloseTo((3 * first + likely(1.2)) / 4, 5);
  const bound = standing(space, [{ id: 1, lensId: 1, madeAt: 0, statement: { kind: 'similar', photos: [6, 12] } } as unknown as Judgment], groups);
  expect(bound.right).toBeCloseTo(first + 1, 5);
});

it('says nothing where nothing is grouped, and measures a large group by some of its pairs', () => {
  expect(standing(space, [], [[0], [1]]).precision).toBeNull();
  const all = standing(space, [], [Array.from({ length: 12 }, (_, at) => at)]);
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < 12; a++) for (let b = a + 1; b < 12; b++, pairs++) sum += 1 / (1 + Math.exp(4 * ((b - a) * 0.2 - 1)));
  expect(Math.abs(all.precision! - sum / pairs)).toBeLessThan(0.1);
});
