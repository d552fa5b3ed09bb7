import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessedRight, layShares, tally } from '../../../src-renderer/review/guesses.ts';
import { ids } from '../../desk/made-space.ts';

const pair = (probability: number) => ({ kind: 'pair', photos: ids(1, 2).slice(0, 2) as never, probability }) as const;

describe('a guess', () => {
  it('is "similar" from even odds, and right if the answer is the same', () => {
    expect([0.5, 0.9].map((likely) => guessedRight(pair(likely), 'similar'))).toEqual([true, true]);
    expect([0.49, 0.1].map((likely) => guessedRight(pair(likely), 'similar'))).toEqual([false, false]);
    expect([0.5, 0.49].map((likely) => guessedRight(pair(likely), 'different'))).toEqual([false, true]);
  });

  it('is held against the nearer end of a degree, and against nothing in the middle or in a comparison', () => {
    expect([0.8, 0.55, 0.5, 0.45, 0].map((degree) => guessedRight(pair(0.7), { degree }))).toEqual([true, true, null, false, false]);
    expect(guessedRight({ kind: 'ranking', photos: ids(1, 2, 3) }, 'second')).toBeNull();
  });
});

describe('the tally', () => {
  it('waits for five answers, and counts the last twenty', () => {
    expect(tally([true, true, true, true])).toBeNull();
    expect(tally([true, false, true, true, false])).toEqual({ right: 3, of: 5, shares: [0.6] });
    const long = tally([...Array<boolean>(10).fill(false), ...Array<boolean>(20).fill(true)])!;
    expect([long.right, long.of, long.shares.at(-1), long.shares.length]).toEqual([20, 20, 1, 26]);
  });

  it('runs as a naive loop over the last twenty does', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 5, maxLength: 60 }), (guessed) => {
      const shares: number[] = [];
      for (let end = 5; end <= guessed.length; end++) {
        let [right, of] = [0, 0];
        for (let at = end - 1; at >= 0 && of < 20; at--, of++) if (guessed[at]) right++;
        shares.push(right / of);
      }
      const found = tally(guessed)!;
      expect(found.shares).toEqual(shares);
      expect(found.right / found.of).toBe(shares.at(-1));
    }));
  });
});

it('lays shares from left to right with 1 at the top, one alone as a level line', () => {
  expect(layShares([0, 0.5, 1], 60, 16)).toEqual([{ x: 0, y: 16 }, { x: 30, y: 8 }, { x: 60, y: 0 }]);
  expect(layShares([0.75], 60, 16)).toEqual([{ x: 0, y: 4 }, { x: 60, y: 4 }]);
});
