// What one judgment shows about a tree that does not know it: at what heights photos that belong together merge, and photos that do not.
// An answer to the app's question is a fair sample of one pair. A pair that the user picked is not, because it was picked for what it
// is; but the groups that the user saw around it are, in part. Taking a photo out of a group of twenty says that it does not belong to
// nineteen, and that those were looked at and left together. Putting two groups together says that this pair is more likely similar than
// the other pairs of groups (conditional logit, McFadden 1974), and nothing about how many pairs are similar: a case-control sample
// against a population whose heights are known (Lancaster and Imbens 1996).
import type { JudgedPair, Pair } from '../metric/evidence.ts';
import type { Tree } from '../linkage/tree.ts';

/** Heights at which pairs merge, with a weight each. */
export interface Heights {
  readonly heights: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface Observed {
  /** Pairs that belong together, and that do not. All weights of one judgment add up to 1 at most. */
  readonly similar: Heights;
  readonly different: Heights;
  /** The pair of groups that was put together, and those that could have been: weights are numbers of groups. */
  readonly picked: { readonly height: number; readonly others: Heights } | null;
}

type Weighted = readonly [height: number, weight: number];

/** Most heights kept of one judgment. */
const MOST = 16;
/** A group that was seen while another was put with it counts less than one that was put right: perhaps only its cover was looked at. */
const GLANCE = 0.5;
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
      return { similar: at(similar), different: at(1 - similar), picked: null };
    }
    if (height === Infinity) return null;
    if (origin.height === null || height === 0) return null;
    // what only confirms the groups as shown, and a degree, was not picked for being wrong
    if (height <= origin.height) return similar === 0 ? this.#takenApart({ a, b }, origin.height) : null;
    return similar === 1 ? this.#putTogether({ a, b }, height, origin.height) : null;
  }

  #takenApart({ a, b }: Pick<Pair, 'a' | 'b'>, cut: number): Observed | null {
    const all = this.#inside(this.#top(a, cut));
    // which of the two does not belong there was not said
    const odd = [...this.#others(a, cut), ...this.#others(b, cut)].map(([height, count]): Weighted => [height, count / 2]);
    const pairs = total(all);
    if (pairs === 0) return null;
    return { similar: listed([...all, ...odd.map(([height, count]): Weighted => [height, -count])], 1 / pairs), different: listed(odd, 1 / pairs), picked: null };
  }

  #putTogether({ a, b }: Pick<Pair, 'a' | 'b'>, height: number, cut: number): Observed {
    const inside = [...this.#inside(this.#top(a, cut)), ...this.#inside(this.#top(b, cut))];
    const pairs = total(inside);
    return {
      similar: pairs > 0 ? listed(inside, GLANCE / pairs) : nothing, different: nothing,
      picked: { height, others: listed([...this.#beside(a, cut), ...this.#beside(b, cut)]) }
    };
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

function total(list: readonly Weighted[]): number {
  return list.reduce((sum, [height, weight]) => sum + (height > 0 ? weight : 0), 0);
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
