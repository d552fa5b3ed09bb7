// The photos that represent a group on its card. It does not decide group identity or rate photos.
import { squaredBetween, squaredDistance, type Points } from '../linkage/points.ts';

/** What a group's points determine. */
export interface Portrait {
  /** Indices of photos: first the one nearest to the mean, then ones unlike those before; at most the number requested. */
  readonly covers: number[];
  /** Root mean squared distance between two photos of the group; 0 for one photo. */
  readonly typicalDistance: number;
}

/** Diverse covers come from this fraction of the photos, those nearest to the mean: outliers are often mistakes. */
const inner = 0.8;

/**
 * Covers and spread of the group of photos `members` (indices into `points`, one or more). `first` overrides the
 * first cover. Further covers are chosen farthest first (Gonzalez 1985) among the inner photos.
 */
export function portray(points: Points, members: Uint32Array, { count = 4, first }: { count?: number; first?: number | undefined } = {}): Portrait {
  const { dims, values } = points;
  const size = members.length;
  if (size === 1) return { covers: [members[0]!], typicalDistance: 0 };
  const sums = new Float64Array(dims);
  for (let at = 0; at < size; at++) {
    for (let d = 0, from = members[at]! * dims; d < dims; d++) sums[d] = sums[d]! + values[from + d]!;
  }
  const mean = Float32Array.from(sums, (value) => value / size);

  const toMean = new Float64Array(size);
  let sum = 0;
  let central = 0;
  for (let at = 0; at < size; at++) {
    toMean[at] = squaredBetween(values, members[at]! * dims, mean, 0, dims);
    sum += toMean[at]!;
    if (toMean[at]! < toMean[central]!) central = at;
  }
  // over pairs of different photos the mean square is 2σ² · n / (n − 1)
  const typicalDistance = Math.sqrt((2 * sum) / (size - 1));

  const covers = [first ?? members[central]!];
  diversify(points, members, covers, Math.min(count, size), innermost(toMean));
  return { covers, typicalDistance };
}

/** Caches portraits between groupings: a group with the same photos and first cover as last time keeps its portrait. */
export class Portraits {
  private readonly points: Points;
  /** Keyed by the group's first photo, which is unique within a grouping. */
  private last = new Map<number, { readonly members: Uint32Array; readonly first: number | undefined; readonly portrait: Portrait }>();

  constructor(points: Points) {
    this.points = points;
  }

  /** One portrait per group; `firsts` are the given covers, `undefined` where there is none. */
  of(groups: readonly Uint32Array[], firsts: readonly (number | undefined)[], count: number): Portrait[] {
    const kept: typeof this.last = new Map();
    const portraits = groups.map((members, group) => {
      const first = firsts[group];
      const known = this.last.get(members[0]!);
      const same = known !== undefined && (first === known.first || first === known.portrait.covers[0]) && equal(known.members, members);
      const entry = same ? known : { members, first, portrait: portray(this.points, members, { count, first }) };
      kept.set(members[0]!, entry);
      return entry.portrait;
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
