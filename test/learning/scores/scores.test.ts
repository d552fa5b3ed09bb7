import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreBcubed } from '../../../src-shared/learning/scores/bcubed.ts';
import { scoreInformation } from '../../../src-shared/learning/scores/information.ts';
import { adjustedRand, scorePairs } from '../../../src-shared/learning/scores/pairs.ts';
import { readReference } from '../../reference/values.ts';

interface Entry {
  readonly truth: number[];
  readonly predicted: number[];
  readonly nmi: number;
  readonly ami: number;
  readonly ari: number;
  readonly homogeneity: number;
  readonly completeness: number;
  readonly pairwise: number[];
  readonly bcubed: number[];
}

const labels = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc.tuple(
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: count, maxLength: count }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: count, maxLength: count })
  )
);

describe('grouping scores', () => {
  it('agree with the reference to 1e-4', () => {
    const close = (got: number, expected: number) => expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-4 * Math.abs(expected) + 1e-12);
    for (const { truth, predicted, ...expected } of readReference<Entry[]>('clusteringScores')) {
      const information = scoreInformation(truth, predicted);
      for (const name of ['nmi', 'ami', 'homogeneity', 'completeness'] as const) close(information[name], expected[name]);
      close(adjustedRand(truth, predicted), expected.ari);
      const pairs = scorePairs(truth, predicted);
      [pairs.precision, pairs.recall, pairs.f1].forEach((score, i) => close(score, expected.pairwise[i]!));
      const bcubed = scoreBcubed(truth, predicted);
      [bcubed.precision, bcubed.recall, bcubed.f1].forEach((score, i) => close(score, expected.bcubed[i]!));
    }
  });

  it('equal hand-worked values', () => {
    // together in truth: 01 02 12 34; found together: 01 23 24 34; both: 01 34
    const pairs = scorePairs([0, 0, 0, 1, 1], [7, 7, 8, 8, 8]);
    expect(pairs).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
    const bcubed = scoreBcubed([0, 0, 0, 1, 1], [7, 7, 8, 8, 8]);
    expect(bcubed.precision).toBeCloseTo((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, 12);
    expect(bcubed.recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, 12);
    // (2 − 4·4/10) / (4 − 4·4/10)
    expect(adjustedRand([0, 0, 0, 1, 1], [7, 7, 8, 8, 8])).toBeCloseTo(0.4 / 2.4, 12);
  });

  it('count pairs and photos as a naive loop does', () => {
    fc.assert(
      fc.property(labels, ([truth, found]) => {
        let [both, inTruth, inFound] = [0, 0, 0];
        truth.forEach((t, i) => {
          for (let j = 0; j < i; j++) {
            if (truth[j] === t) inTruth++;
            if (found[j] === found[i]) inFound++;
            if (truth[j] === t && found[j] === found[i]) both++;
          }
        });
        const pairs = scorePairs(truth, found);
        expect(pairs.precision).toBeCloseTo(inFound ? both / inFound : 1, 12);
        expect(pairs.recall).toBeCloseTo(inTruth ? both / inTruth : 1, 12);

        const precisions = truth.map((t, i) => {
          const group = truth.filter((_, j) => found[j] === found[i]);
          return group.filter((label) => label === t).length / group.length;
        });
        expect(scoreBcubed(truth, found).precision).toBeCloseTo(precisions.reduce((a, b) => a + b) / truth.length, 12);
      })
    );
  });

  it('expect of chance what an average over shuffles gives', () => {
    const truth = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3];
    const found = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3];
    // groups of the same sizes at random
    const scores = fc.sample(fc.shuffledSubarray(found, { minLength: 10 }), { numRuns: 4000, seed: 5 }).map((shuffled) => scoreInformation(truth, shuffled).ami);
    expect(Math.abs(scores.reduce((a, b) => a + b) / scores.length)).toBeLessThan(0.02);
  });

  it('are 1 for equal groupings whatever the labels are called, and do not change with the order of photos', () => {
    fc.assert(
      fc.property(labels, ([truth, found]) => {
        const renamed = truth.map((label) => 40 - 3 * label);
        const { nmi, ami, homogeneity, completeness } = scoreInformation(truth, renamed);
        for (const score of [nmi, ami, homogeneity, completeness, adjustedRand(truth, renamed), scorePairs(truth, renamed).f1, scoreBcubed(truth, renamed).f1]) {
          expect(score).toBeCloseTo(1, 9);
        }
        const backwards = scoreInformation([...truth].reverse(), [...found].reverse());
        const forwards = scoreInformation(truth, found);
        expect(backwards.ami).toBeCloseTo(forwards.ami, 9);
        expect(backwards.nmi).toBeCloseTo(forwards.nmi, 9);
      })
    );
  });

  it('swap precision and recall, homogeneity and completeness with the groupings', () => {
    fc.assert(
      fc.property(labels, ([truth, found]) => {
        expect(scorePairs(found, truth).recall).toBeCloseTo(scorePairs(truth, found).precision, 12);
        expect(scoreBcubed(found, truth).recall).toBeCloseTo(scoreBcubed(truth, found).precision, 12);
        expect(scoreInformation(found, truth).completeness).toBeCloseTo(scoreInformation(truth, found).homogeneity, 9);
        expect(scoreInformation(found, truth).ami).toBeCloseTo(scoreInformation(truth, found).ami, 9);
      })
    );
  });

  it('have a value for one group, for single photos and for none', () => {
    const single = [0, 1, 2, 3];
    const one = [5, 5, 5, 5];
    expect(scorePairs(single, single)).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(scorePairs(single, one)).toEqual({ precision: 0, recall: 1, f1: 0 });
    expect(scoreInformation(single, one)).toEqual({ nmi: 0, ami: 0, homogeneity: 0, completeness: 1 });
    expect(scoreInformation(single, single).ami).toBe(1);
    expect(scoreInformation([], [])).toEqual({ nmi: 1, ami: 1, homogeneity: 1, completeness: 1 });
    expect(scoreBcubed([], []).f1).toBe(1);
    expect(adjustedRand([], [])).toBe(1);
  });

  it('take 60,000 photos in moments: no table of pairs', () => {
    const truth = Uint32Array.from({ length: 60_000 }, (_, i) => i % 9000);
    const found = Uint32Array.from({ length: 60_000 }, (_, i) => (i * 7) % 11_000);
    expect(scoreInformation(truth, found).ami).toBeLessThan(0.2);
    expect(scorePairs(truth, found).f1).toBeLessThan(0.1);
  });

  it('refuse lists of different length', () => {
    expect(() => scorePairs([0, 1], [0])).toThrow(/2 found labels, as many as true ones, got 1/);
  });
});
