import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { barlowTwins } from '../../../src-shared/learning/objectives/barlow-twins.ts';
import { ntXent } from '../../../src-shared/learning/objectives/nt-xent.ts';
import type { TwoViewObjective } from '../../../src-shared/learning/objectives/objective.ts';
import { rotation, turnPhotos } from '../../../src-shared/learning/objectives/rotation.ts';
import { vicreg } from '../../../src-shared/learning/objectives/vicreg.ts';
import { compute, expectToBe, makeRows } from './gradient-check.ts';
import * as naive from './naive.ts';

const cases: Record<string, readonly [TwoViewObjective, (a: naive.Rows, b: naive.Rows) => number]> = {
  'NT-Xent': [ntXent(), (a, b) => naive.ntXent(a, b, 0.15)],
  'NT-Xent, soft': [ntXent({ temperature: 0.8 }), (a, b) => naive.ntXent(a, b, 0.8)],
  VICReg: [vicreg(), (a, b) => naive.vicreg(a, b, [25, 25, 1], 1e-4)],
  'VICReg, other weights': [vicreg({ invariance: 2, variance: 3, covariance: 5, epsilon: 0.1 }), (a, b) => naive.vicreg(a, b, [2, 3, 5], 0.1)],
  'Barlow Twins': [barlowTwins(), (a, b) => naive.barlowTwins(a, b, 0.005)],
  'Barlow Twins, heavier off the diagonal': [barlowTwins({ offDiagonal: 0.5 }), (a, b) => naive.barlowTwins(a, b, 0.5)]
};

beforeAll(startWasm);

describe.each(['cpu', 'wasm'])('objectives of two views on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  it.each(Object.keys(cases))('%s is what plain loops say, with its gradients', (name) => {
    const [loss, plain] = cases[name]!;
    expectToBe((a, b) => loss(a, b), (a, b) => plain(a, b), [makeRows(7, 4, 1), makeRows(7, 4, 2)]);
  });

  it.each(Object.keys(cases))('%s is least for views that agree', (name) => {
    const [loss] = cases[name]!;
    const rows = makeRows(8, 3);
    const turned = [...rows.slice(1), rows[0]!];
    expect(compute((a, b) => loss(a, b), [rows, rows]).value).toBeLessThan(compute((a, b) => loss(a, b), [rows, turned]).value);
  });

  it.each(Object.keys(cases))('%s has gradients of numbers where all rows are equal', (name) => {
    const rows = [[1, 2, 0], [1, 2, 0], [1, 2, 0]];
    for (const gradient of compute((a, b) => cases[name]![0](a, b), [rows, rows]).gradients) expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('refuse views that do not belong together', () => {
    for (const [loss] of Object.values(cases)) {
      expect(() => tf.tidy(() => loss(tf.zeros([3, 2]), tf.zeros([2, 2])))).toThrow('expected two of one shape, got [3,2] and [2,2]');
      expect(() => tf.tidy(() => loss(tf.zeros([1, 2]), tf.zeros([1, 2])))).toThrow('expected 2 photos or more, got 1');
    }
  });

  it('the rotation task turns photos against the clock by 0, 1, 2 and 3 quarters', () => {
    const before = tf.memory().numTensors;
    // two photos of 2 × 2 pixels of one channel
    const turned = tf.tidy(() => turnPhotos(tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1])).arraySync());
    expect(turned.flat(3)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 2, 4, 1, 3, 6, 8, 5, 7, 4, 3, 2, 1, 8, 7, 6, 5, 3, 1, 4, 2, 7, 5, 8, 6]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('the rotation task scores answers by their cross-entropy', () => {
    const plain = (logits: naive.Rows): number =>
      naive.mean(logits.map((row, i) => Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[Math.floor(i / 2)]!));
    expectToBe((logits) => rotation()(logits), (logits) => plain(logits), [makeRows(8, 4)]);
    expect(compute((logits) => rotation()(logits), [[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]]).value).toBeCloseTo(Math.log(4), 5);
    expect(() => tf.tidy(() => rotation()(tf.zeros([6, 4])))).toThrow('got [6,4]');
  });
});
