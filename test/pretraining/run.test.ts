// The steps of a pre-training against the same steps taken one by one: which pictures, in which order, at which share of the time.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTraining } from '../../src-main/compute/training.ts';
import { PretrainingFolder } from '../../src-main/pretraining/files.ts';
import { splitPictures } from '../../src-main/pretraining/held-out.ts';
import type { Pictures } from '../../src-main/pretraining/pictures.ts';
import { pretrain } from '../../src-main/pretraining/run.ts';
import { seedOf } from '../../src-shared/learning/random.ts';
import { fromScratch } from '../../src-shared/learning/training/recipe.ts';
import { naivelyShuffled } from '../learning/training/naive-order.ts';
import { seeded } from '../made-library.ts';

const PICTURES = 13;
const BATCH = 4;
const STEPS = 4;
const recipe = { ...fromScratch, seed: 6, side: 32 };
const backends = [{ name: 'wasm', usable: true, note: null }] as const;

let root: string;
let start: Uint8Array;
/** Noise, and one that cannot be decoded among those to learn from. */
let pixels: (Uint8Array | null)[];
let pictures: Pictures;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-pretraining-run-'));
  start = new Uint8Array(await readFile(fileURLToPath(new URL('../learning/encoder/fixtures/tiny.bin', import.meta.url))));
  pixels = Array.from({ length: PICTURES }, (_, at) => {
    const random = seeded(at);
    return Uint8Array.from({ length: 128 * 128 * 3 }, () => 256 * random());
  });
  pixels[splitPictures(PICTURES, recipe.seed).learn[2]!] = null;
  pictures = { count: PICTURES, sources: [], read: async (at) => pixels[at] ?? null, close: () => {} };
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Losses of a run whose every step takes a quarter of its time, until `stopAfter` of them. */
async function losses(folder: PretrainingFolder, stopAfter = STEPS): Promise<unknown[]> {
  let time = 0;
  const leave = new AbortController();
  const found: unknown[] = [];
  const scores = await pretrain({
    folder, pictures, start, backends, recipe, minutes: 1, batch: BATCH, signal: leave.signal, now: () => (time += 60_000 / STEPS),
    onEntry: ({ what, loss }) => {
      if (what === 'learn') found.push(loss);
      if (found.length === stopAfter) leave.abort();
    }
  });
  expect(scores === null).toBe(stopAfter < STEPS);
  return found;
}

it('takes the steps of a plain loop over shuffled pictures, although it is stopped in between, and refuses to go on by another recipe', { timeout: 120_000 }, async () => {
  const { learn } = splitPictures(PICTURES, recipe.seed);
  const order = [0, 1, 2].flatMap((pass) => naivelyShuffled([...learn], seedOf(recipe.seed, 1 + pass))).filter((at) => pixels[at] !== null);
  const training = await openTraining({ weights: start, recipe, backend: 'wasm' });
  const expected: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const batch = order.slice(step * BATCH, (step + 1) * BATCH).map((at) => pixels[at]!);
    const { loss } = await training.step(new Uint8Array(Buffer.concat(batch)), BATCH, step / STEPS);
    expected.push(Number(loss.toPrecision(5)));
  }
  await training.close();
  expect(new Set(expected).size).toBe(STEPS);
  const folder = await PretrainingFolder.open(join(root, 'run'));
  const before = await losses(folder, 2);
  expect([...before, ...(await losses(folder))]).toEqual(expected);

  const other = pretrain({ folder, pictures, start, backends, recipe: { ...recipe, rate: 0.5 }, minutes: 1, batch: BATCH });
  await expect(other).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(/cannot be resumed: .*expected rate 0\.5, got 0\.01.* --out/) });
});
