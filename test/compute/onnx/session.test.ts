import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { PbfReader } from 'pbf';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { toOnnx } from '../../../src-main/compute/onnx/model.ts';
import { leastCosine, SAME } from '../../../src-main/compute/onnx/choose-provider.ts';
import { openSession } from '../../../src-main/compute/onnx/session.ts';
import { requireNativePart } from '../../../src-main/compute/start-backend.ts';
import { embedPixels, uploadTensors } from '../../../src-shared/learning/encoder/embed.ts';
import { type EncoderWeights, parseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { makePictures, readBytes, readReference, relativeError } from '../../learning/encoder/reference.ts';
import { madeEncoder, SHAPES } from './made-encoder.ts';

const shipped = parseWeights(readBytes('../../../resources/encoder/encoder.bin'));
const real = join(import.meta.dirname, '../../../../shared/data/eval/objects/photos');

/** Why ONNX Runtime is not tested here, or nothing. */
const lack = ((): string => {
  try {
    requireNativePart('native');
    return '';
  } catch (error) {
    return ` (skipped: ${error instanceof Error ? error.message : String(error)})`;
  }
})();

async function byTensors(backend: 'cpu' | 'wasm', weights: EncoderWeights, pixels: Uint8Array): Promise<Float32Array> {
  await tf.setBackend(backend);
  const tensors = uploadTensors(weights);
  try {
    return await embedPixels(pixels, tensors, weights);
  } finally {
    tf.dispose(Object.values(tensors));
  }
}

async function natively(weights: EncoderWeights, pixels: Uint8Array): Promise<Float32Array> {
  const session = await openSession(weights);
  try {
    return await session.embed(pixels);
  } finally {
    await session.release();
  }
}

describe('a model file', () => {
  it('holds a tensor for every one of the encoder', () => {
    const names: string[] = [];
    new PbfReader(toOnnx(shipped)).readFields((field, _, model) => {
      if (field !== 7) return;
      model.readMessage((of, __, graph) => {
        if (of !== 5) return;
        graph.readMessage((part, ___, tensor) => {
          if (part === 8) names.push(tensor.readString());
        }, null);
      }, null);
    }, null);
    expect(names).toEqual(expect.arrayContaining([...shipped.tensors.keys()]));
  });

  it('is refused, by the name of the tensor, if one is missing or has another size', () => {
    const weights = madeEncoder(SHAPES[0]!);
    const without = new Map(weights.tensors);
    without.delete('block1/depthwise/bias');
    expect(() => toOnnx({ ...weights, tensors: without })).toThrow(new TypeError('block1/depthwise/bias: expected 8 values in encoder made-1, got none'));
    expect(() => toOnnx({ ...weights, tensors: new Map(weights.tensors).set('head/kernel', new Float32Array(3)) })).toThrow(new TypeError('head/kernel: expected 84 values in encoder made-1, got 3'));
  });
});

describe.skipIf(lack !== '')(`an encoder in ONNX Runtime${lack}`, () => {
  beforeAll(startWasm);

  it('leaves nothing in the home of the user: no identity of the computer, no notes on how it is used', async () => {
    const home = await mkdtemp(join(tmpdir(), 'kindred-home-'));
    const program = `
      import { openSession } from ${JSON.stringify(join(import.meta.dirname, '../../../src-main/compute/onnx/session.ts'))};
      import { parseWeights } from ${JSON.stringify(join(import.meta.dirname, '../../../src-shared/learning/encoder/weights.ts'))};
      import { readFileSync } from 'node:fs';
      const session = await openSession(parseWeights(readFileSync(${JSON.stringify(join(import.meta.dirname, '../../../resources/encoder/encoder.bin'))})));
      await session.embed(new Uint8Array(128 * 128 * 3));
      await session.release();`;
    const { CI: _, GITHUB_ACTIONS: __, ...environment } = process.env; // ONNX Runtime keeps quiet there
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { env: { ...environment, HOME: home, USERPROFILE: home, XDG_CACHE_HOME: join(home, 'cache'), ORT_DISABLE_TELEMETRY: '' } });
    expect(await readdir(home)).toEqual([]);
    await rm(home, { recursive: true });
  });

  it('embeds as PyTorch does', async () => {
    const { photos, embeddings } = readReference('encoder');
    expect(relativeError(await natively(shipped, makePictures(photos)), embeddings)).toBeLessThan(1e-4);
  });

  it.each(SHAPES.map((shape, i) => [i, shape] as const))('embeds as tfjs does, with random weights of shape %d', async (i, shape) => {
    for (const input of [32, 45]) {
      const weights = madeEncoder(shape, { seed: i + 1, input });
      const pixels = makePictures(3, input);
      expect(relativeError(await natively(weights, pixels), await byTensors('cpu', weights, pixels)), `${input} pixels`).toBeLessThan(1e-4);
    }
  });

  it.skipIf(!existsSync(real))(`embeds real photos as WebAssembly does${existsSync(real) ? '' : ` (skipped: no ${real})`}`, async () => {
    const files = readdirSync(real).toSorted().filter((_, i) => i % 7 === 0).slice(0, 40);
    const pixels = Buffer.concat(await Promise.all(files.map((name) => sharp(join(real, name)).resize(128, 128, { fit: 'fill' }).toColourspace('srgb').removeAlpha().raw().toBuffer())));
    expect(leastCosine(await natively(shipped, pixels), await byTensors('wasm', shipped, pixels), shipped.dim)).toBeGreaterThan(SAME);
  });

  it('keeps batches of any size apart, and leaves a row of zeros', async () => {
    const weights = madeEncoder(SHAPES[1]!, { input: 32 });
    const pixels = makePictures(37, 32);
    const session = await openSession(weights);
    const all = await session.embed(pixels);
    for (const at of [0, 16, 36]) expect(relativeError(await session.embed(pixels.subarray(at * 3072, (at + 1) * 3072)), all.subarray(at * 16, (at + 1) * 16))).toBeLessThan(1e-5);
    await expect(session.embed(pixels.subarray(1))).rejects.toThrow(new RangeError('pixels: expected a multiple of 32×32×3 = 3072 values, got 113663'));
    await session.release();
    const nothing = { ...weights, tensors: new Map([...weights.tensors].map(([name, values]) => [name, new Float32Array(values.length)])) };
    expect(await natively(nothing, pixels.subarray(0, 3072))).toEqual(new Float32Array(16));
  });

  it('needs no more memory after ten thousand runs than after two thousand', async () => {
    const session = await openSession(madeEncoder(SHAPES[0]!, { input: 32 }));
    const pixels = makePictures(5, 32);
    const run = async (times: number): Promise<number> => {
      for (let i = 0; i < times; i++) await session.embed(pixels.subarray(0, (1 + (i % 5)) * 3072));
      return process.memoryUsage.rss();
    };
    const before = await run(2000);
    // inputs that stayed would be 74 MB
    expect((await run(8000)) - before).toBeLessThan(40e6);
    await session.release();
  }, 120_000);
});
