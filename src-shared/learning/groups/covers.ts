// The photos that represent a group on its card. It does not decide group identity or rate photos.
import { squaredBetween, squaredDistance, type Points } from '../linkage/points.ts';

/** Diverse covers come from this fraction of the photos, those nearest to the mean: outliers are often mistakes. */
const inner = 0.8;
/** Libraries larger than this are drawn by a sketch of the points, so that the slider need not read all of each. */
const SKETCHED_FROM = 5000;
/** Coordinates of a sketch, and photos that they are chosen by. */
const SKETCHED = 32;
const SAMPLED = 1000;

/**
 * Photos that represent the group of photos `members` (indices into `points`, one or more), `count` at most: first the one nearest to the mean,
 * unless `first` is given, then ones unlike those before, chosen farthest first (Gonzalez 1985) among the inner photos.
 */
export function portray(points: Points, members: Uint32Array, { count = 4, first }: { count?: number; first?: number | undefined } = {}): number[] {
  const { dims, values } = points;
  const size = members.length;
  if (size === 1) return [members[0]!];
  const mean = new Float32Array(dims);
  const sums = new Float64Array(dims);
  for (let at = 0; at < size; at++) {
    for (let d = 0, from = members[at]! * dims; d < dims; d++) sums[d] = sums[d]! + values[from + d]!;
  }
  for (let d = 0; d < dims; d++) mean[d] = sums[d]! / size;

  const toMean = new Float64Array(size);
  let central = 0;
  for (let at = 0; at < size; at++) {
    toMean[at] = squaredBetween(values, members[at]! * dims, mean, 0, dims);
    if (toMean[at]! < toMean[central]!) central = at;
  }
  const covers = [first ?? members[central]!];
  diversify(points, members, covers, Math.min(count, size), innermost(toMean));
  return covers;
}

/** The coordinates of `points` that vary most: what tells photos apart at a fraction of the reading. The same points where there are few. */
export function sketchOf(points: Points, width = SKETCHED): Points {
  const { size, dims, values } = points;
  if (dims <= width) return points;
  const [sums, squares] = [new Float64Array(dims), new Float64Array(dims)];
  const step = Math.max(1, Math.floor(size / SAMPLED));
  let rows = 0;
  for (let row = 0; row < size; row += step, rows++) {
    for (let d = 0, at = row * dims; d < dims; d++, at++) {
      const value = values[at]!;
      sums[d]! += value;
      squares[d]! += value * value;
    }
  }
  const variances = squares.map((sum, d) => sum / rows - (sums[d]! / rows) ** 2);
  const widest = Uint32Array.from([...variances.keys()].sort((a, b) => variances[b]! - variances[a]!).slice(0, width)).sort();
  const sketch = new Float32Array(size * width);
  for (let row = 0, to = 0; row < size; row++) for (let d = 0, from = row * dims; d < width; d++, to++) sketch[to] = values[from + widest[d]!]!;
  return { size, dims: width, values: sketch };
}

/** Caches the covers of groups between groupings: a group with the same photos and first cover as last time keeps them. */
export class Portraits {
  private readonly points: Points;
  /** Made when something is drawn first. */
  private drawn: Points | undefined;
  /** Keyed by the group's first photo, which is unique within a grouping. */
  private last = new Map<number, { readonly members: Uint32Array; readonly first: number | undefined; readonly covers: number[] }>();

  constructor(points: Points) {
    this.points = points;
  }

  /** The covers of each group; `firsts` are those given, `undefined` where there is none. */
  of(groups: readonly Uint32Array[], firsts: readonly (number | undefined)[], count: number): number[][] {
    this.drawn ??= this.points.size > SKETCHED_FROM ? sketchOf(this.points) : this.points;
    const kept: typeof this.last = new Map();
    const portraits = groups.map((members, group) => {
      const first = firsts[group];
      const known = this.last.get(members[0]!);
      const same = known !== undefined && (first === known.first || first === known.covers[0]) && equal(known.members, members);
      const entry = same ? known : { members, first, covers: portray(this.drawn!, members, { count, first }) };
      kept.set(members[0]!, entry);
      return entry.covers;
    });
    this.last = kept;
    return portraits;
  }
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Repeatedly adds the photo farthest from all covers so far. */
function diversify(points: Points, members: Uint32Array, covers: number[], count: number, within: (at: number) => boolean): void {
  const nearest = new Float64Array(members.length).fill(Infinity);
  while (covers.length < count) {
    let farthest = -1;
    const last = covers[covers.length - 1]!;
    for (let at = 0; at < members.length; at++) {
      if (members[at] === last) nearest[at] = -1;
      if (nearest[at]! < 0 || !within(at)) continue;
      nearest[at] = Math.min(nearest[at]!, squaredDistance(points, members[at]!, last));
      if (farthest < 0 || nearest[at]! > nearest[farthest]!) farthest = at;
    }
    if (farthest < 0) return;
    covers.push(members[farthest]!);
  }
}

/** Small groups have no outliers. */
function innermost(toMean: Float64Array): (at: number) => boolean {
  if (toMean.length < 8) return () => true;
  const limit = toMean.toSorted()[Math.floor(inner * toMean.length)]!;
  return (at) => toMean[at]! <= limit;
}
