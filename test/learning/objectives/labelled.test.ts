import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { contrastive } from '../../../src-shared/learning/objectives/contrastive.ts';
import { liftedStructure } from '../../../src-shared/learning/objectives/lifted-structure.ts';
import { multiSimilarity } from '../../../src-shared/learning/objectives/multi-similarity.ts';
import type { LabelledObjective } from '../../../src-shared/learning/objectives/objective.ts';
import { supervisedContrastive } from '../../../src-shared/learning/objectives/supervised-contrastive.ts';
import { triplet } from '../../../src-shared/learning/objectives/triplet.ts';
import { compute, expectToBe, makeRows } from './gradient-check.ts';
import * as naive from './naive.ts';

const labels = [0, 0, 0, 1, 1, 2, 2, 2, 3];
type Naive = (rows: naive.Rows, labels: readonly number[]) => number;

const cases: Record<string, readonly [LabelledObjective, Naive]> = {
  contrastive: [contrastive(), (x, l) => naive.contrastive(naive.unit(x), l, 0, 1)],
  'contrastive with margins': [contrastive({ positiveMargin: 0.4, negativeMargin: 1.4 }), (x, l) => naive.contrastive(naive.unit(x), l, 0.4, 1.4)],
  'contrastive of rows as they are': [contrastive({ normalise: false, negativeMargin: 2 }), (x, l) => naive.contrastive(x, l, 0, 2)],
  'contrastive of cosines': [contrastive({ distance: 'cosine' }), (x, l) => naive.cosineContrastive(x, l, 1, 0)],
  'contrastive of cosines with margins': [contrastive({ distance: 'cosine', positiveMargin: 0.8, negativeMargin: 0.1 }), (x, l) => naive.cosineContrastive(x, l, 0.8, 0.1)],
  triplet: [triplet(), (x, l) => naive.triplet(naive.unit(x), l, 0.05)],
  'triplet with a margin, of rows as they are': [triplet({ margin: 0.5, normalise: false }), (x, l) => naive.triplet(x, l, 0.5)],
  'smooth triplet': [triplet({ margin: 0.2, smooth: true }), (x, l) => naive.triplet(naive.unit(x), l, 0.2, { smooth: true })],
  'triplet with swap': [triplet({ margin: 0.3, swap: true }), (x, l) => naive.triplet(naive.unit(x), l, 0.3, { swap: true })],
  'supervised contrastive': [supervisedContrastive(), (x, l) => naive.supervisedContrastive(x, l, 0.1)],
  'supervised contrastive, soft': [supervisedContrastive({ temperature: 0.7 }), (x, l) => naive.supervisedContrastive(x, l, 0.7)],
  'multi-similarity': [multiSimilarity(), (x, l) => naive.multiSimilarity(x, l, 2, 50, 0.5)],
  'multi-similarity, other weights': [multiSimilarity({ alpha: 5, beta: 10, base: 0.2 }), (x, l) => naive.multiSimilarity(x, l, 5, 10, 0.2)],
  'lifted structure': [liftedStructure(), (x, l) => naive.liftedStructure(naive.unit(x), l, 0, 1)],
  'lifted structure with margins': [liftedStructure({ positiveMargin: 0.3, negativeMargin: 0.6, normalise: false }), (x, l) => naive.liftedStructure(x, l, 0.3, 0.6)]
};

beforeAll(startWasm);

describe.each(['cpu', 'wasm'])('objectives of labelled rows on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  it.each(Object.keys(cases))('%s is what plain loops say, with its gradient', (name) => {
    const [loss, plain] = cases[name]!;
    expectToBe((x) => loss(x, labels), (x) => plain(x, labels), [makeRows(labels.length, 5)]);
  });

  it.each(Object.keys(cases))('%s has a gradient of numbers where rows are equal, or nothing', (name) => {
    const [loss] = cases[name]!;
    const { value, gradients } = compute((x) => loss(x, [0, 0, 1, 1, 2]), [[[1, 2], [1, 2], [1, 2], [-1, 0], [0, 0]]]);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(gradients[0]!.every(Number.isFinite)).toBe(true);
  });

  it.each(Object.keys(cases).filter((name) => !/contrastive|multi/.test(name)))('%s is 0 where all rows are of one group, or each of its own', (name) => {
    const [loss] = cases[name]!;
    for (const group of [[1, 1, 1], [1, 2, 3]]) {
      const { value, gradients } = compute((x) => loss(x, group), [makeRows(3, 2)]);
      expect(Math.abs(value)).toBe(0);
      expect(gradients[0]!.every((v) => v === 0)).toBe(true);
    }
  });

  it('a hand-worked batch gives hand-worked losses', () => {
    // three corners of a square: 1 and 1 apart along its sides, √2 across
    const square = [[0, 0], [1, 0], [1, 1]];
    const of = (loss: LabelledObjective): number => compute((x) => loss(x, [7, 7, 9]), [square]).value;
    expect(of(contrastive({ normalise: false, negativeMargin: 1.25 }))).toBeCloseTo(1 + 0.25, 5); // across is far enough
    expect(of(triplet({ normalise: false, margin: 0.5 }))).toBeCloseTo((1 - Math.SQRT2 + 0.5 + 0.5) / 2, 5);
    expect(of(triplet({ normalise: false, margin: 0.5, swap: true }))).toBeCloseTo(0.5, 5);
    expect(of(liftedStructure({ normalise: false }))).toBeCloseTo((3 - Math.SQRT2) / 2, 5); // 1 + 1 - √2 and 1 + 0; the third is alone
  });

  it('supervised contrastive has nothing to say of rows alone in their group', () => {
    expect(Math.abs(compute((x) => supervisedContrastive()(x, [1, 2, 3]), [makeRows(3, 2)]).value)).toBe(0);
  });

  it('triplet looks at the triplets it is given alone', () => {
    const rows = makeRows(4, 3);
    const { value } = compute((x) => triplet({ margin: 2, normalise: false })(x, [0, 0, 1, 1], [[0, 1, 2], [3, 2, 1]]), [rows]);
    const wrong = (a: number, p: number, n: number): number => naive.distance(rows[a]!, rows[p]!) - naive.distance(rows[a]!, rows[n]!) + 2;
    expect(value).toBeCloseTo((Math.max(0, wrong(0, 1, 2)) + Math.max(0, wrong(3, 2, 1))) / 2, 4);
  });

  it('refuse labels that are not one a row', () => {
    for (const [loss] of Object.values(cases)) expect(() => tf.tidy(() => loss(tf.zeros([3, 2]), [1, 2]))).toThrow('expected one for each of 3 rows, got 2');
  });
});
