import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { registerWasmKernels } from '../../../src-shared/learning/backends/wasm-kernels.ts';
import { embedPixels, uploadTensors } from '../../../src-shared/learning/encoder/embed.ts';
import { type EncoderWeights, parseWeights, serialiseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { openTrainer } from '../../../src-shared/learning/training/trainer.ts';
import { makePictures, readBytes, relativeError } from '../encoder/reference.ts';

const tiny = parseWeights(readBytes('fixtures/tiny.bin'));
const size = 128 * 128 * 3;
const pictures = makePictures(6);
const some = { side: 64, rate: 0.02, warmUp: 1 } as const;
// six plain colours, which views keep nearly
const colours = [200, 40, 40, 40, 200, 40, 40, 40, 200, 200, 200, 40, 40, 200, 200, 200, 40, 200];
const plain = Uint8Array.from({ length: 6 * size }, (_, i) => colours[Math.floor(i / size) * 3 + (i % 3)]!);
const batchAt = (step: number): Uint8Array => pictures.subarray((step % 2) * 3 * size, ((step % 2) + 1) * 3 * size);

/** Largest difference of two encoders' tensors. */
function difference(a: EncoderWeights, b: EncoderWeights): number {
  return Math.max(...[...a.tensors].flatMap(([name, values]) => Array.from(values, (value, i) => Math.abs(value - b.tensors.get(name)![i]!))));
}

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
});

