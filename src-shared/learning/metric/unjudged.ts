// Pairs without a judgment, with the probability that the prior gives them. Judged pairs were selected, mostly at distances where the
// prior is uncertain; a metric fitted to them alone learns the selection and unlearns the rest (Berkson 1946). These pairs prevent that:
// where the prior is certain, the metric should keep agreeing with it. Half are random pairs, half near ones.
import { squaredBetween } from '../linkage/points.ts';
import { uniform } from '../random.ts';
import { probabilityAt, type Calibration } from './calibration.ts';
import type { Pair } from './evidence.ts';

const ANY = 150;
const NEAR = 75;
/** Number of photos searched for a near one. */
const LOOKED_AT = 200;

/** Up to 225 pairs of rows of `points` (row-major, `dims` wide) with `similar` from `calibration`. Deterministic. */
export function unjudgedPairs(points: Float32Array, dims: number, calibration: Calibration): Pair[] {
  const count = points.length / dims;
  if (count < 2) return [];
  const next = uniform(count);
  const draw = (): number => Math.floor(next() * count);
  const pairs: Pair[] = [];
  const add = (a: number, b: number): void => {
    if (a !== b) pairs.push({ a, b, similar: probabilityAt(Math.sqrt(squaredBetween(points, a * dims, points, b * dims, dims)), calibration) });
  };
  for (let at = 0; at < ANY; at++) add(draw(), draw());
  for (let at = 0; at < NEAR; at++) {
    const a = draw();
    let [near, least] = [a, Infinity];
    for (let turn = 0; turn < LOOKED_AT; turn++) {
      const b = draw();
      const squared = squaredBetween(points, a * dims, points, b * dims, dims);
      if (b !== a && squared < least) [near, least] = [b, squared];
    }
    add(a, near);
  }
  return pairs;
}
