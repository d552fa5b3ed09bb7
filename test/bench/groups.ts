// Time of everything between points and groups, on seeded clustered points. Run: node test/bench/groups.ts [dims]
// Processor time of this thread's process, so that other work on the machine counts little; a few runs each, the median.
import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace } from '../../src-shared/contract.ts';
import { findNeighbours } from '../../src-main/compute/neighbours.ts';
import { findCandidates } from '../../src-shared/learning/linkage/candidates.ts';
import { cut } from '../../src-shared/learning/linkage/cut.ts';
import { Grouper, toSaved } from '../../src-shared/learning/groups/grouping.ts';
import { link } from '../../src-shared/learning/linkage/linkage.ts';
import { asPoints } from '../../src-shared/learning/linkage/points.ts';
import { clusteredPoints, random } from '../learning/linkage/made.ts';
import { asked } from '../origins.ts';

const dims = Number(process.argv[2] ?? 64);
const k = 30;
/** What a move of the slider may cost at 10,000 photos, in ms. */
const budget = 50;

console.log(`ms of processor time, ${dims} dimensions, ${k} neighbours`);
console.log('photos  neighbours  candidates    link     cut  first grouping  slider move  +judgment  -judgment  100 learned');
for (const size of [1_000, 10_000, 60_000]) {
  const values = clusteredPoints(size, dims, Math.round(size / 12), 7);
  const points = asPoints(values, dims);
  const from = spent();
  const graph = await findNeighbours(values, dims, k);
  const neighbours = spent() - from;
  const candidates = findCandidates(points, graph);
  const { tree } = link(points, candidates);
  const heightOf = (share: number) => tree.heights[Math.floor(size * share)]!;
  const levels = { finest: heightOf(0.1), sameShot: heightOf(0.4), sameMoment: heightOf(0.8), related: heightOf(0.93), coarsest: heightOf(0.99), default: heightOf(0.8) };
  const space: PhotoSpace = { revision: 1, ids: Uint32Array.from(points.values.subarray(0, size), (_, at) => at + 1), dims, points: values, levels, ...graph };

  const grouper = new Grouper();
  const began = spent();
  const shown = grouper.group({ space, judgments: [] });
  const first = spent() - began;
  const previous = toSaved(shown);
  const next = random(1);
  const move = median(9, () => grouper.group({ space, judgments: [], previous, height: heightOf(0.4 + 0.55 * next()) }));

  // photos of one group are said to differ, photos of two groups to be alike
  const said = Array.from({ length: 9 }, (_, at): Judgment => {
    const group = () => shown.groups[Math.floor(next() * 0.3 * shown.groups.length)]!.photos;
    const photos = group();
    const [a, b] = at % 2 === 0 ? [photos[0]!, photos[1]!] : [photos[0]!, group()[0]!];
    // brands are for the product
    return { id: (at + 1) as JudgmentId, lensId: 1 as LensId, madeAt: at, statement: { kind: at % 2 === 0 ? 'different' : 'similar', photos: [a as PhotoId, b as PhotoId] }, origin: asked };
  });
  let count = 0;
  const add = median(said.length, () => grouper.group({ space, judgments: said.slice(0, ++count), previous, keepPlaces: true }));
  const undo = median(said.length, () => grouper.group({ space, judgments: said.slice(0, --count), previous, keepPlaces: true }));

  // what follows an answer in the background: a new space of the same photos, and the default cut by all that was said
  const others = Array.from({ length: 100 }, (_, at): Judgment => {
    const [one, other] = [0, 0].map(() => shown.groups[Math.floor(next() * 0.3 * shown.groups.length)]!.photos) as [Uint32Array, Uint32Array];
    const [a, b] = at % 2 === 0 || one === other ? [one[0]!, one.at(-1)!] : [one[0]!, other[0]!];
    return { id: (at + 1) as JudgmentId, lensId: 1 as LensId, madeAt: at, statement: { kind: one === other || at % 2 === 0 ? 'similar' : 'different', photos: [a as PhotoId, b as PhotoId] }, origin: asked };
  });
  const learned = median(3, () => grouper.group({ space: { ...space }, judgments: others, previous, keepPlaces: true }));

  const columns: [number, number][] = [
    [neighbours, 10], [median(3, () => findCandidates(points, graph)), 10], [median(3, () => link(points, candidates)), 6],
    [median(21, () => cut(tree, levels.default)), 6], [first, 14], [move, 11], [add, 9], [undo, 9], [learned, 11]
  ];
  if (size === 10_000 && move > budget) {
    console.error(`expected a slider move at 10,000 photos in ${budget} ms, got ${move.toFixed(1)} ms`);
    process.exitCode = 1;
  }
  console.log([String(size).padStart(6), ...columns.map(([value, width]) => value.toFixed(value < 100 ? 1 : 0).padStart(width))].join('  '));
}

function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(runs: number, run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const from = spent();
    run();
    return spent() - from;
  });
  return times.sort((a, b) => a - b)[runs >> 1]!;
}
