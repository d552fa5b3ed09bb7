import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { minePairs, minerNames, mineTriplets } from '../../../src-shared/learning/mining/miner.ts';
import { contrastive } from '../../../src-shared/learning/objectives/contrastive.ts';
import { allTriplets } from '../../../src-shared/learning/objectives/relations.ts';

// four points on a line: 0 and 1 belong together, and 3 and 10
const labels = [0, 0, 1, 1];
const places = [0, 1, 3, 10];
const distances = Float32Array.from(places.flatMap((a) => places.map((b) => Math.abs(a - b))));

describe('a miner by name', () => {
  it('finds triplets among all there are', () => {
    const all = allTriplets(labels).map(String);
    for (const miner of minerNames) expect(all).toEqual(expect.arrayContaining(mineTriplets(miner, distances, labels, { margin: 1 }).map(String)));
    expect(mineTriplets('all', distances, labels).map(String)).toEqual(all);
  });

  it('parts all triplets into easy, semi-hard and hard ones', () => {
    const parts = (['easy', 'semi-hard', 'hard'] as const).flatMap((miner) => mineTriplets(miner, distances, labels, { margin: 1 }).map(String));
    expect(parts.sort()).toEqual(allTriplets(labels).map(String).sort());
  });

  it('finds the pairs of the triplets it finds as batch-hard', () => {
    expect(minePairs('batch-hard', distances, labels)).toEqual({ positives: [[0, 1], [1, 0], [2, 3], [3, 2]], negatives: [[0, 2], [1, 2], [2, 1], [3, 1]] });
    expect(mineTriplets('batch-hard', distances, labels)).toEqual([[0, 1, 2], [1, 0, 2], [2, 3, 1], [3, 2, 1]]);
  });

  it('leaves pairs to the objective where all are looked at', () => {
    expect(minePairs('all', distances, labels)).toBeNull();
  });
});

describe('the contrastive objective over mined pairs', () => {
  it('is the mean over those pairs alone, each kind by itself', async () => {
    await tf.setBackend('cpu');
    const rows = tf.tensor2d([[0, 0], [3, 4], [0, 1], [0, 6]]);
    const objective = contrastive({ normalise: false, negativeMargin: 7 });
    const { numTensors } = tf.memory();
    // apart by 5 and 1 where they should not be; 6 apart where it should be 7
    const loss = objective(rows, labels, { positives: [[0, 1], [0, 2]], negatives: [[0, 3]] });
    expect(loss.dataSync()[0]).toBeCloseTo(3 + 1, 5);
    const none = objective(rows, labels, { positives: [], negatives: [] });
    expect(none.dataSync()[0]).toBe(0);
    tf.dispose([loss, none]);
    expect(tf.memory().numTensors).toBe(numTensors);
    rows.dispose();
  });
});
