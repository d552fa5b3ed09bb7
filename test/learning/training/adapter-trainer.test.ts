import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import { type AdapterWeights, identityAdapter } from '../../../src-shared/learning/adapter/adapter.ts';
import { parseAdapter, serialiseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { registerWasmKernels } from '../../../src-shared/learning/backends/wasm-kernels.ts';
import { minerNames } from '../../../src-shared/learning/mining/miner.ts';
import { scoreFinding } from '../../../src-shared/learning/scores/finding.ts';
import { adapt, openAdapterTrainer } from '../../../src-shared/learning/training/adapter-trainer.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import { makeViews, type MadeViews } from '../adapter/made-views.ts';
import { ntXent } from '../objectives/naive.ts';

const pack = { id: 'pack-net-0123456789', sha256: 'ab'.repeat(32) };
const VIEWS = 5;
const HELD_OUT = 60;

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
});

const rowsOf = (values: Float32Array, dim: number): number[][] => Array.from({ length: values.length / dim }, (_, i) => [...values.subarray(i * dim, (i + 1) * dim)]);

/** How early views of photos that were not learned from find these, through an adapter. */
function found({ view, dim }: MadeViews, adapter: AdapterWeights): number {
  const of = (at: number): Float32Array => adaptRows(Float32Array.from(Array.from({ length: HELD_OUT }, (_, photo) => [...view(photo, at)]).flat()), adapter);
  return scoreFinding(Float32Array.from([...of(1), ...of(2)]), of(0), dim).mAP;
}

async function learn(made: MadeViews, steps: number, recipe: Partial<Recipe> = {}, photos = 160): Promise<AdapterWeights> {
  const trainer = await openAdapterTrainer(identityAdapter(pack, made.dim, 1), recipe);
  try {
    for (let step = 0; step < steps; step++) await trainer.step(made.batch(Array.from({ length: 64 }, (_, i) => HELD_OUT + ((step * 64 + i) % photos))), 64, step / steps);
    return parseAdapter(serialiseAdapter(await trainer.weights()));
  } finally {
    trainer.dispose();
  }
}

