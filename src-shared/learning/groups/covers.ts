// The photos that represent a group on its card. It does not decide group identity or rate photos.
import { squaredBetween, squaredDistance, type Points } from '../linkage/points.ts';

/** Diverse covers come from this fraction of the photos, those nearest to the mean: outliers are often mistakes. */
const inner = 0.8;
/** Smaller groups have no outliers. */
const SMALL = 8;
/** Libraries larger than this are drawn by a sketch of the points, so that the slider need not read all of each. */
const SKETCHED_FROM = 5000;
/** Coordinates of a sketch, and photos that they are chosen by. */
const SKETCHED = 32;
const SAMPLED = 1000;

/** Draws one group after the other with the same memory: there are tens of thousands, most of a few photos. */
export class Portrayer {
  readonly #points: Points;
  readonly #mean: Float32Array;
  readonly #sums: Float64Array;
  /** For each photo of the group that is drawn: how far it is from the mean, and from the covers so far. */
  #toMean = new Float64Array(64);
  #nearest = new Float64Array(64);

  constructor(points: Points) {
    this.#points = points;
    [this.#mean, this.#sums] = [new Float32Array(points.dims), new Float64Array(points.dims)];
  }

  /**
   * Photos that represent the group of photos `members` (indices into the points, one or more), `count` at most: first the one nearest to the
   * mean, unless `first` is given, then ones unlike those before, chosen farthest first (Gonzalez 1985) among the inner photos.
   */
  portray(members: Uint32Array, { count = 4, first }: { readonly count?: number; readonly first?: number | undefined } = {}): number[] {
    const size = members.length;
    if (size === 1) return [members[0]!];
    if (this.#toMean.length < size) [this.#toMean, this.#nearest] = [new Float64Array(2 * size), new Float64Array(2 * size)];
    // the first photo of a few shows them whatever is far from their mean; of more, and where none is given, the mean has to be known
    const covers = [first ?? members[this.#measure(members)]!];
    if (first !== undefined && size >= SMALL) this.#measure(members);
    this.#diversify(members, covers, Math.min(count, size));
    return covers;
  }

  /** How far each photo is from their mean; the place of the nearest. */
  #measure(members: Uint32Array): number {
    const { dims, values } = this.#points;
    const [mean, sums, toMean, size] = [this.#mean, this.#sums.fill(0), this.#toMean, members.length];
    for (let at = 0; at < size; at++) {
      for (let d = 0, from = members[at]! * dims; d < dims; d++) sums[d] = sums[d]! + values[from + d]!;
    }
    for (let d = 0; d < dims; d++) mean[d] = sums[d]! / size;
    let central = 0;
    for (let at = 0; at < size; at++) {
      toMean[at] = squaredBetween(values, members[at]! * dims, mean, 0, dims);
      if (toMean[at]! < toMean[central]!) central = at;
    }
    return central;
  }

  /** Repeatedly adds the photo farthest from all covers so far, among the inner ones. */
  #diversify(members: Uint32Array, covers: number[], count: number): void {
    const [nearest, toMean, size] = [this.#nearest.fill(Infinity, 0, members.length), this.#toMean, members.length];
    const limit = size < SMALL ? Infinity : toMean.slice(0, size).sort()[Math.floor(inner * size)]!;
    while (covers.length < count) {
      let farthest = -1;
      const last = covers[covers.length - 1]!;
      for (let at = 0; at < size; at++) {
        if (members[at] === last) nearest[at] = -1;
        if (nearest[at]! < 0 || (size >= SMALL && toMean[at]! > limit)) continue;
        nearest[at] = Math.min(nearest[at]!, squaredDistance(this.#points, members[at]!, last));
        if (farthest < 0 || nearest[at]! > nearest[farthest]!) farthest = at;
      }
      if (farthest < 0) return;
      covers.push(members[farthest]!);
    }
  }
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
  private portrayer: Portrayer | undefined;
  /** Keyed by the group's first photo, which is unique within a grouping. */
  private last = new Map<number, { readonly members: Uint32Array; readonly first: number | undefined; readonly covers: number[] }>();

  constructor(points: Points) {
    this.points = points;
  }

  /** The covers of each group; `firsts` are those given, `undefined` where there is none. */
  of(groups: readonly Uint32Array[], firsts: readonly (number | undefined)[], count: number): number[][] {
    const portrayer = (this.portrayer ??= new Portrayer(this.points.size > SKETCHED_FROM ? sketchOf(this.points) : this.points));
    const kept: typeof this.last = new Map();
    const portraits = groups.map((members, group) => {
      const first = firsts[group];
      const known = this.last.get(members[0]!);
      const same = known !== undefined && (first === known.first || first === known.covers[0]) && equal(known.members, members);
      const entry = same ? known : { members, first, covers: portrayer.portray(members, { count, first }) };
      kept.set(members[0]!, entry);
      return entry.covers;
    });
    this.last = kept;
    return portraits;
  }
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
