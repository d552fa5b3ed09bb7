// Pairs that nobody judged, with the probability that the prior gives them. Judged pairs were chosen, mostly at distances where the
// prior is in doubt; a metric fitted to them alone explains the choice and unlearns the rest (Berkson 1946). These hold it back: of
// pairs that nobody doubts it should go on saying what the prior says. Half are any two photos, half near ones.
import { squaredBetween } from '../linkage/points.ts';
import { uniform } from '../random.ts';
import { probabilityAt, type Calibration } from './calibration.ts';
import type { Pair } from './evidence.ts';

const ANY = 150;
const NEAR = 75;
/** Photos among which a near one is looked for. */
const LOOKED_AT = 200;

/** Up to 225 pairs of rows of `points` (row-major, `dims` wide) with `similar` by `calibration`. Deterministic. */
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