describe('an adapter that learns', () => {
  it('computes with tensors what it does in plain numbers', async () => {
    const made = makeViews({ photos: 6, views: 2 });
    const adapter = await learn(makeViews({ photos: HELD_OUT + 160, views: VIEWS }), 3);
    const tensors = Object.fromEntries([...adapter.tensors].map(([name, values]) => [name, name.endsWith('bias') ? tf.tensor1d(values) : tf.tensor2d(values, name.startsWith('hidden') ? [made.dim, adapter.hidden] : [adapter.hidden, made.dim])]));
    const x = tf.mul<tf.Tensor2D>(tf.tensor2d(made.rows, [12, made.dim]), Math.sqrt(made.dim));
    const y = rowsOf((await adapt(x, tensors).data<'float32'>()), made.dim).map((row) => row.map((value) => value / Math.hypot(...row)));
    rowsOf(adaptRows(made.rows, adapter), made.dim).forEach((row, i) => row.forEach((value, d) => expect(value).toBeCloseTo(y[i]![d]!, 5)));
  });

  it('goes against the gradient of the loss, as small differences of plain sums say', async () => {
    const made = makeViews({ photos: 4, views: 2 });
    const start = identityAdapter(pack, made.dim, 1);
    // with two views every pair is drawn, in one order or the other, which the loss does not see
    const lossOf = (tensors: AdapterWeights['tensors']): number => {
      const views = (view: number): number[][] => rowsOf(adaptRows(Float32Array.from([0, 1, 2, 3].flatMap((photo) => [...made.view(photo, view)])), { ...start, tensors }), made.dim);
      return ntXent(views(0), views(1), 0.25);
    };
    const trainer = await openAdapterTrainer(start, { temperature: 0.25, warmUp: 1, rate: 0.01, decay: 0 });
    const { loss } = await trainer.step(made.batch([0, 1, 2, 3]), 4, 0);
    const { tensors } = await trainer.weights();
    trainer.dispose();
    expect(loss).toBeCloseTo(lossOf(start.tensors), 2); // the features are halves
    let compared = 0;
    for (const name of ['out/kernel', 'out/bias'] as const) {
      for (let at = 0; at < 24; at++) {
        const moved = (by: number): AdapterWeights['tensors'] => new Map([...start.tensors].map(([each, values]) => [each, each === name ? values.map((value, i) => (i === at ? value + by : value)) : values]));
        const slope = (lossOf(moved(0.05)) - lossOf(moved(-0.05))) / 0.1;
        if (Math.abs(slope) < 2e-3) continue;
        compared++;
        // the first step of Adam goes as far in every direction
        expect(Math.sign(tensors.get(name)![at]!), `${name} ${at}`).toBe(-Math.sign(slope));
      }
    }
    expect(compared).toBeGreaterThan(12);
    // the first layer cannot learn yet: behind it all is zero
    expect(tensors.get('hidden/kernel')).toEqual(start.tensors.get('hidden/kernel'));
  });

  it('finds photos better by views of them, photos that it never saw, too', async () => {
    for (const seed of [1, 2]) {
      const made = makeViews({ photos: HELD_OUT + 160, views: VIEWS, seed });
      const before = found(made, identityAdapter(pack, made.dim, 1));
      const after = found(made, await learn(made, 80));
      expect(after, `seed ${seed}: ${before} before`).toBeGreaterThan(before + 0.1);
    }
  });

  it.each([
    ...(['nt-xent', 'vicreg', 'barlow-twins', 'multi-similarity', 'lifted-structure', 'supervised-contrastive'] as const).map((objective) => ({ objective })),
    ...(['triplet', 'contrastive'] as const).flatMap((objective) => minerNames.map((miner) => ({ objective, miner }))).filter(({ objective, miner }) => objective !== 'contrastive' || miner !== 'easy') // whose pairs have no loss
  ])('learns by $objective with miner $miner', async (recipe) => {
    const made = makeViews({ photos: HELD_OUT + 160, views: VIEWS });
    const { numTensors } = tf.memory();
    const trained = await learn(made, 3, recipe);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(trained.trained).toMatchObject({ objective: recipe.objective, steps: 3, recipe });
    expect(trained.tensors.get('out/kernel')!.some((value) => value !== 0)).toBe(true);
  });

  it('goes on from a checkpoint exactly as if it had not stopped', async () => {
    const made = makeViews({ photos: 8, views: 3 });
    const batch = made.batch([0, 1, 2, 3, 4, 5, 6, 7]);
    const start = identityAdapter(pack, made.dim, 1);
    const straight = await openAdapterTrainer(start);
    for (let i = 0; i < 6; i++) await straight.step(batch, 8, i / 6);
    const first = await openAdapterTrainer(start);
    for (let i = 0; i < 3; i++) await first.step(batch, 8, i / 6);
    const checkpoint = await first.checkpoint();
    const second = await openAdapterTrainer(start, { checkpoint });
    for (let i = 3; i < 6; i++) await second.step(batch, 8, i / 6);
    expect((await second.weights()).tensors).toEqual((await straight.weights()).tensors);
    await expect(openAdapterTrainer({ ...start, version: 'pack-other' }, { checkpoint })).rejects.toThrow('expected a training of encoder pack-other');
    for (const trainer of [straight, first, second]) trainer.dispose();
  });

  it('refuses what it cannot learn by or from', async () => {
    const start = identityAdapter(pack, 8, 1);
    await expect(openAdapterTrainer(start, { objective: 'rotation' })).rejects.toThrow('rotation asks how views are turned');
    await expect(openAdapterTrainer(start, { objective: 'vicreg', miner: 'hard' })).rejects.toThrow(RangeError);
    const trainer = await openAdapterTrainer(start);
    await expect(trainer.step(new Uint8Array(2 * 8 * 2), 2, 0)).rejects.toThrow('expected at least two views');
    await expect(trainer.step(new Uint8Array(2 * 8 * 4), 1, 0)).rejects.toThrow('expected at least 2 photos');
    await expect(trainer.step(new Uint8Array(2 * 8 * 4).fill(0xff), 2, 0)).rejects.toThrow(TypeError);
    expect(trainer.steps).toBe(0);
    trainer.dispose();
  });
});
