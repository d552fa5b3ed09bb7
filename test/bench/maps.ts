// Seconds of processor time that each projection of 100,000 made points takes (or as many as are named), with 30 neighbours in 128 dimensions,
// and its longest slice. t-SNE and the auto-encoder take minutes: name them. Run: node test/bench/maps.ts [count] [umap|pca|tsne …]

import { pca } from '../../src-shared/learning/projections/pca.ts';
import type { Points, Projecting } from '../../src-shared/learning/projections/projection.ts';
import { qualityOf } from '../../src-shared/learning/projections/quality.ts';
import { tsne } from '../../src-shared/learning/projections/tsne.ts';
import { umap } from '../../src-shared/learning/projections/umap.ts';
import { normal } from '../../src-shared/learning/random.ts';

const [size = '100000', ...named] = process.argv.slice(2);
const count = Number(size);
const [dims, k, each] = [128, 30, 50];
const projections: Readonly<Record<string, (space: Points) => Projecting>> = { pca, umap, tsne };

const space = made();
console.log('projection  seconds  longest slice (ms)  trustworthiness  continuity');
for (const name of named.length > 0 ? named : ['pca', 'umap']) {
  const began = spent();
  let [longest, last] = [0, began];
  const projecting = projections[name]!(space);
  let step = projecting.next();
  for (; ; step = projecting.next()) {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
    if (step.done) break;
  }
  const measuring = qualityOf(space, step.value);
  let quality = measuring.next();
  while (!quality.done) quality = measuring.next();
  console.log(`${name.padEnd(10)}  ${((last - began) / 1000).toFixed(1).padStart(7)}  ${longest.toFixed(0).padStart(18)}  ${quality.value.trustworthiness.toFixed(4).padStart(15)}  ${quality.value.continuity.toFixed(4).padStart(10)}`);
}

/** In clouds of fifty, whose members are each other's neighbours. */
function made(): Points {
  const next = normal(3);
  const points = new Float32Array(count * dims);
  let centre = new Float32Array(dims);
  for (let row = 0; row < count; row++) {
    if (row % each === 0) centre = Float32Array.from({ length: dims }, next);
    for (let d = 0; d < dims; d++) points[row * dims + d] = centre[d]! + 0.7 * next();
  }
  const neighbours = new Uint32Array(count * k);
  const distances = new Float32Array(count * k);
  for (let row = 0; row < count; row++) {
    const first = row - (row % each);
    const others = Array.from({ length: each }, (_, at) => first + at).filter((other) => other !== row).map((other) => ({ other, distance: distance(points, row, other) }));
    others.sort((a, b) => a.distance - b.distance).slice(0, k).forEach(({ other, distance: far }, at) => {
      neighbours[row * k + at] = other;
      distances[row * k + at] = far;
    });
  }
  return { count, dims, points, k, neighbours, distances };
}

function distance(points: Float32Array, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += (points[a * dims + d]! - points[b * dims + d]!) ** 2;
  return Math.sqrt(sum);
}

/** Milliseconds of processor time so far. */
function spent(): number {
  return process.cpuUsage().user / 1000;
}
