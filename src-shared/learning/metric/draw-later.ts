// Draws photos that came to a space after it was made to their nearest, as those before were (smoothing.ts), which stay where they are. Of those before, only
// the few that lie near are looked at, and how far the nearest of each reach tells whether it would have a photo that came among them.
import { type Points, squaredBetween } from '../linkage/points.ts';
import { NONE, scanNearest } from '../linkage/scan.ts';
import type { Neighbours } from '../linkage/neighbours.ts';
import type { Section } from './prior.ts';
import { addPull, cosine, DRAWN_TO, drawPoint, emptyPull, weighPull } from './smoothing.ts';

/** Photos that were there before. */
export interface Before {
  /** Rows × `each`: of each photo that came those near it, in any order; `NONE` where there are fewer. */
  readonly near: Uint32Array;
  readonly each: number;
  /** Where these lie by themselves; what is missing is passed over. */
  readonly own: ReadonlyMap<number, Float32Array>;
  /** By row: see `reachOf`. */
  readonly reach: Float32Array;
}

/** How far those reach that each photo may be drawn to, which are as far as the last of them; Infinity where there are fewer. @param near of points that are not drawn yet */
export function reachOf({ k, distances }: Pick<Neighbours, 'k' | 'distances'>, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, row) => (k < DRAWN_TO ? Infinity : distances[row * k + DRAWN_TO - 1]!));
}

interface Near {
  readonly point: Float32Array;
  readonly square: number;
  /** One that came, too: which; `NONE` for one from before. */
  readonly came: number;
  readonly before: number;
}

/** The points of those that came, drawn, and how far their nearest reach. @param own where they lie by themselves */
export function drawLater(own: Points, sections: readonly Section[], before: Before): { readonly points: Float32Array; readonly reach: Float32Array } {
  const { size, dims, values } = own;
  const pointOf = (at: number): Float32Array => values.subarray(at * dims, (at + 1) * dims);
  const others = scanNearest(own, own, Math.min(DRAWN_TO, size - 1), (query) => query);
  const many = others.length / Math.max(1, size);
  const lists = Array.from({ length: size }, (_, at): readonly Near[] => {
    const point = pointOf(at);
    const found: Near[] = [];
    const add = (other: Float32Array, came: number, row: number) => found.push({ point: other, square: squaredBetween(point, 0, other, 0, dims), came, before: row });
    for (const row of before.near.subarray(at * before.each, (at + 1) * before.each)) {
      const other = row === NONE ? undefined : before.own.get(row);
      if (other) add(other, NONE, row);
    }
    for (const other of others.subarray(at * many, (at + 1) * many)) add(pointOf(other), other, NONE);
    return found.sort((a, b) => a.square - b.square).slice(0, DRAWN_TO);
  });
  const points = new Float32Array(values.length);
  const sum = new Float64Array(dims);
  lists.forEach((list, at) => {
    const mutual = list.filter(({ square, came, before: row }) => (came === NONE ? Math.sqrt(square) <= before.reach[row]! : lists[came]!.some((other) => other.came === at)));
    const pull = emptyPull();
    const rows = new Float32Array(mutual.length * dims);
    mutual.forEach(({ point }, row) => {
      rows.set(point, row * dims);
      addPull(pull, row, cosine(pointOf(at), point));
    });
    weighPull(pull);
    drawPoint(values, at * dims, rows, dims, sections, pull, sum);
    points.set(sum, at * dims);
  });
  return { points, reach: Float32Array.from(lists, (list) => (list.length < DRAWN_TO ? Infinity : Math.sqrt(list[DRAWN_TO - 1]!.square))) };
}
