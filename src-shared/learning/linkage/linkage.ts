// Average linkage of photos under must-links and cannot-links: a tree whose every cut respects them. The dissimilarity of two
// groups is the root of the mean squared distance over all pairs of their photos (UPGMA on squared distances), exact and without
// a matrix (see clusters.ts). A neighbour graph only proposes which groups to compare (HAC on graphs: Dhulipala et al. 2021,
// arXiv:2106.05610), so its separate components are linked with each other at the end. Small libraries consider all pairs.
//
// Monotone: a merge is never recorded below its parts (`Merges.add`); if all pairs are considered nothing has to be raised,
// because an average over two groups is at least the smaller of the two. Cannot-links are enforced by refusing a merge and passing every
// veto on to the merged clusters (Wagstaff et al. 2001; Davidson & Ravi 2005), so it cannot be bypassed.
import { drain } from '../drain.ts';
import { checkBonds, noBonds, type Bonds } from './bonds.ts';
import type { Candidates } from './candidates.ts';
import { chain } from './chain.ts';
import { GraphLinkage } from './graph-linkage.ts';
import type { Linked } from './linked.ts';
import type { Points } from './points.ts';
import { Merges, type Tree } from './tree.ts';

/**
 * Links `points`. Heights are in the unit of the distance; must-links merge first, at 0.
 * `previous`, of the same points and candidates, makes a small change of the bonds cheap: see `GraphLinkage.replay`.
 * Throws a `RangeError` for bonds that contradict each other or name photos that do not exist.
 */
export function link(points: Points, candidates: Candidates, bonds: Bonds = noBonds, previous?: Linked): Linked {
  return drain(linkInSteps(points, candidates, bonds, previous));
}

/** The same in steps of some ten milliseconds, but for the ends of a large library, for a thread with other work. Throws as `link` does. */
export function* linkInSteps(points: Points, candidates: Candidates, bonds: Bonds = noBonds, previous?: Linked): Generator<undefined, Linked> {
  checkBonds(bonds, points.size);
  if (candidates.kind === 'complete') return { tree: linkComplete(points.size, candidates.squared, bonds), bonds };
  const linkage = new GraphLinkage(points, candidates, bonds);
  yield* previous === undefined ? linkage.start() : linkage.replay(previous);
  linkage.finish();
  return { tree: linkage.merges.toTree(), bonds };
}

function linkComplete(size: number, squared: Float64Array, bonds: Bonds): Tree {
  const matrix = squared.slice();
  for (const { left, right } of bonds.apart) {
    for (const a of left) for (const b of right) matrix[a * size + b] = matrix[b * size + a] = Infinity;
  }
  const merges = new Merges(size);
  const nodes = Uint32Array.from({ length: size }, (_, photo) => photo);
  chain(matrix, size, 'average', bonds.together, (a, b, height) => {
    nodes[a] = merges.add(nodes[a]!, nodes[b]!, Math.sqrt(height));
  }, new Uint32Array(size).fill(1));
  return merges.toTree();
}
