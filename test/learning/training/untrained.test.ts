import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { toUnit, uploadTensors } from '../../../src-shared/learning/encoder/embed.ts';
import { forwardBefore } from '../../../src-shared/learning/encoder/forward.ts';
import { parseWeights, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { untrainedEncoder } from '../../../src-shared/learning/training/untrained.ts';
import { readBytes } from '../encoder/reference.ts';

const { architecture } = parseWeights(readBytes('../../../resources/encoder/encoder.bin'));

beforeAll(() => startWasm());

it('an encoder that has learned nothing keeps what passes through it as large as it was, block by block', async () => {
  const weights = untrainedEncoder(architecture, { input: 64, seed: 5 });
  const tensors = uploadTensors(weights);
  let state = 1;
  const noise = Uint8Array.from({ length: 4 * 64 * 64 * 3 }, () => (state = (state * 48271) % 2147483647) & 255);
  for (let block = 0; block <= architecture.blocks.length; block++) {
    const size = tf.tidy(() => tf.sqrt(tf.mean(tf.square(forwardBefore(tf.tensor4d(toUnit(noise), [4, 64, 64, 3]), tensors, architecture, block))))).dataSync()[0];
    // zeros around small maps take a part away
    expect(size, `before block ${block}`).toBeGreaterThan(0.1);
    expect(size, `before block ${block}`).toBeLessThan(10);
  }
  tf.dispose(tensors);
});

it('it follows from its seed and can be stored', () => {
  const [first, again, other] = [5, 5, 6].map((seed) => untrainedEncoder(architecture, { input: 64, seed }));
  expect(again).toEqual(first);
  expect(other!.tensors.get('stem/kernel')).not.toEqual(first!.tensors.get('stem/kernel'));
  expect(parseWeights(serialiseWeights(first!))).toMatchObject({ version: 'untrained-5', input: 64, dim: 256 });
});
