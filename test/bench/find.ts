// How long filters and words take in a library of 100,000 made photos, against 100 ms, as a page would ask: through the worker thread. Also how long
// the index takes to build, and how long the main thread is held up meanwhile; then the ranking of as many photos by images. Run it alone: `npm run bench -- find`; KINDRED_BENCH_PHOTOS=… for another number.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { LikePhotos, LikeWhat, PhotoId } from '../../src-shared/contract.ts';
import type { Filter } from '../../src-shared/finding/filter.ts';
import { parseQuery } from '../../src-shared/finding/parse.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import type { AlikeRequest } from '../../src-main/library/alike/alike-worker.ts';
import type { LikeSpace } from '../../src-main/library/alike/rank.ts';
import { Finding } from '../../src-main/library/finding/finding.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { openStore } from '../../src-main/store/database.ts';
import type { EncoderVersionId } from '../../src-main/store/encoder-versions.ts';
import { WorkerPool } from '../../src-main/workers/worker-pool.ts';
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
  await rankImages();
} finally {
  rmSync(folder, { recursive: true });
}

/** Ranking as many photos by one image and by three, as the worker thread does: 192 made coordinates each. */
async function rankImages(): Promise<void> {
  const dims = 192;
  const next = uniform(1);
  const shared = new Float32Array(new SharedArrayBuffer(4 * photos * dims));
  for (let at = 0; at < shared.length; at++) shared[at] = next();
  const section = { name: 'encoder', start: 0, dims, share: 1 } as const;
  const space: LikeSpace = { versions: { encoder: 1 as EncoderVersionId, features: 1 }, prior: { revision: 1, ids: Uint32Array.from({ length: photos }, (_, at) => at + 1), dims, points: shared, sections: [section] }, lens: { points: shared, sections: [section] }, maps: null };
  const workers = WorkerPool.lazy<LikePhotos>(new URL('../../src-main/library/alike/alike-worker.ts', import.meta.url), { stored: folder }, 1);
  for (const images of [1, 3]) {
    const own: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const like = Array.from({ length: images }, (_, at): LikeWhat => ({ kind: 'photo', photo: (1 + ((round * images + at) * 7919) % photos) as PhotoId }));
      const asked = performance.now();
      await workers.run({ message: { space, question: { like, among: null, count: 240 } } satisfies AlikeRequest });
      if (round > 0) own.push(performance.now() - asked); // the first starts the thread
    }
    console.log(`${photos} photos ranked by ${images === 1 ? 'one image' : `${images} images`}: 95th percentile ${percentile(own, 0.95).toFixed(1)} ms (at most 200)`);
  }
  await workers.close();
}

/** Of all threads, since then. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function percentile(all: readonly number[], share: number): number {
  return all.toSorted((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? NaN;
}
