import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { barlowTwins } from '../../../src-shared/learning/objectives/barlow-twins.ts';
import { ntXent } from '../../../src-shared/learning/objectives/nt-xent.ts';
import { rotation } from '../../../src-shared/learning/objectives/rotation.ts';
import { supervisedContrastive } from '../../../src-shared/learning/objectives/supervised-contrastive.ts';
import { vicreg } from '../../../src-shared/learning/objectives/vicreg.ts';
import { recipeFor } from '../../../src-shared/learning/training/recipe.ts';
import { taskOf } from '../../../src-shared/learning/training/task.ts';

const own = Int32Array.of(0, 1, 2, 3);
const recipe = { ...recipeFor('all'), side: 8, temperature: 0.3 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Runs with photos [4, 12, 12, 3] and what was projected of them [rows, 6]; expects no tensor to be left. */
function compute(rows: number, read: (photos: tf.Tensor4D, projected: tf.Tensor2D) => tf.Tensor[]): tf.TypedArray[] {
  const before = tf.memory().numTensors;
  const inputs = [tf.randomUniform([4, 12, 12, 3], -1, 1, 'float32', 2), tf.randomNormal([rows, 6], 0, 1, 'float32', 3)] as const;
  const outputs = read(inputs[0] as tf.Tensor4D, inputs[1] as tf.Tensor2D);
  const values = outputs.map((tensor) => tensor.dataSync().slice());
  tf.dispose([...inputs, ...outputs]);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

describe('the task of a recipe', () => {
  it.each([['nt-xent', ntXent({ temperature: 0.3 })], ['vicreg', vicreg()], ['barlow-twins', barlowTwins()]] as const)('takes %s of the two halves', (objective, direct) => {
    const { loss, views } = taskOf({ ...recipe, objective });
    const [got, expected] = compute(8, (_, x) => [loss(x, own), tf.tidy(() => direct(tf.slice(x, [0, 0], [4, 6]), tf.slice(x, [4, 0], [4, 6])))]);
    expect(got).toEqual(expected);
    expect(compute(8, (photos) => [views(photos, 1)])[0]).toHaveLength(8 * 8 * 8 * 3);
  });

  it('takes views of photos of one group as of one photo by the supervised contrastive loss', () => {
    const { loss, views } = taskOf({ ...recipe, objective: 'supervised-contrastive' });
    const direct = supervisedContrastive({ temperature: 0.3 });
    const [got, expected, alone, ofEach] = compute(8, (_, x) => [
      loss(x, Int32Array.of(5, 9, 5, 0)), direct(x, [5, 9, 5, 0, 5, 9, 5, 0]), loss(x, own), direct(x, [0, 1, 2, 3, 0, 1, 2, 3])
    ]);
    expect(got).toEqual(expected);
    expect(alone).toEqual(ofEach);
    expect(got).not.toEqual(alone);
    expect(compute(8, (photos) => [views(photos, 1)])[0]).toHaveLength(8 * 8 * 8 * 3);
  });

  it('asks by rotation how each of four turned views is turned', () => {
    const { loss, views } = taskOf({ ...recipe, objective: 'rotation' });
    const [got, expected] = compute(16, (_, x) => [loss(x, own), tf.tidy(() => rotation()(tf.slice(x, [0, 0], [16, 4])))]);
    expect(got).toEqual(expected);
    const turned = compute(16, (photos) => [views(photos, 1)])[0]!;
    const at = (view: number, y: number, x: number): number => turned[((view * 8 + y) * 8 + x) * 3]!;
    expect(at(0, 2, 1)).toBe(at(8, 5, 6));
  });

  it('gives the same views for the same seed, and other ones for another', () => {
    const { views } = taskOf(recipe);
    const [first, again, other] = compute(8, (photos) => [views(photos, 7), views(photos, 7), views(photos, 8)]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
