// UMAP (McInnes, Healy and Melville 2018): a map whose ties are as much like those of the neighbour graph as the plane allows. Ties pull
// in proportion to their weight, photos drawn at random push. Starts from the principal components (Kobak and Linderman 2021).

import { normal, uniform } from '../random.ts';
import { fuzzyGraph } from './fuzzy-graph.ts';
import { pca } from './pca.ts';
import { Curve } from './curve.ts';
import { centred, type Points, type Projecting, type ProjectionOptions } from './projection.ts';

export interface UmapOptions extends ProjectionOptions {
  /** Neighbours of the graph. */
  readonly neighbours?: number;
  /** How close points may lie on the map, where 1 is the scale of a neighbourhood. */
  readonly leastDistance?: number;
  readonly epochs?: number;
}

/** Photos that push for each that pulls. */
const PUSHING = 5;
const LONGEST = 4;
/** Half the side that the start is scaled to. */
const EXTENT = 10;
/** Ties between two looks at the clock of whoever runs it. */
const SLICE = 500_000;

export function* umap(space: Points, { seed = 1, start, neighbours = 15, leastDistance = 0.1, epochs = space.count > 10_000 ? 200 : 500 }: UmapOptions = {}): Projecting {
  const { count } = space;
  if (count < 3 || space.k === 0) return centred(start ?? (yield* pca(space, { seed })), EXTENT);
  const { a, b } = fitCurve(leastDistance);
  const graph = fuzzyGraph(space, neighbours);
  yield 0.02;
  const positions = centred(start ?? (yield* scaled(pca(space, { seed }), 0.02, 0.08)), EXTENT);
  const jitter = normal(seed);
  for (let at = 0; at < positions.length; at++) positions[at]! += 1e-4 * EXTENT * jitter(); // equal photos must be able to part
  yield 0.08;

  // a tie of weight w pulls in a share w / greatest of the epochs; the weakest would in none
  let greatest = 0;
  for (const weight of graph.weights) greatest = Math.max(greatest, weight);
  const ties = graph.weights.length;
  const every = new Float32Array(ties);
  for (let tie = 0; tie < ties; tie++) every[tie] = greatest / graph.weights[tie]!;
  const next = every.slice();
  const random = uniform(seed + 1);
  const pulls = new Curve((square) => (-2 * a * b * square ** (b - 1)) / (1 + a * square ** b));
  const pushes = new Curve((square) => (2 * b) / ((0.001 + square) * (1 + a * square ** b)));
  let since = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rate = 1 - (epoch - 1) / epochs;
    for (let tie = 0; tie < ties; tie++) {
      if (next[tie]! > epoch) continue;
      next[tie]! += every[tie]!;
      const head = 2 * graph.heads[tie]!;
      const tail = 2 * graph.tails[tie]!;
      let x = positions[head]!;
      let y = positions[head + 1]!;
      let dx = x - positions[tail]!;
      let dy = y - positions[tail + 1]!;
      let square = dx * dx + dy * dy;
      if (square > 0) {
        const pull = pulls.at(square);
        const moveX = clipped(pull * dx) * rate;
        const moveY = clipped(pull * dy) * rate;
        x += moveX;
        y += moveY;
        positions[tail]! -= moveX;
        positions[tail + 1]! -= moveY;
      }
      for (let push = 0; push < PUSHING; push++) {
        const other = 2 * Math.floor(random() * count);
        if (other === head) continue;
        dx = x - positions[other]!;
        dy = y - positions[other + 1]!;
        square = dx * dx + dy * dy;
        if (square > 0) {
          const away = pushes.at(square);
          x += clipped(away * dx) * rate;
          y += clipped(away * dy) * rate;
        }
      }
      positions[head] = x;
      positions[head + 1] = y;
    }
    since += ties;
    if (since >= SLICE || epoch === epochs) {
      since = 0;
      yield 0.08 + (0.92 * epoch) / epochs;
    }
  }
  return centred(positions, EXTENT);
}

function clipped(value: number): number {
  return value > LONGEST ? LONGEST : value < -LONGEST ? -LONGEST : value;
}

/** Runs a part with its progress scaled to `from` … `to`. */
function* scaled(projecting: Projecting, from: number, to: number): Projecting {
  for (;;) {
    const { done, value } = projecting.next();
    if (done) return value;
    yield from + (to - from) * value;
  }
}

/** The curve 1 / (1 + a·d^(2b)) nearest to one that is 1 up to `least` and falls off as exp(least − d) (Gauss and Newton, damped). */
export function fitCurve(least: number, spread = 1): { readonly a: number; readonly b: number } {
  const STEPS = 300;
  let [a, b, damping] = [1, 1, 1e-3];
  const target = (d: number): number => (d < least ? 1 : Math.exp(-(d - least) / spread));
  const error = (a: number, b: number): number => {
    let sum = 0;
    for (let at = 1; at < STEPS; at++) {
      const d = (3 * spread * at) / (STEPS - 1);
      sum += (1 / (1 + a * d ** (2 * b)) - target(d)) ** 2;
    }
    return sum;
  };
  for (let round = 0; round < 100; round++) {
    let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
    for (let at = 1; at < STEPS; at++) {
      const d = (3 * spread * at) / (STEPS - 1);
      const power = d ** (2 * b);
      const value = 1 / (1 + a * power);
      const byA = -power * value * value;
      const byB = -2 * a * power * Math.log(d) * value * value;
      const miss = value - target(d);
      aa += byA * byA;
      ab += byA * byB;
      bb += byB * byB;
      ra += byA * miss;
      rb += byB * miss;
    }
    const [da, db] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = da * db - ab * ab;
    const [toA, toB] = [a - (db * ra - ab * rb) / determinant, b - (da * rb - ab * ra) / determinant];
    if (toA > 0 && toB > 0 && error(toA, toB) <= error(a, b)) {
      const done = Math.abs(toA - a) + Math.abs(toB - b) < 1e-10;
      [a, b, damping] = [toA, toB, damping / 3];
      if (done) break;
    } else damping *= 4;
  }
  return { a, b };
}
