// How long filters and words take in a library of 100,000 made photos, against 100 ms, as a page would ask: through the worker thread. Also how long
// the index takes to build, and how long the main thread is held up meanwhile. Run it alone: `npm run bench -- find`; KINDRED_BENCH_PHOTOS=… for another number.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Filter } from '../../src-shared/finding/filter.ts';
import { parseQuery } from '../../src-shared/finding/parse.ts';
import { Finding } from '../../src-main/library/finding/finding.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { openStore } from '../../src-main/store/database.ts';
import { fillWithFoundPhotos } from '../made-found-photos.ts';

const photos = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
const rounds = 20;
const queries = [
  'kitchen', 'IMG_12', 'kitchen dec 2021', 'iphone -screenshots', '2019', '>5mp landscape', '제주', '여행', 'heic', 'no place', 'seoul summer 2020', 'unjudged is:single', 'nothing at all like this', 'g'
];

const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-find-'));
try {
  const store = openStore(folder);
  fillWithFoundPhotos(store, photos);
  store.close();
  const finding = new Finding({ stored: folder, space: () => Promise.reject(new Error('expected no question of certainty')), onChange: () => {} });
  const filterOf = (query: string): Filter => ({ parts: parseQuery(query, { cameras: ['iPhone 12 Pro', 'Canon EOS R5'], formats: [], albums: [] }) });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  await finding.find(filterOf('kitchen'), DEFAULT_LENS);
  const built = performance.now() - start;
  const times: number[] = [];
  const used = process.cpuUsage();
  const lines: string[] = [];
  for (const query of queries) {
    const own: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const asked = performance.now();
      found = (await finding.find(filterOf(query), DEFAULT_LENS)).length;
      own.push(performance.now() - asked);
    }
    times.push(...own);
    lines.push(`${query.padEnd(28)} ${percentile(own, 0.95).toFixed(1).padStart(7)} ms  ${found} photos`);
  }
  console.log(lines.join('\n'));
  console.log(`${photos} photos: index built in ${(built / 1000).toFixed(2)} s; 95th percentile of ${times.length} questions ${percentile(times, 0.95).toFixed(1)} ms (at most 100), ${(processorMs(used) / times.length).toFixed(1)} ms of processor time each, the longest ${Math.max(...times).toFixed(1)} ms; main thread held up for ${(delay.max / 1e6).toFixed(1)} ms at most`);
  await finding.close();
} finally {
  rmSync(folder, { recursive: true });
}

/** Of all threads, since then. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function percentile(all: readonly number[], share: number): number {
  return all.toSorted((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? NaN;
}
