// The tree of groups: which groups merge, and at what height. How the merges are found is not decided here.

/**
 * A binary merge tree over `size` photos, or a forest if judgments forbid the last merges.
 * Nodes 0 … size − 1 are the photos; merge `m` creates node size + m.
 */
export interface Tree {
  readonly size: number;
  /** merges × 2 node ids, the lower id first. A child comes before its parent. */
  readonly children: Uint32Array;
  /** One per merge, ascending: the dissimilarity of the two merged groups, in the unit of the distance. */
  readonly heights: Float64Array;
}

/** What is wrong with a tree over `size` photos that comes from elsewhere; `null` for a whole one. */
export function faultOfTree({ children, heights }: Omit<Tree, 'size'>, size: number): string | null {
  if (children.length !== 2 * heights.length || heights.length > Math.max(0, size - 1)) return `expected up to ${Math.max(0, size - 1)} merges of two, got ${heights.length} of ${children.length} in all`;
  const merged = new Uint8Array(size + heights.length);
  for (let merge = 0, below = 0; merge < heights.length; merge++) {
    const height = heights[merge]!;
    if (!(height >= below && height < Infinity)) return `expected ascending heights, got ${height} after ${below}`;
    below = height;
    for (const node of children.subarray(2 * merge, 2 * merge + 2)) {
      if (node >= size + merge || merged[node] === 1) return `expected each node once, after its own merge, got ${node} in merge ${merge}`;
      merged[node] = 1;
    }
  }
  return null;
}

/** Merges in the order they were found, not yet sorted by height. */
export class Merges {
  readonly size: number;
  readonly pairs: number[] = [];
  readonly heights: number[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** Records that two nodes merged and returns the new node. A merge below one of its parts is raised to it. */
  add(a: number, b: number, height: number): number {
    this.pairs.push(Math.min(a, b), Math.max(a, b));
    this.heights.push(Math.max(height, this.heightOf(a), this.heightOf(b)));
    return this.size + this.heights.length - 1;
  }

  /**
   * Sorts the merges by height and renumbers them. Every parent is at or above its children (`add` raises it)
   * and was found after them, so a stable sort keeps children before parents: each prefix of the result is a partition,
   * and the partitions of two prefixes are nested.
   */
  toTree(): Tree {
    const { size, pairs, heights } = this;
    const order = Uint32Array.from(heights.keys()).sort((a, b) => heights[a]! - heights[b]! || a - b);
    const place = new Uint32Array(order.length);
    order.forEach((merge, at) => (place[merge] = at));
    const renumber = (node: number) => (node < size ? node : size + place[node - size]!);

    const children = new Uint32Array(pairs.length);
    order.forEach((merge, at) => {
      const a = renumber(pairs[2 * merge]!);
      const b = renumber(pairs[2 * merge + 1]!);
      children[2 * at] = Math.min(a, b);
      children[2 * at + 1] = Math.max(a, b);
    });
    return { size, children, heights: Float64Array.from(order, (merge) => heights[merge]!) };
  }

  private heightOf(node: number): number {
    return node < this.size ? 0 : this.heights[node - this.size]!;
  }
}
