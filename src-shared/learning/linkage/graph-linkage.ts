// Average linkage over a neighbour graph with a lazy heap: one run, from the first must-link to the last root.
//
// A key in the heap describes two clusters as they were when it was computed. If either has grown by the time it is popped, the
// pair is measured again and pushed back (once per pair: other keys of the same pair are dropped). This finds the minimum because a
// key is a lower bound: the average to a ∪ b is at least the smaller of the averages to a and to b. If the graph contains
// only one of these two, the bound may fail; such a merge comes late, and its height is raised to that of its parts.
import { Vetoes, type Bonds } from './bonds.ts';
import { completeUpTo, type Candidates } from './candidates.ts';
import { chain } from './chain.ts';
import { Clusters } from './clusters.ts';
import { PairHeap, PairSet } from './heap.ts';
import type { Linked } from './linked.ts';
import { nearestNeighbours } from './neighbours.ts';
import type { Points } from './points.ts';
import { Merges, type Tree } from './tree.ts';

type Graph = Extract<Candidates, { kind: 'graph' }>;

/** Candidates taken from the heap, and merges repeated, between yields: some ten milliseconds. */
const PAUSE = 8192;

export class GraphLinkage {
  readonly merges: Merges;
  private readonly clusters: Clusters;
  private readonly vetoes: Vetoes;
  private readonly graph: Graph;
  private readonly bonds: Bonds;
  private readonly heap: PairHeap;
  private readonly measured: PairSet;
  /** Per node: 1 if its candidates are in the heap, 0 if an earlier tree covers it. */
  private readonly open: Uint8Array;

  constructor(points: Points, graph: Graph, bonds: Bonds) {
    this.graph = graph;
    this.bonds = bonds;
    this.merges = new Merges(points.size);
    this.clusters = new Clusters(points);
    this.vetoes = new Vetoes(bonds.apart);
    this.measured = new PairSet((node) => this.clusters.isTop(node));
    this.heap = new PairHeap(graph.partners.length / 2);
    this.open = new Uint8Array(2 * points.size);
    for (const photos of bonds.together) {
      const [first, ...others] = photos.toSorted((a, b) => a - b);
      if (first !== undefined) others.reduce((node, photo) => this.merge(node, photo, 0), first);
    }
  }

  /** Links from scratch: every edge of the graph is a candidate. Yields now and then. */
  *start(): Generator<undefined, void> {
    const { start, partners, squared } = this.graph;
    this.open.fill(1);
    for (let i = 0; i < this.clusters.size; i++) {
      for (let at = start[i]!, end = start[i + 1]!; at < end; at++) {
        if (partners[at]! > i) this.heap.append(squared[at]!, i, partners[at]!);
      }
    }
    yield;
    this.heap.order();
    yield* this.run();
  }

  /**
   * Relinks after a change of bonds. The merges of `previous` are repeated in order of height without measuring;
   * only clusters affected by the change are open, i.e. look for partners themselves: those whose must-links changed
   * or whose cannot-links were lifted, and the parts of a merge that is no longer possible, from its height on.
   * Where all lower bounds hold (see above) the result equals linking from scratch: closed clusters meet the same
   * clusters at the same heights as before, and every pair with an open one is in the heap. Yields now and then.
   */
  *replay({ tree, bonds }: Linked): Generator<undefined, void> {
    const { clusters, heap } = this;
    const { size, children, heights } = tree;
    const nodes = this.openChanged(bonds, tree);

    for (let merge = joins(bonds); merge < heights.length; merge++) {
      if (merge % PAUSE === 0) yield;
      const height = heights[merge]!;
      while (heap.key < height * height) this.step();
      const parts = [nodes[children[2 * merge]!]!, nodes[children[2 * merge + 1]!]!];
      const standing = parts.filter((node) => node >= 0 && clusters.isTop(node) && this.open[node] === 0);
      const [a, b] = standing;
      if (a !== undefined && b !== undefined && !this.vetoes.forbids(a, b)) {
        nodes[size + merge] = this.merge(a, b, height * height);
      } else {
        for (const cluster of standing) this.release(cluster);
      }
    }
    yield* this.run();
  }

  /** Opens the clusters whose bonds differ from `before`; returns the cluster of every old node that already exists, −1 for the others. */
  private openChanged(before: Bonds, { size }: Tree): Int32Array {
    const nodes = new Int32Array(2 * size).fill(-1);
    const { together, apart } = this.bonds;
    const oldSet = new Int32Array(size).fill(-1);
    before.together.forEach((photos, set) => photos.forEach((photo) => (oldSet[photo] = set)));
    const inSet = new Uint8Array(size);

    // must-links are the first merges of both trees, set by set: a set's cluster is its last merge
    const oldNodes = lastNodes(before, size);
    const newNodes = lastNodes(this.bonds, size);
    together.forEach((photos, set) => {
      for (const photo of photos) inSet[photo] = 1;
      const old = photos[0] === undefined ? -1 : oldSet[photos[0]]!;
      const same = old >= 0 && before.together[old]!.length === photos.length && photos.every((photo) => oldSet[photo] === old);
      if (same) nodes[oldNodes[old]!] = newNodes[set]!;
      else if (photos[0] !== undefined) this.release(this.clusters.top(photos[0]));
    });
    for (let photo = 0; photo < size; photo++) {
      if (inSet[photo] === 1) continue;
      if (oldSet[photo]! < 0) nodes[photo] = photo;
      else this.release(photo);
    }

    // a lifted cannot-link: opening one side reconsiders every pair it had vetoed
    const kept = new Set(apart.map(({ judgment }) => judgment));
    for (const { judgment, left, right } of before.apart) {
      if (kept.has(judgment)) continue;
      for (const photo of left.length <= right.length ? left : right) this.release(this.clusters.top(photo));
    }
    return nodes;
  }

