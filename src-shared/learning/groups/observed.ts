// What one judgment shows about a tree that does not know it: at what heights photos that belong together merge, and photos that do not.
// An answer to the app's question is a fair sample of one pair. A pair that the user picked is not, because it was picked for what it
// is; but the groups that the user saw around it tell something. Who takes a photo out of a group has found one that is odd, perhaps one
// of many; who puts two groups together found nothing odd in either, if it was looked for, and says that this pair is more likely similar
// than the other pairs of groups (conditional logit, McFadden 1974), but nothing about how many pairs are similar: a case-control sample
// against a population whose heights are known (Lancaster and Imbens 1996). likely-curves.ts has the likelihoods.
import type { JudgedPair, Pair } from '../metric/evidence.ts';
import type { Tree } from '../linkage/tree.ts';

/** Heights at which pairs merge, with a weight each. */
export interface Heights {
  readonly heights: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** A group as the user saw it: heights at which its pairs of photos merge, with weights that add up to 1. */
export interface Seen {
  readonly photos: number;
  readonly pairs: Heights;
}

export type Observed =
  /** An answer about one pair: similar, different, or in part both. */
  | { readonly kind: 'answer'; readonly similar: Heights; readonly different: Heights }
  /** A photo that was taken out of a group: heights at which it merges with the others, with weights that add up to 1. `beside`: as `others`. */
  | { readonly kind: 'odd'; readonly photo: Heights; readonly group: Seen; readonly beside: Heights }
  /** A pair of groups that was put together, and those that could have been: weights are numbers of groups. Of `groups`, those of several photos. */
  | { readonly kind: 'joined'; readonly groups: readonly Seen[]; readonly height: number; readonly others: Heights };

type Weighted = readonly [height: number, weight: number];

/** Most heights kept of one judgment. */
const MOST = 16;
const nothing: Heights = { heights: [], weights: [] };

/** What judged pairs show about one tree. */
export class Observer {
  readonly #tree: Tree;
  /** Of each node; 0 for a root. */
  readonly #parent: Uint32Array;
  /** Photos below each node. */
  readonly #sizes: Float64Array;
  /** Groups below each node, by the height of the cut. */
  readonly #groups = new Map<number, Float64Array>();

  constructor(tree: Tree) {
    const { size, children, heights } = tree;
    this.#tree = tree;
    this.#parent = new Uint32Array(size + heights.length);
    this.#sizes = new Float64Array(size + heights.length).fill(1, 0, size);
    heights.forEach((_, merge) => {
      for (const child of [children[2 * merge]!, children[2 * merge + 1]!]) {
        this.#parent[child] = size + merge;
        this.#sizes[size + merge]! += this.#sizes[child]!;
      }
    });
  }

  /** What a pair of rows shows that merges at `height` (`Infinity`: never); `null` if a picked pair shows nothing. */
  observe({ a, b, similar, origin }: JudgedPair, height: number): Observed | null {
    if (origin.kind === 'asked') {
      const at = (weight: number): Heights => (height < Infinity ? listed([[height, weight]]) : nothing);
      return { kind: 'answer', similar: at(similar), different: at(1 - similar) };
    }
    if (height === Infinity) return null;
    if (origin.height === null || height === 0) return null;
    // what only confirms the groups as shown, and a degree, was not picked for being wrong
    if (height <= origin.height) return similar === 0 ? this.#takenApart({ a, b }, origin.height) : null;
    return similar === 1 ? this.#putTogether({ a, b }, height, origin.height) : null;
  }

