import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { rowDistances } from '../../../src-shared/learning/objectives/geometry.ts';
import type { PairObjective, RankingObjective } from './judged.ts';
import { pairContrastive } from './pair-contrastive.ts';
import { pairLogistic } from './pair-logistic.ts';
import { pairRegression } from './pair-regression.ts';
import { tripletRanking } from './triplet-ranking.ts';
import { compute, expectToBe, makeRows } from './gradient-check.ts';
import { distance, mean, type Rows } from './naive.ts';

const said = [1, 0, 1, 0, 0, 0.3];
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const pairs: Record<string, readonly [PairObjective, (d: number, y: number) => number]> = {
  contrastive: [pairContrastive({ margin: 2 }), (d, y) => y * d * d + (1 - y) * Math.max(0, 2 - d) ** 2],
  logistic: [pairLogistic({ scale: 3, threshold: 0.8 }), (d, y) => -y * Math.log(sigmoid(3 * (0.8 - d))) - (1 - y) * Math.log(1 - sigmoid(3 * (0.8 - d)))],
  regression: [pairRegression(), (d, y) => (Math.exp(-d) - y) ** 2]
};

/** An objective of pairs as one of the rows on either side. */
const ofRows = (loss: PairObjective) => (a?: tf.Tensor2D, b?: tf.Tensor2D): tf.Scalar => loss(rowDistances(a!, b!), tf.tensor1d(said));
const ofRanks = (loss: RankingObjective) => (a?: tf.Tensor2D, b?: tf.Tensor2D, c?: tf.Tensor2D): tf.Scalar => tf.tidy(() => loss(rowDistances(a!, b!), rowDistances(a!, c!)));

beforeAll(startWasm);

describe.each(['cpu', 'wasm'])('objectives of judgments on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  it.each(Object.keys(pairs))('%s is what plain loops say, with its gradients', (name) => {
    const [loss, plain] = pairs[name]!;
    const naive = (a?: Rows, b?: Rows): number => mean(said.map((y, i) => plain(distance(a![i]!, b![i]!), y)));
    expectToBe((a, b) => tf.tidy(() => ofRows(loss)(a, b)), naive, [makeRows(6, 3, 1), makeRows(6, 3, 2)]);
  });

  it.each(Object.keys(pairs))('%s falls as similar photos come closer and rises as different ones do', (name) => {
    const at = (d: number, y: number): number => tf.tidy(() => pairs[name]![0](tf.tensor1d([d]), tf.tensor1d([y])).dataSync()[0]!);
    expect(at(0.2, 1)).toBeLessThan(at(0.9, 1));
    expect(at(0.9, 0)).toBeLessThan(at(0.2, 0));
  });

  it('contrastive is hand-worked right', () => {
    const value = tf.tidy(() => pairContrastive()(tf.tensor1d([3, 0.5, 1.5]), tf.tensor1d([1, 0, 0])).dataSync()[0]);
    expect(value).toBeCloseTo((9 + 0.25 + 0) / 3, 6);
  });

  it('logistic stays a number far from the threshold', () => {
    const value = tf.tidy(() => pairLogistic({ scale: 100 })(tf.tensor1d([50, 50]), tf.tensor1d([1, 0])).dataSync()[0]);
    expect(value).toBeCloseTo(4900 / 2, 1);
  });

  it('ranking is what plain loops say, with its gradients', () => {
    const naive = (a?: Rows, b?: Rows, c?: Rows): number => mean(a!.map((row, i) => Math.max(0, distance(row, b![i]!) - distance(row, c![i]!) + 0.5)));
    expectToBe((a, b, c) => ofRanks(tripletRanking())(a, b, c), naive, [makeRows(5, 3, 1), makeRows(5, 3, 2), makeRows(5, 3, 3)]);
  });

  it('equal photos have distance 0 and no gradient', () => {
    const { value, gradients } = compute((a, b) => tf.tidy(() => tf.sum(rowDistances(a, b))), [[[1, 2]], [[1, 2]]]);
    expect(value).toBeCloseTo(0, 5);
    expect([...gradients[0]!, ...gradients[1]!].every((v) => v === 0)).toBe(true);
  });
});
