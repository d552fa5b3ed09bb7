// The steps of a training on a library against the same steps taken one by one: which photos, in which order, at which share of the time.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../src-main/compute/engine.ts';
import { openTraining } from '../../../src-main/compute/training.ts';
import { encoderSubject } from '../../../src-main/library/training/subject.ts';
import { learn } from '../../../src-main/library/training/learn.ts';
import { readPixels } from '../../../src-main/library/training/pixels.ts';
import { Library } from '../../../src-main/library/library.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { removeCheckpoint } from '../../../src-main/store/encoder-files.ts';
import { photosToLearnFrom } from '../../../src-main/store/training-photos.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { naivelyShuffled } from '../../learning/training/naive-order.ts';
import { makeLibrary } from '../../made-library.ts';
import { fakeLearning } from './fake-learning.ts';

const STEPS = 6;
const BATCH = 8;
const SEED = 11;
const recipe = { depth: 'all', side: 32 } as const;

let root: string;
let library: Library;
let weights: Uint8Array;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-learn-'));
  await makeLibrary(join(root, 'photos'), { groups: 8, perGroup: 4, width: 64, height: 48 });
  const learning = fakeLearning(join(root, 'app', 'encoder.bin'));
  library = await Library.open({ dataFolder: join(root, 'data'), folder: join(root, 'photos'), engine: learning.engine, learning, groups: false, emit: () => {} });
  await library.startIndex().finished;
  weights = new Uint8Array(await readFile(fileURLToPath(new URL('../../learning/encoder/fixtures/tiny.bin', import.meta.url))));
});
afterAll(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

/** An engine of no encoder: what it says of a photo is its first colour. */
const openEngine = async (): Promise<Engine> => ({
  backend: 'cpu', encoderVersion: 'none', dim: 3, workers: 1, close: async () => {},
  describe: async ({ count, pixels }) => {
    const embeddings = Float32Array.from({ length: count * 3 }, (_, i) => pixels[Math.floor(i / 3) * (pixels.length / count) + (i % 3)]!);
    return { embeddings, colour: embeddings, layout: embeddings, texture: embeddings, fingerprints: new Uint8Array(0) };
  }
});

/** Losses of a run whose every step takes a sixth of its time, until `stopAfter` of them. */
async function losses(stopAfter = STEPS): Promise<number[]> {
  let time = 0;
  const found: number[] = [];
  const stopped = await learn({
    store: library.store, run: { id: 1, budget: 60, seed: SEED }, subject: encoderSubject({ store: library.store, weights, openEngine, pass: async () => {} }), lensId: DEFAULT_LENS, backend: 'wasm', recipe, batch: BATCH, onStatus: () => {},
    now: () => (time += 60_000 / STEPS),
    share: ({ budget }) => ({ steps: budget, after: 0 }),
    openTraining: async (options) => {
      const training = await openTraining(options);
      return {
        ...training,
        step: async (...batch) => {
          const report = await training.step(...batch);
          found.push(report.loss);
          return report;
        }
      };
    },
    pass: async (save) => {
      if (!save || found.length < stopAfter) return;
      await save();
      throw new RangeError('stopped');
    }
  }).then(() => false, (error: unknown) => {
    if (error instanceof RangeError) return true;
    throw error;
  });
  expect(stopped).toBe(stopAfter < STEPS);
  return found;
}

it('takes the steps of a plain loop over shuffled photos, although it is stopped in between', { timeout: 120_000 }, async () => {
  // of 32 photos, the first eight are held out
  const ids = [...photosToLearnFrom(library.store)].slice(8) as PhotoId[]; // row ids of the store
  expect(ids).toHaveLength(24);
  const order = [0, 1].flatMap((pass) => naivelyShuffled(ids, SEED + pass * 7919));
  const training = await openTraining({ weights, recipe: { seed: SEED, ...recipe }, backend: 'wasm' });
  const expected: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const batch = await Promise.all(order.slice(step * BATCH, (step + 1) * BATCH).map((id) => readPixels(library.store, id)));
    const { loss } = await training.step(new Uint8Array(Buffer.concat(batch.map((pixels) => pixels!))), BATCH, step / STEPS);
    expected.push(loss);
  }
  await training.close();
  expect(new Set(expected).size).toBe(STEPS);
  const before = await losses(3);
  expect([...before, ...(await losses())]).toEqual(expected);
});

it('learns from photos that were put together as from one, if asked to, and says what is missing where none were', { timeout: 120_000 }, async () => {
  const batches: { groups: readonly number[]; photos: readonly string[] }[] = [];
  let time = 0;
  const run = (): Promise<unknown> => learn({
    store: library.store, run: { id: 2, budget: 60, seed: SEED }, subject: encoderSubject({ store: library.store, weights, openEngine, pass: async () => {} }), lensId: DEFAULT_LENS, backend: 'wasm', recipe: { ...recipe, objective: 'supervised-contrastive' }, batch: BATCH,
    onStatus: () => {}, pass: async () => {}, now: () => (time += 60_000 / STEPS),
    share: ({ budget }) => ({ steps: budget, after: 0 }),
    openTraining: async (options) => {
      const training = await openTraining(options);
      return {
        ...training,
        step: async (pixels, count, share, groups) => {
          const size = pixels.length / count;
          batches.push({ groups: [...groups!], photos: Array.from({ length: count }, (_, at) => Buffer.from(pixels.subarray(at * size, (at + 1) * size)).toString('base64')) });
          return training.step(pixels, count, share, groups);
        }
      };
    }
  });
  await removeCheckpoint(library.store.folder);
  await expect(run()).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('photos that you put together') });
  const ids = [...photosToLearnFrom(library.store)] as PhotoId[]; // row ids of the store
  const said = [ids[9]!, ids[20]!, ids[31]!];
  library.judge(DEFAULT_LENS).add({ kind: 'together', photos: said });
  await run();
  const own = await Promise.all(said.map(async (id) => Buffer.from((await readPixels(library.store, id))!).toString('base64')));
  let met = 0;
  for (const { groups, photos } of batches) {
    for (let a = 0; a < photos.length; a++) {
      for (let b = 0; b < a; b++) {
        const together = photos[a] === photos[b] || (own.includes(photos[a]!) && own.includes(photos[b]!));
        expect(groups[a] === groups[b]).toBe(together);
        if (together) met++;
      }
    }
  }
  expect(met).toBeGreaterThan(STEPS);
});
