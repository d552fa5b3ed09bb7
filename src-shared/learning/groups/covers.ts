// The photos that represent a group on its card. It does not decide group identity or rate photos.
import { squaredBetween, squaredDistance, type Points } from '../linkage/points.ts';
import { uniform } from '../random.ts';

/** Diverse covers come from this fraction of the photos, those nearest to the mean: outliers are often mistakes. */
const inner = 0.8;
/** Smaller groups have no outliers. */
const SMALL = 8;
/** Of larger groups so many photos, one of each stretch, stand for the others: a card shows four. */
const LOOKED_AT = 300;

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
    if (members.length === 1) return [members[0]!];
    const some = members.length <= LOOKED_AT ? members : someOf(members);
    const size = some.length;
    if (this.#toMean.length < size) [this.#toMean, this.#nearest] = [new Float64Array(2 * size), new Float64Array(2 * size)];
    // the first photo of a few shows them whatever is far from their mean; of more, and where none is given, the mean has to be known
    const covers = [first ?? some[this.#measure(some)]!];
    if (first !== undefined && size >= SMALL) this.#measure(some);
    this.#diversify(some, covers, Math.min(count, size));
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

/** One photo of each stretch, not all at the same place of it: groups may repeat themselves. The same of the same. */
function someOf(members: Uint32Array): Uint32Array {
  const next = uniform(members.length);
  return Uint32Array.from({ length: LOOKED_AT }, (_, at) => members[Math.floor(((at + next()) * members.length) / LOOKED_AT)]!);
}

/** Keeps the covers that were chosen: a group with the same photos and first cover as before has the same. */
export class Portraits {
  private readonly portrayer: Portrayer;
  /** Of groups that were drawn, by first photo, which is unique within a grouping. */
  private readonly drawn = new Map<number, { readonly members: Uint32Array; readonly first: number | undefined; readonly covers: number[] }>();

  constructor(points: Points) {
    this.portrayer = new Portrayer(points);
  }

  /** The covers of a group, `count` at most; `first` is the one that is given, `undefined` where there is none. */
  draw(members: Uint32Array, first: number | undefined, count: number): readonly number[] {
    const known = this.known(members, first);
    if (known) return known;
    const covers = this.portrayer.portray(members, { count, first });
    this.drawn.set(members[0]!, { members, first, covers });
    return covers;
  }

  /** The same where they were drawn before; else `null`. */
  known(members: Uint32Array, first: number | undefined): readonly number[] | null {
    const known = this.drawn.get(members[0]!);
    return known !== undefined && (first === known.first || first === known.covers[0]) && equal(known.members, members) ? known.covers : null;
  }
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
