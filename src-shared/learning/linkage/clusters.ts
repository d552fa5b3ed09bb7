// Clusters while they merge: size, mean and spread of each, and which photos they contain. It makes no decisions.
//
// The mean squared distance over all pairs of two clusters needs no pairs: with means μ and spreads σ² (mean squared
// distance to the mean) it is |μA − μB|² + σA² + σB². Both follow from the parts' values when two merge.
import { squaredBetween, type Points } from './points.ts';

export class Clusters {
  readonly size: number;
  readonly dims: number;
  /** Number of clusters ever made: photos and merges. */
  nodes: number;
  private readonly means: Float32Array;
  /** Per row of `means`: spread and number of photos. */
  private readonly spreads: Float64Array;
  private readonly weights: Uint32Array;
  /** Per node: its row of `means`, and a link towards the cluster it is now part of (union-find). */
  private readonly rows: Uint32Array;
  private readonly above: Uint32Array;
  /** Photos of one cluster as a ring. */
  private readonly ring: Uint32Array;

  constructor({ size, dims, values }: Points) {
    this.size = size;
    this.dims = dims;
    this.nodes = size;
    this.means = values.slice();
    this.spreads = new Float64Array(size);
    this.weights = new Uint32Array(size).fill(1);
    this.rows = Uint32Array.from({ length: 2 * size }, (_, node) => node);
    this.above = Uint32Array.from({ length: 2 * size }, (_, node) => node);
    this.ring = Uint32Array.from({ length: size }, (_, photo) => photo);
  }

  /** The cluster that a node is now part of. */
  top(node: number): number {
    const { above } = this;
    let top = node;
    while (above[top] !== top) top = above[top]!;
    while (above[node] !== top) {
      const next = above[node]!;
      above[node] = top;
      node = next;
    }
    return top;
  }

  isTop(node: number): boolean {
    return this.above[node] === node;
  }

  weight(cluster: number): number {
    return this.weights[this.rows[cluster]!]!;
  }

  mean(cluster: number): Float32Array {
    const from = this.rows[cluster]! * this.dims;
    return this.means.subarray(from, from + this.dims);
  }

  /** Mean squared distance over all pairs of a photo of `a` and a photo of `b`. */
  squared(a: number, b: number): number {
    const { dims, means, spreads } = this;
    const i = this.rows[a]!;
    const j = this.rows[b]!;
    return squaredBetween(means, i * dims, means, j * dims, dims) + spreads[i]! + spreads[j]!;
  }

  /** Merges two clusters into a new one, numbered in merge order like in `Merges`. */
  merge(a: number, b: number): number {
    const { dims, means, spreads, weights } = this;
    // the larger keeps its row
    const [i, j] = this.weight(a) >= this.weight(b) ? [this.rows[a]!, this.rows[b]!] : [this.rows[b]!, this.rows[a]!];
    const wi = weights[i]!;
    const wj = weights[j]!;
    const share = wj / (wi + wj);
    const between = squaredBetween(means, i * dims, means, j * dims, dims);
    spreads[i] = (1 - share) * spreads[i]! + share * spreads[j]! + share * (1 - share) * between;
    for (let d = 0, at = i * dims, other = j * dims; d < dims; d++, at++, other++) {
      means[at] = means[at]! + share * (means[other]! - means[at]!);
    }
    weights[i] = wi + wj;

    const node = this.nodes++;
    this.rows[node] = i;
    this.above[a] = this.above[b] = node;
    // two rings become one by swapping successors; rows are photos of their clusters
    const next = this.ring[i]!;
    this.ring[i] = this.ring[j]!;
    this.ring[j] = next;
    return node;
  }

  /** The photos of a cluster, in no particular order. */
  photos(cluster: number): Uint32Array {
    const first = this.rows[cluster]!;
    const photos = new Uint32Array(this.weight(cluster));
    for (let at = 0, photo = first; at < photos.length; at++, photo = this.ring[photo]!) photos[at] = photo;
    return photos;
  }

  /** The clusters that remain, by number. */
  tops(): number[] {
    const tops: number[] = [];
    for (let node = 0; node < this.nodes; node++) if (this.above[node] === node) tops.push(node);
    return tops;
  }
}
