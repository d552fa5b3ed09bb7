// Cuts the tree of groups at a height. Constraints hold at every height, because the tree was linked under them.
import type { Tree } from './tree.ts';

/**
 * The group of every photo (size numbers, 0 … groups − 1, numbered by first appearance) after the merges up to and
 * including `height`. Throws a `RangeError` for a negative height or NaN: below 0, photos that the user put
 * together would be separated.
 */
export function cut(tree: Tree, height: number): Uint32Array {
  const { size, children } = tree;
  const count = mergesUpTo(tree, height);

  // top down, every node passes its root to its children
  const root = new Uint32Array(size + count);
  for (let node = 0; node < root.length; node++) root[node] = node;
  for (let merge = count - 1; merge >= 0; merge--) {
    const above = root[size + merge]!;
    root[children[2 * merge]!] = above;
    root[children[2 * merge + 1]!] = above;
  }

  // roots are numbered in order of appearance
  const number = new Int32Array(size + count).fill(-1);
  const groups = new Uint32Array(size);
  let next = 0;
  for (let photo = 0; photo < size; photo++) {
    const at = root[photo]!;
    if (number[at]! < 0) number[at] = next++;
    groups[photo] = number[at]!;
  }
  return groups;
}

/** Number of merges at or below `height`. Throws a `RangeError` for a negative height or NaN. */
export function mergesUpTo({ heights }: Tree, height: number): number {
  if (!(height >= 0)) throw new RangeError(`a tree is cut at a height of 0 or more, got ${height}`);
  let low = 0;
  let high = heights.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (heights[middle]! <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indices of each group's photos, ascending, as views of one buffer. */
export function membersOf(labels: Uint32Array): Uint32Array[] {
  let count = 0;
  for (const label of labels) if (label >= count) count = label + 1;
  const ends = new Uint32Array(count + 1);
  for (const label of labels) ends[label + 1]!++;
  for (let label = 0; label < count; label++) ends[label + 1]! += ends[label]!;
  const next = ends.slice();
  const members = new Uint32Array(labels.length);
  labels.forEach((label, photo) => (members[next[label]!++] = photo));
  return Array.from({ length: count }, (_, label) => members.subarray(ends[label], ends[label + 1]));
}