describe('training', () => {
  it('lowers the loss on photos it sees again and again', async () => {
    const trainer = await openTrainer(tiny, { ...some, depth: 'all' });
    const losses: number[] = [];
    for (let i = 0; i < 40; i++) losses.push((await trainer.step(plain, 6, 0)).loss);
    const mean = (from: number, to: number): number => losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
    expect(mean(30, 40)).toBeLessThan(0.7 * mean(0, 5));
    expect(trainer).toMatchObject({ steps: 40, seen: 240 });
    trainer.dispose();
  });

  it.each(['vicreg', 'barlow-twins', 'rotation'] as const)('learns by %s as well', async (objective) => {
    const trainer = await openTrainer(tiny, { ...some, side: 32, depth: 'all', objective });
    const losses: number[] = [];
    for (let i = 0; i < 40; i++) losses.push((await trainer.step(objective === 'rotation' ? pictures : plain, 6, 0)).loss);
    const mean = (from: number, to: number): number => losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
    expect(mean(25, 40)).toBeLessThan(0.9 * mean(0, 5));
    trainer.dispose();
  });

  it.each([
    { objective: 'triplet' },
    { objective: 'triplet', miner: 'all', margin: 0.5 },
    { objective: 'triplet', miner: 'easy' },
    { objective: 'triplet', miner: 'hard' },
    { objective: 'triplet', miner: 'batch-hard', margin: 1 },
    { objective: 'contrastive' },
    { objective: 'contrastive', miner: 'semi-hard', margin: 0.5 },
    { objective: 'contrastive', miner: 'hard' },
    { objective: 'contrastive', miner: 'batch-hard' },
    { objective: 'multi-similarity' },
    { objective: 'lifted-structure', margin: 0.8 }
  ] as const)('learns by $objective with miner $miner and margin $margin', async (chosen) => {
    const { numTensors } = tf.memory();
    const trainer = await openTrainer(tiny, { ...some, side: 32, depth: 'all', ...chosen });
    const before = (await trainer.weights()).tensors;
    // losses over what was mined are means over other rows at each step, so they need not fall
    for (let i = 0; i < 6; i++) expect((await trainer.step(batchAt(i), 3, 0)).loss).toBeGreaterThanOrEqual(0);
    const { tensors, trained } = await trainer.weights();
    expect(trained).toMatchObject({ objective: chosen.objective, recipe: chosen });
    expect([...tensors].some(([name, values]) => values.some((value, at) => value !== before.get(name)![at]))).toBe(true);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it.each([{ objective: 'nt-xent', miner: 'hard' }, { objective: 'vicreg', margin: 0.5 }, { objective: 'triplet', margin: 0 }, { objective: 'contrastive', margin: 3 }] as const)(
    'refuses $objective with miner $miner and margin $margin', async (chosen) => {
      await expect(openTrainer(tiny, { ...some, ...chosen })).rejects.toThrow(RangeError);
    });

  it('does not go on by another miner', async () => {
    const first = await openTrainer(tiny, { ...some, side: 32, depth: 'last-blocks', objective: 'triplet', miner: 'hard' });
    const checkpoint = await first.checkpoint();
    first.dispose();
    await expect(openTrainer(tiny, { ...some, side: 32, depth: 'last-blocks', objective: 'triplet', checkpoint })).rejects.toThrow('expected miner undefined, got hard');
  });

  it.each(['all', 'last-blocks'] as const)('goes on from a checkpoint exactly as if it had not stopped (%s)', async (depth) => {
    const straight = await openTrainer(tiny, { ...some, depth });
    for (let i = 0; i < 6; i++) await straight.step(batchAt(i), 3, i / 6);

    const first = await openTrainer(tiny, { ...some, depth });
    for (let i = 0; i < 3; i++) await first.step(batchAt(i), 3, i / 6);
    const saved = await first.checkpoint();
    first.dispose();
    const second = await openTrainer(tiny, { ...some, depth, checkpoint: saved });
    expect(second).toMatchObject({ steps: 3, seen: 9 });
    for (let i = 3; i < 6; i++) await second.step(batchAt(i), 3, i / 6);

    expect(await second.checkpoint()).toEqual(await straight.checkpoint());
    expect(await second.weights()).toEqual(await straight.weights());
    straight.dispose();
    second.dispose();
  });

  it('changes the last third of the blocks alone where that is asked for', async () => {
    const trainer = await openTrainer(tiny, { ...some, depth: 'last-blocks' });
    for (let i = 0; i < 3; i++) await trainer.step(batchAt(i), 3, 0);
    const { tensors } = await trainer.weights();
    for (const [name, values] of tensors) expect(relativeError(values, tiny.tensors.get(name)!) > 0, name).toBe(name.startsWith('block2/'));
    trainer.dispose();
  });

  it('hands out weights that are a file of their own version and embed as they say', async () => {
    const trainer = await openTrainer(tiny, { ...some, depth: 'all', axes: 0 });
    expect((await trainer.weights()).version).toBe(tiny.version);
    for (let i = 0; i < 3; i++) await trainer.step(batchAt(i), 3, 0);
    const weights = await trainer.weights();
    expect(weights.version).toMatch(/^kindred-[0-9a-f]{10}$/);
    expect(weights.version).not.toBe(tiny.version);
    expect(weights.trained).toMatchObject({ steps: 3, seen: 9, head: 'kept', before: { version: tiny.version } });
    const stored = parseWeights(serialiseWeights(weights));
    expect(difference(stored, weights)).toBeLessThan(2e-3);
    // with six photos there are too few for five axes; with twelve there are enough
    expect((await trainer.weights(pictures)).trained).toMatchObject({ head: 'kept' });
    const fitted = await trainer.weights(makePictures(12));
    expect(fitted.trained).toMatchObject({ head: 'fitted' });
    const tensors = uploadTensors(fitted);
    const embeddings = await embedPixels(makePictures(12), tensors, fitted);
    tf.dispose(tensors);
    // centred: the embeddings of the sample point to all sides
    const sums = Array.from({ length: 5 }, (_, axis) => embeddings.reduce((sum, value, i) => (i % 5 === axis ? sum + value : sum), 0) / 12);
    expect(Math.hypot(...sums)).toBeLessThan(0.5);
    trainer.dispose();
  });

  it('leaves no tensor behind in 100 steps', async () => {
    const before = tf.memory().numTensors;
    const trainer = await openTrainer(tiny, { ...some, side: 32, depth: 'all' });
    await trainer.step(batchAt(0), 3, 0);
    const open = tf.memory().numTensors;
    for (let i = 0; i < 99; i++) await trainer.step(batchAt(i), 3, i / 99);
    await trainer.checkpoint();
    await trainer.weights(pictures);
    expect(tf.memory().numTensors).toBe(open);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes a step back whose loss is no number', async () => {
    const trainer = await openTrainer(tiny, { ...some, depth: 'all', temperature: NaN });
    const before = await trainer.checkpoint();
    const tensors = tf.memory().numTensors;
    await expect(trainer.step(batchAt(0), 3, 0)).rejects.toThrow(/^loss: expected a number, got NaN/);
    expect(await trainer.checkpoint()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    trainer.dispose();
  });

  it('refuses batches of other sizes', async () => {
    const trainer = await openTrainer(tiny, some);
    await expect(trainer.step(pictures.subarray(0, size), 1, 0)).rejects.toThrow(new RangeError('batch: expected at least 2 photos, got 1'));
    await expect(trainer.step(pictures, 3, 0)).rejects.toThrow(new RangeError(`batch: expected 3 × 128×128×3 = ${3 * size} values, got ${6 * size}`));
    trainer.dispose();
  });
});
