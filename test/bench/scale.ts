// What several indexers of one archive would give, by simulation: no database is started. Throughput: events in order of time, of indexers whose cores
// read photos and which then wait their turn at one database; the costs of a photo are parameters. Neighbours: photos are dealt out to indexers, each finds
// the nearest among its own, exactly, and a photo's neighbours are those of its own indexer alone, or the best of what all answer.
// Prints the tables of docs/scale.md. `npm run bench -- scale [ms of a core to read a photo] [ms of the database to write it]`.

import { nearestNeighbours } from '../../src-shared/learning/linkage/neighbours.ts';
import { asPoints, squaredDistance } from '../../src-shared/learning/linkage/points.ts';
import { clusteredPoints } from '../learning/linkage/made.ts';

const [read = 12, write = 0.5] = process.argv.slice(2).map(Number);
const CORES = 4;
const BATCH = 16;
const PHOTOS = 20_000;

console.log('| indexers of four cores | photos a second | database busy | own neighbours found | of all, merged | answers crossing, KB a photo |\n| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const indexers of [1, 2, 4, 8, 16]) {
  const { perSecond, busy } = throughput(indexers);
  const { alone, merged } = recall(indexers);
  const crossing = ((indexers - 1) * 30 * 8) / 1000; // an id and a distance of each
  console.log(`| ${indexers} | ${perSecond.toFixed(0)} | ${(100 * busy).toFixed(0)} % | ${alone.toFixed(3)} | ${merged.toFixed(3)} | ${crossing.toFixed(1)} |`);
}

/** Every core reads a batch, then waits until the database, which serves one at a time, has written it. */
function throughput(indexers: number): { readonly perSecond: number; readonly busy: number } {
  const ready = Array.from({ length: indexers * CORES }, (_, core) => (BATCH * read * core) / (indexers * CORES)); // they do not start together
  let [free, used, done] = [0, 0, 0];
  while (done < PHOTOS) {
    const core = ready.indexOf(Math.min(...ready));
    const from = Math.max(free, ready[core]! + BATCH * read);
    free = from + BATCH * write;
    used += BATCH * write;
    ready[core] = free;
    done += BATCH;
  }
  return { perSecond: (1000 * done) / free, busy: used / free };
}

/** Share of the true thirty nearest that are found, of 3,000 made points. */
function recall(indexers: number): { readonly alone: number; readonly merged: number } {
  const [size, dims, k] = [3000, 32, 30];
  const values = clusteredPoints(size, dims, 250, 5);
  const points = asPoints(values, dims);
  const { neighbours } = nearestNeighbours(values, dims, k);
  let [own, all] = [0, 0];
  for (let row = 0; row < size; row += 10) {
    const truth = new Set(neighbours.subarray(row * k, (row + 1) * k));
    const answers = Array.from({ length: indexers }, (_, of) => {
      const theirs = Array.from({ length: Math.ceil((size - of) / indexers) }, (_, at) => of + at * indexers).filter((other) => other !== row);
      return theirs.map((other) => ({ other, square: squaredDistance(points, row, other) })).sort((a, b) => a.square - b.square).slice(0, k);
    });
    const found = (list: readonly { readonly other: number }[]): number => list.filter(({ other }) => truth.has(other)).length;
    own += found(answers[row % indexers]!);
    all += found(answers.flat().sort((a, b) => a.square - b.square).slice(0, k));
  }
  return { alone: own / (k * (size / 10)), merged: all / (k * (size / 10)) };
}
