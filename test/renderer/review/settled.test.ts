// Which questions are settled, compared with the closure of everything that was said.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Settled } from '../../../src-renderer/review/settled.ts';
import type { Judgment, PhotoId } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { anyStatement } from '../../store/any-statement.ts';
import { ids } from '../../desk/made-space.ts';

const judged = (statements: readonly Judgment['statement'][]) => statements.map((statement, at) => ({ id: at + 1, lensId: 1, statement, madeAt: 0 }) as Judgment); // brands have no other source in a test
const pair = (a: number, b: number) => ({ kind: 'pair', photos: ids(a, b).slice(0, 2) as unknown as readonly [PhotoId, PhotoId], probability: 0.5 }) as const;
const similar = (a: number, b: number): Judgment['statement'] => ({ kind: 'similar', photos: pair(a, b).photos });

describe('a question', () => {
  it('is settled exactly where the closure says so, in whatever steps the log grows and shrinks', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyStatement, { maxLength: 12 }), fc.array(fc.nat(12), { maxLength: 5 }), async (statements, cuts) => {
      const settled = new Settled();
      const log = judged(statements);
      for (const cut of [...cuts, log.length]) {
        const now = log.slice(0, cut);
        await settled.follow(now);
        const { constraints } = Constraints.of(now);
        for (let a = 1; a <= 12; a++) for (let b = a + 1; b <= 12; b++) expect(settled.has(pair(a, b))).toBe(constraints.relation(a as PhotoId, b as PhotoId) !== 'open');
      }
    }), { numRuns: 40 });
  });

  it('is settled by an answer on its way, until that turns out not to hold', async () => {
    const settled = new Settled();
    await settled.follow(judged([similar(1, 2)]));
    settled.say(similar(2, 3));
    expect([settled.has(pair(1, 3)), settled.has(pair(1, 4)), settled.has({ kind: 'ranking', photos: ids(4, 5, 1) }), settled.has({ kind: 'ranking', photos: ids(1, 5, 3) })]).toEqual([true, false, false, true]);
    settled.forget();
    expect(settled.has(pair(1, 2))).toBe(false);
    await settled.follow(judged([similar(1, 2)]));
    expect([settled.has(pair(1, 2)), settled.has(pair(1, 3))]).toEqual([true, false]);
  });

  it('is not settled by what was caught up with while it was taken back', async () => {
    const settled = new Settled();
    const log = judged([...Array.from({ length: 600 }, (_, at) => similar(at + 10, at + 11)), similar(1, 2)]);
    const following = settled.follow(log);
    settled.forget();
    await following;
    expect(settled.has(pair(1, 2))).toBe(false);
  });
});
