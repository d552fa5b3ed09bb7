// Agglomerative linkage of a full dissimilarity matrix by the nearest-neighbour chain (Benzécri 1982; Murtagh 1983;
// Müllner 2011, arXiv:1109.2378), updated by Lance & Williams (1967). For sizes whose matrix fits in memory.
//
// A veto is an infinite dissimilarity and stays infinite under every update. Single, average and complete linkage remain
// reducible with it (a merged group is never nearer to a third than the nearer of its parts was), which is all the chain
// needs to find the greedy merges (Davidson & Ravi 2005 stop at the same vetoes), and which makes heights monotone.
import type { Bonds } from './bonds.ts';
import { checkBonds, noBonds } from './bonds.ts';
import { Merges, type Tree } from './tree.ts';

export type Linkage = 'single' | 'average' | 'complete';

/**
 * Links `size` photos by their dissimilarities (size × size, symmetric, row-major, ≥ 0; not modified).
 * Heights are in the unit of the matrix; must-links merge first, at 0. Throws a `RangeError` for a matrix of another
 * length, NaN or negative numbers in it, or bonds that contradict each other.
 */
export function linkMatrix(matrix: Float64Array | Float32Array, size: number, linkage: Linkage, bonds: Bonds = noBonds): Tree {
  if (matrix.length !== size * size) throw new RangeError(`${size} photos need ${size * size} dissimilarities, got ${matrix.length}`);
  const bad = matrix.findIndex((value) => !(value >= 0));
  if (bad >= 0) throw new RangeError(`dissimilarity of ${Math.floor(bad / size)} and ${bad % size} is ${matrix[bad]}, expected 0 or more`);
  checkBonds(bonds, size);

  const work = Float64Array.from(matrix);
  for (const { left, right } of bonds.apart) {
    for (const a of left) for (const b of right) work[a * size + b] = work[b * size + a] = Infinity;
  }
  const merges = new Merges(size);
  const nodes = Uint32Array.from({ length: size }, (_, photo) => photo);
  chain(work, size, linkage, bonds.together, (a, b, height) => {
    nodes[a] = merges.add(nodes[a]!, nodes[b]!, height);
  }, new Uint32Array(size).fill(1));
  return merges.toTree();
}

/**
 * The chain itself on rows 0 … size − 1 of `matrix`, which it overwrites; `weights` are the number of photos per row.
 * Calls `merge(a, b, height)` for each merge found: row `a` then represents both, row `b` is removed.
 */
export function chain(
  matrix: Float64Array,
  size: number,
  linkage: Linkage,
  together: Bonds['together'],
  merge: (a: number, b: number, height: number) => void,
  weights: Uint32Array
): void {
  const active = Uint32Array.from({ length: size }, (_, row) => row);
  let left = size;

  const join = (a: number, b: number, height: number) => {
    merge(a, b, height);
    // active rows stay ascending: ties go to the lower one
    let kept = 0;
    for (let at = 0; at < left; at++) if (active[at] !== b) active[kept++] = active[at]!;
    left = kept;
    update(matrix, size, linkage, a, b, weights, active, left);
    weights[a] = weights[a]! + weights[b]!;
  };

  for (const rows of together) {
    const [first, ...others] = rows.toSorted((a, b) => a - b);
    if (first !== undefined) for (const row of others) join(first, row, 0);
  }

  const path: number[] = [];
  while (left > 1) {
    if (path.length === 0) path.push(active[0]!);
    const row = path[path.length - 1]!;
    const before = path.length > 1 ? path[path.length - 2]! : -1;

    // the nearest row; on ties the previous one wins, or the chain would never end
    let nearest = before;
    let height = before < 0 ? Infinity : matrix[row * size + before]!;
    for (let at = 0, base = row * size; at < left; at++) {
      const other = active[at]!;
      const value = matrix[base + other]!;
      if (value < height && other !== row) {
        height = value;
        nearest = other;
      }
    }

    if (nearest < 0) {
      // vetoed by all remaining rows: a root of the forest
      path.pop();
      let kept = 0;
      for (let at = 0; at < left; at++) if (active[at] !== row) active[kept++] = active[at]!;
      left = kept;
    } else if (nearest === before) {
      path.length -= 2;
      join(Math.min(row, before), Math.max(row, before), height);
    } else {
      path.push(nearest);
    }
  }
}

/** Lance & Williams: the dissimilarity of a ∪ b to every other row, computed from the rows of a and b. */
function update(matrix: Float64Array, size: number, linkage: Linkage, a: number, b: number, weights: Uint32Array, active: Uint32Array, left: number): void {
  const wa = weights[a]!;
  const wb = weights[b]!;
  for (let at = 0; at < left; at++) {
    const other = active[at]!;
    if (other === a) continue;
    const da = matrix[a * size + other]!;
    const db = matrix[b * size + other]!;
    let value: number;
    if (linkage === 'average') value = (wa * da + wb * db) / (wa + wb);
    else if (linkage === 'complete' || da === Infinity || db === Infinity) value = Math.max(da, db);
    else value = Math.min(da, db);
    matrix[a * size + other] = matrix[other * size + a] = value;
  }
}
