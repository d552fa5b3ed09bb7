// Finding the nearest neighbours of a library's points: processor time, recall of the thirty nearest against a comparison with all, and whether
// several runs find the same. Seeded points in clusters, in as many dimensions as a library's points mostly vary in.
// `npm run bench -- neighbours [sizes]`, such as 10000,60000,200000.

import { findNeighbours } from '../../src-main/compute/neighbours.ts';
import { asPoints, squaredDistance } from '../../src-shared/learning/linkage/points.ts';
import { clusteredPoints } from '../learning/linkage/made.ts';
import { Rows } from './screens/rows.ts';

const sizes = (process.argv[2] ?? '10000,60000').split(',').map(Number);
const dims = 64;
const k = 30;
/** Photos whose neighbours are compared with the exact ones. */
const LOOKED_AT = 300;
/** Runs over the same points. */
const RUNS = 4;
/** Seconds of the processor at 60,000 photos, at most, and recall at any size, at least. */
const bars = { seconds: 6, recall: 0.99 };

const rows = new Rows();
for (const size of sizes) {
  const values = clusteredPoints(size, dims, Math.round(size / 12), 7);
  const before = process.cpuUsage();
  const found = await findNeighbours(values, dims, k);
  const { user, system } = process.cpuUsage(before);
  rows.note('neighbours', `of ${size.toLocaleString('en')} photos`, (user + system) / 1e6, 's', size === 60_000 ? bars.seconds : undefined);
  rows.note('neighbours', `recall, ${size.toLocaleString('en')} photos`, recallOf(values, found.neighbours), 'share', bars.recall, 'at least');
}

const least = Math.min(10_000, ...sizes);
const same = clusteredPoints(least, dims, Math.round(least / 12), 8);
const first = await findNeighbours(same, dims, k);
let other = 0;
for (let run = 1; run < RUNS; run++) {
  const { neighbours } = await findNeighbours(same, dims, k);
  for (let row = 0; row < least; row++) if (neighbours.subarray(row * k, (row + 1) * k).some((photo, at) => photo !== first.neighbours[row * k + at])) other++;
}
rows.note('neighbours', `rows of ${least.toLocaleString('en')} that differ between ${RUNS} runs`, other, 'rows', 0);
rows.end();

function recallOf(values: Float32Array, neighbours: Uint32Array): number {
  const points = asPoints(values, dims);
  let hits = 0;
  for (let at = 0; at < LOOKED_AT; at++) {
    const row = Math.floor((at * points.size) / LOOKED_AT);
    const squares = Float64Array.from({ length: points.size }, (_, other) => (other === row ? Infinity : squaredDistance(points, row, other)));
    const farthest = squares.toSorted()[k - 1]!;
    hits += neighbours.subarray(row * k, (row + 1) * k).filter((photo) => squares[photo]! <= farthest).length;
  }
  return hits / (LOOKED_AT * k);
}
