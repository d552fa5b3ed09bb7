// What a training step costs on WebAssembly, one thread: the whole encoder and its last third of blocks, in multiples of a forward pass of
// the same views. Time of the processor, so that a busy machine changes little; medians of one run. `npm run bench -- training`.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../../src-main/compute/start-backend.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { toUnit, uploadTensors } from '../../src-shared/learning/encoder/embed.ts';
import { forwardFeatures } from '../../src-shared/learning/encoder/forward.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { recipeFor } from '../../src-shared/learning/training/recipe.ts';
import { taskOf } from '../../src-shared/learning/training/task.ts';
import { openTrainer } from '../../src-shared/learning/training/trainer.ts';
import { makePictures } from '../learning/encoder/reference.ts';

const photos = Number(process.argv[2] ?? 32);
const rounds = 7;
/** Steps in forward passes, at most. */
const budget = { all: 6, 'last-blocks': 3 } as const;

await startBackend('wasm');
const weights = parseWeights(new Uint8Array(readFileSync(shippedWeights)));
const pixels = makePictures(photos);
const depths = ['all', 'last-blocks'] as const;
const trainers = { all: await openTrainer(weights, { depth: 'all' }), 'last-blocks': await openTrainer(weights, { depth: 'last-blocks' }) };
const tensors = uploadTensors(weights);
const { input, architecture } = weights;
const views = tf.tidy(() => taskOf(recipeFor('all')).views(tf.tensor4d(toUnit(pixels), [photos, input, input, 3]), 1));
const forward = async (): Promise<void> => {
  const features = forwardFeatures(views, tensors, architecture);
  await features.data();
  features.dispose();
};

// in turns, so that whatever else the machine does meets all of them
const times = { forward: [] as number[], all: [] as number[], 'last-blocks': [] as number[] };
for (let round = -2; round < rounds; round++) {
  const spent = { forward: await processorTime(forward), all: await processorTime(() => trainers.all.step(pixels, photos, 0.5)), 'last-blocks': await processorTime(() => trainers['last-blocks'].step(pixels, photos, 0.5)) };
  if (round < 0) continue; // WebAssembly is still being compiled
  for (const name of ['forward', ...depths] as const) times[name].push(spent[name]);
}

const once = median(times.forward);
console.log(`${views.shape.slice(0, 3).join(' × ')} views of ${photos} photos: forward ${once.toFixed(0)} ms (${(once / views.shape[0]).toFixed(2)} ms a view)`);
for (const depth of depths) {
  const ratio = median(times[depth]) / once;
  console.log(`${depth}: a step ${median(times[depth]).toFixed(0)} ms, views and optimiser included = ${ratio.toFixed(2)} forward passes (at most ${budget[depth]})`);
  if (ratio > budget[depth]) process.exitCode = 1;
}

async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