  /** Links the clusters that the graph does not connect: all pairs of up to `limit` clusters, else the neighbours of their means until few enough are left. */
  finish(limit = completeUpTo): void {
    const { clusters } = this;
    this.open.fill(1);
    for (let k = 10, roots = clusters.tops(); roots.length > 1; ) {
      if (roots.length <= limit) return this.linkAll(roots);
      const means = new Float32Array(roots.length * clusters.dims);
      roots.forEach((root, at) => means.set(clusters.mean(root), at * clusters.dims));
      const near = nearestNeighbours(means, clusters.dims, k);
      for (let i = 0; i < roots.length; i++) {
        for (let at = i * near.k; at < (i + 1) * near.k; at++) this.propose(roots[i]!, roots[near.neighbours[at]!]!);
      }
      while (this.heap.size > 0) this.step();

      const left = clusters.tops();
      if (left.length === roots.length && near.k === roots.length - 1) return;
      if (left.length === roots.length) k *= 2;
      roots = left;
    }
  }

  private *run(): Generator<undefined, void> {
    for (let steps = 1; this.heap.size > 0; steps++) {
      this.step();
      if (steps % PAUSE === 0) yield;
    }
  }

  /** Pops the minimum: measures it again if its clusters have grown, else merges them. */
  private step(): void {
    const { clusters, heap, vetoes } = this;
    const { key, a, b } = heap;
    const first = clusters.top(a);
    const second = clusters.top(b);
    const grown = first !== a || second !== b;
    if (first === second || (grown && !this.measured.add(first, second)) || vetoes.forbids(first, second)) return heap.pop();
    const squared = grown ? clusters.squared(first, second) : key;
    if (squared > key) return heap.replace(squared, first, second);
    heap.pop();
    this.merge(first, second, squared);
  }

  private merge(a: number, b: number, squared: number): number {
    const { clusters, open } = this;
    const closed = open[a] === open[b] ? -1 : open[a] === 0 ? a : b;
    const photos = closed < 0 ? undefined : clusters.photos(closed);
    const node = this.merges.add(a, b, Math.sqrt(squared));
    clusters.merge(a, b);
    this.vetoes.merge(a, b, node);
    open[node] = open[a]! | open[b]!;
    if (photos !== undefined) this.proposeAll(node, photos);
    return node;
  }

  /** Opens a cluster: from now on it looks for partners itself. */
  private release(cluster: number): void {
    if (this.open[cluster] === 1) return;
    this.open[cluster] = 1;
    this.proposeAll(cluster, this.clusters.photos(cluster));
  }

  private proposeAll(cluster: number, photos: Uint32Array): void {
    const { start, partners } = this.graph;
    for (const photo of photos) {
      for (let at = start[photo]!, end = start[photo + 1]!; at < end; at++) {
        const other = this.clusters.top(partners[at]!);
        if (other !== cluster) this.propose(cluster, other);
      }
    }
  }

  private propose(a: number, b: number): void {
    if (!this.measured.add(a, b) || this.vetoes.forbids(a, b)) return;
    this.heap.push(this.clusters.squared(a, b), a, b);
  }

  private linkAll(roots: number[]): void {
    const { clusters, vetoes } = this;
    const matrix = new Float64Array(roots.length * roots.length);
    for (let i = 0; i < roots.length; i++) {
      for (let j = i + 1; j < roots.length; j++) {
        const squared = vetoes.forbids(roots[i]!, roots[j]!) ? Infinity : clusters.squared(roots[i]!, roots[j]!);
        matrix[i * roots.length + j] = matrix[j * roots.length + i] = squared;
      }
    }
    const nodes = roots.slice();
    chain(matrix, roots.length, 'average', [], (a, b, squared) => {
      nodes[a] = this.merge(nodes[a]!, nodes[b]!, squared);
    }, Uint32Array.from(roots, (root) => clusters.weight(root)));
  }
}

/** How many merges the must-links take. */
function joins({ together }: Bonds): number {
  return together.reduce((sum, photos) => sum + Math.max(0, photos.length - 1), 0);
}

/** The node of each must-link set after its merges, given that sets are merged first and in order. */
function lastNodes({ together }: Bonds, size: number): number[] {
  let node = size - 1;
  return together.map((photos) => (photos.length > 1 ? (node += photos.length - 1) : (photos[0] ?? -1)));
}
