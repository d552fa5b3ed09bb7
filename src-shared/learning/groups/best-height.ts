// Where to cut a tree so that its groups are expected to be right most: the height of the greatest expected pairwise F1, each pair of
// photos counting as similar with the probability that the calibration gives its distance. One walk over the merges, for a cut only adds
// the pairs of one merge to those of the cut below it.
import { probabilityAt, type Calibration } from '../metric/calibration.ts';
import { uniform } from '../training/random.ts';
import { squaredDistance, type Points } from './points.ts';
import type { Tree } from './tree.ts';

/** Pairs measured of one merge: a few of a small one, more of one that joins many. */
const FEWEST_PAIRS = 4;
const MOST_PAIRS = 400;

/** The height, 0 or more. Deterministic: the pairs that are measured follow from the tree. 0 where nothing merges. */
export function bestHeight(tree: Tree, points: Points, calibration: Calibration): number {
  const { children, heights } = tree;
  const { order, start, count } = leavesInOrder(tree);
  const next = uniform(tree.size);
  const inside = new Float64Array(heights.length);
  const right = new Float64Array(heights.length);
  let [pairs, similar] = [0, 0];
  for (let merge = 0; merge < heights.length; merge++) {
    const [a, b] = [children[2 * merge]!, children[2 * merge + 1]!];
    const all = count[a]! * count[b]!;
    const measured = Math.min(all, Math.max(FEWEST_PAIRS, Math.min(MOST_PAIRS, Math.ceil(Math.sqrt(all)))));
    let sum = 0;
    for (let at = 0; at < measured; at++) {
      const pair = measured === all ? at : Math.floor(next() * all);
      const [one, other] = [order[start[a]! + (pair % count[a]!)]!, order[start[b]! + Math.floor(pair / count[a]!)]!];
      sum += probabilityAt(Math.sqrt(squaredDistance(points, one, other)), calibration);
    }
    // photos that judgments put together are
    similar += heights[merge] === 0 ? all : (all * sum) / measured;
    pairs += all;
    inside[merge] = pairs;
    right[merge] = similar;
  }
  let [best, height] = [0, 0];
  for (let merge = 0; merge < heights.length; merge++) {
    if (heights[merge] === heights[merge + 1]) continue;
    const expected = (2 * right[merge]!) / (inside[merge]! + similar);
    if (expected > best) [best, height] = [expected, heights[merge]!];
  }
  return height;
}

/** The photos in an order in which those of any node stand side by side: order[start[node]] … count[node] of them. */
function leavesInOrder({ size, children, heights }: Tree) {
  const nodes = size + heights.length;
  const count = new Uint32Array(nodes).fill(1, 0, size);
  for (let merge = 0; merge < heights.length; merge++) count[size + merge] = count[children[2 * merge]!]! + count[children[2 * merge + 1]!]!;
  const start = new Uint32Array(nodes);
  const placed = new Uint8Array(nodes);
  let free = 0;
  for (let node = nodes - 1; node >= 0; node--) {
    if (placed[node] === 0) {
      start[node] = free;
      free += count[node]!;
    }
    if (node < size) continue;
    const [a, b] = [children[2 * (node - size)]!, children[2 * (node - size) + 1]!];
    start[a] = start[node]!;
    start[b] = start[node]! + count[a]!;
    placed[a] = placed[b] = 1;
  }
  const order = new Uint32Array(size);
  for (let photo = 0; photo < size; photo++) order[start[photo]!] = photo;
  return { order, start, count };
}
