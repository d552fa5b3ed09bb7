// Time and memory of many judgments: 100,000 loaded from the log, one more said and undone then; and, with an argument, a random
// walk of that many steps, with the metric fitted and photos grouped on the way (a million in less than an hour).
// Run: node --expose-gc test/bench/judgments.ts [steps]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore } from '../../src-main/store/database.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readFinder, type Said } from '../../src-main/store/judgments.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { walk } from '../library/judging/judge-walk.ts';
import { random } from '../learning/linkage/made.ts';
import { madeFile, madeHash, madeVersions } from '../store/made-store.ts';
import { asked } from '../origins.ts';

const photos = 60_000;
const many = 100_000;
/** What loading may cost, in ms and in MB. */
const budget = { load: 1000, memory: 200 };

const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-'));
try {
  const store = openStore(join(folder, 'many'));
  const names = Array.from({ length: photos }, (_, at) => `${at}.jpg`);
  const versions = madeVersions(store);
  for (let at = 0; at < photos; at += 2000) writeIndexed(store, versions, names.slice(at, at + 2000).map((name) => madeFile(name)), 0);

  // groups of ten: pairs within one are similar, pairs across differ, so all fit together; some degrees and comparisons
  const next = random(1);
  const pick = (count: number) => Math.floor(next() * count);
  const hash = (photo: number) => madeHash(names[photo]!);
  const said = Array.from({ length: many }, (_, at): Said => {
    const [a, b] = [pick(photos), pick(photos)];
    const sibling = a - (a % 10) + ((a % 10) + 1 + pick(9)) % 10;
    const other = Math.floor(a / 10) === Math.floor(b / 10) ? (b + 10) % photos : b;
    if (at % 4 < 2) return { kind: 'similar', payload: { photos: [hash(a), hash(sibling)] }, origin: asked, madeAt: at };
    if (at % 4 === 2) return { kind: 'different', payload: { photos: [hash(a), hash(other)] }, origin: asked, madeAt: at };
    return { kind: 'closer', payload: { photos: [hash(a), hash(sibling), hash(other)] }, origin: asked, madeAt: at };
  });
  const taken = new Judge(store, DEFAULT_LENS).takeOver(said);
  const count = (status: string) => taken.filter((outcome) => outcome.status === status).length;
  console.log(`${many} statements about ${photos} photos: ${count('recorded')} recorded, ${count('already-known')} known, ${count('contradiction')} contradictory`);

  const before = memory();
  const loads: number[] = [];
  let judge = new Judge(store, DEFAULT_LENS);
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    judge = new Judge(store, DEFAULT_LENS);
    loads.push(performance.now() - start);
  }
  const find = readFinder(store);
  const load = median(loads);
  const held = memory() - before;
  const pair = (at: number): [PhotoId, PhotoId] => [find({ hash: hash(at), picture: null })!, find({ hash: hash(at + 10), picture: null })!];
  const says = Array.from({ length: 20 }, (_, at) => timed(() => judge.add({ kind: 'degree', photos: pair(at * 20), degree: 0.5 })));
  const undos = Array.from({ length: 5 }, () => timed(() => judge.undo()));
  console.log(`load ${load.toFixed(0)} ms, ${held.toFixed(0)} MB held; say ${median(says).toFixed(2)} ms, undo ${median(undos).toFixed(0)} ms`);
  store.close();
  if (load > budget.load || held > budget.memory) {
    console.error(`expected at most ${budget.load} ms and ${budget.memory} MB`);
    process.exitCode = 1;
  }

  const steps = Number(process.argv[2] ?? 20_000);
  const start = performance.now();
  const walked = walk({ folder: join(folder, 'walk'), steps, seed: 7, checkEvery: 1000, groupEvery: 500, fitEvery: Math.max(2000, Math.floor(steps / 50)) });
  console.log(`walked ${walked.steps} steps in ${((performance.now() - start) / 1000).toFixed(0)} s, ${memory().toFixed(0)} MB held:`, walked.counts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