  #takenApart({ a, b }: Pick<Pair, 'a' | 'b'>, cut: number): Observed | null {
    const group = this.#seen(this.#top(a, cut));
    // which of the two does not belong there was not said
    const photo = shares([...this.#others(a, cut), ...this.#others(b, cut)]);
    return group && photo && { kind: 'odd', photo, group, beside: listed(this.#beside(a, cut)) };
  }

  #putTogether({ a, b }: Pick<Pair, 'a' | 'b'>, height: number, cut: number): Observed {
    const groups = [a, b].flatMap((photo) => this.#seen(this.#top(photo, cut)) ?? []);
    return { kind: 'joined', groups, height, others: listed([...this.#beside(a, cut), ...this.#beside(b, cut)]) };
  }

  /** The photos below a node; `null` if judgments alone have merged them. */
  #seen(top: number): Seen | null {
    const pairs = shares(this.#inside(top));
    return pairs && { photos: this.#sizes[top]!, pairs };
  }

  /** All pairs below a node. */
  #inside(top: number): Weighted[] {
    const { size, children, heights } = this.#tree;
    const found: Weighted[] = [];
    const open = [top];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node < size) continue;
      const [left, right] = [children[2 * (node - size)]!, children[2 * (node - size) + 1]!];
      found.push([heights[node - size]!, this.#sizes[left]! * this.#sizes[right]!]);
      open.push(left, right);
    }
    return found;
  }

  /** A photo with each other one of its group. */
  #others(photo: number, cut: number): Weighted[] {
    return this.#climb(photo, cut, 0, this.#sizes);
  }

  /** A photo's group with each other group. */
  #beside(photo: number, cut: number): Weighted[] {
    return this.#climb(this.#top(photo, cut), Infinity, cut, this.#groupsAt(cut));
  }

  /** The merges above a node up to a height, each with how many join it there. */
  #climb(from: number, to: number, above: number, counts: Float64Array): Weighted[] {
    const { size, children, heights } = this.#tree;
    const found: Weighted[] = [];
    for (let node = from; this.#parent[node] !== 0; node = this.#parent[node]!) {
      const merge = this.#parent[node]! - size;
      if (heights[merge]! > to) break;
      if (heights[merge]! > above) found.push([heights[merge]!, counts[children[2 * merge] === node ? children[2 * merge + 1]! : children[2 * merge]!]!]);
    }
    return found;
  }

  /** The node of a photo's group. */
  #top(photo: number, cut: number): number {
    const { size, heights } = this.#tree;
    let node = photo;
    while (this.#parent[node] !== 0 && heights[this.#parent[node]! - size]! <= cut) node = this.#parent[node]!;
    return node;
  }

  #groupsAt(cut: number): Float64Array {
    const known = this.#groups.get(cut);
    if (known) return known;
    const { size, children, heights } = this.#tree;
    const groups = new Float64Array(size + heights.length).fill(1);
    heights.forEach((height, merge) => {
      if (height > cut) groups[size + merge] = groups[children[2 * merge]!]! + groups[children[2 * merge + 1]!]!;
    });
    this.#groups.set(cut, groups);
    return groups;
  }
}

/** As shares of all; `null` if there are none. */
function shares(found: readonly Weighted[]): Heights | null {
  const all = found.reduce((sum, [height, weight]) => sum + (height > 0 ? weight : 0), 0);
  return all > 0 ? listed(found, 1 / all) : null;
}

/** Weights times `scale`, at 16 heights at most. What judgments merged (height 0) says nothing about heights. */
function listed(found: readonly Weighted[], scale = 1): Heights {
  const by = new Map<number, number>();
  for (const [height, weight] of found) if (height > 0) by.set(height, (by.get(height) ?? 0) + weight);
  const sorted = [...by].filter(([, weight]) => weight > 1e-9).sort(([x], [y]) => x - y);
  const heights = new Float64Array(Math.min(MOST, sorted.length));
  const weights = new Float64Array(heights.length);
  sorted.forEach(([height, weight], at) => {
    const slot = Math.floor((at * heights.length) / sorted.length);
    heights[slot]! += height * weight;
    weights[slot]! += weight;
  });
  return { heights: heights.map((sum, slot) => sum / weights[slot]!), weights: weights.map((weight) => weight * scale) };
}
