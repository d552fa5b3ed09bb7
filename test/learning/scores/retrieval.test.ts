import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreRetrieval } from '../../../src-shared/learning/scores/retrieval.ts';
import { readReference } from '../../reference/values.ts';

describe('retrieval scores', () => {
  it('agree with the reference to 1e-4', () => {
    interface Entry { embeddings: number[][]; labels: number[]; recallAt1: number; precisionAt5: number; meanAveragePrecision: number; knn5Accuracy: number }
    const { embeddings, labels, ...expected } = readReference<Entry>('retrieval');
    const scores = scoreRetrieval({ points: Float32Array.from(embeddings.flat()), dims: embeddings[0]!.length, labels });
    expect(scores.recallAt1).toBeCloseTo(expected.recallAt1, 5);
    expect(scores.precisionAtK).toBeCloseTo(expected.precisionAt5, 5);
    expect(scores.mAP).toBeCloseTo(expected.meanAveragePrecision, 5);
    expect(scores.knnAccuracy).toBeCloseTo(expected.knn5Accuracy, 5);
  });

  it('equal hand-worked values on a line', () => {
    // photos at 0, 1, 3, 7 and 20; the last is alone in its group and does not ask
    const scores = scoreRetrieval({ points: Float32Array.from([0, 1, 3, 7, 20]), dims: 1, labels: [0, 1, 0, 1, 2] }, { k: 2 });
    expect(scores.queries).toBe(4);
    // nearest of 0 is 1, of 1 is 0, of 3 is 1, of 7 is 3: always the other group
    expect(scores.recallAt1).toBe(0);
    // first hit of each at place: 0 → 2 (3), 1 → 3 (7), 3 → 2 (0), 7 → 2 (1)
    expect(scores.mAP).toBeCloseTo((1 / 2 + 1 / 3 + 1 / 2 + 1 / 2) / 4, 12);
    expect(scores.precisionAtK).toBeCloseTo((1 / 2 + 0 + 1 / 2 + 1 / 2) / 4, 12);
    // votes of two are ties: the lower label wins, so group 0 is found and group 1 is not
    expect(scores.knnAccuracy).toBe(2 / 4);
  });

  it('ask only photos that have another of their group, and are NaN where none has', () => {
    const { queries, mAP } = scoreRetrieval({ points: Float32Array.from([1, 2, 3]), dims: 1, labels: [0, 1, 2] });
    expect(queries).toBe(0);
    expect(mAP).toBeNaN();
  });

  it('are perfect where groups are farther apart than they are wide', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 2, maxLength: 20 }), (photos) => {
        const labels = photos.map(([label]) => label);
        const scores = scoreRetrieval({ points: Float32Array.from(photos, ([label, x]) => label * 10 + x), dims: 1, labels }, { k: 1 });
        if (scores.queries === 0) return;
        expect(scores).toMatchObject({ recallAt1: 1, precisionAtK: 1, knnAccuracy: 1 });
        expect(scores.mAP).toBeCloseTo(1, 12);
      })
    );
  });

  it('refuse points and labels that do not fit', () => {
    expect(() => scoreRetrieval({ points: new Float32Array(5), dims: 2, labels: [0, 1] })).toThrow(/2 × 2 values for 2 labels, got 5/);
    expect(() => scoreRetrieval({ points: new Float32Array(2), dims: 1, labels: [0, 1] }, { k: 0 })).toThrow(/k of 1 or more/);
  });
});
