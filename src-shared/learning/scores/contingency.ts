// Contingency table of two groupings of the same photos, from which every grouping score is computed. Memory grows with the number of
// photos, never with the number of pairs.

export interface Contingency {
  readonly count: number;
  /** Sizes of the true and of the found groups. */
  readonly truth: readonly number[];
  readonly found: readonly number[];
  /** Photos in each non-empty intersection of a true and a found group (indices into `truth` and `found`). */
  readonly cells: readonly { readonly truth: number; readonly found: number; readonly count: number }[];
}

/**
 * Crosses two label lists, position by position. Labels are any numbers.
 * @throws RangeError if the lists differ in length.
 */
export function cross(truth: ArrayLike<number>, found: ArrayLike<number>): Contingency {
  if (truth.length !== found.length) throw new RangeError(`Expected ${truth.length} found labels, as many as true ones, got ${found.length}.`);
  const truthSizes = new Map<number, { index: number; count: number }>();
  const foundSizes = new Map<number, { index: number; count: number }>();
  const cells = new Map<string, { truth: number; found: number; count: number }>();
  for (let i = 0; i < truth.length; i++) {
    const t = enter(truthSizes, truth[i]!);
    const f = enter(foundSizes, found[i]!);
    const key = `${t},${f}`;
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { truth: t, found: f, count: 1 });
  }
  return {
    count: truth.length,
    truth: [...truthSizes.values()].map(({ count }) => count),
    found: [...foundSizes.values()].map(({ count }) => count),
    cells: [...cells.values()]
  };
}

function enter(sizes: Map<number, { index: number; count: number }>, label: number): number {
  const known = sizes.get(label);
  if (known) {
    known.count++;
    return known.index;
  }
  sizes.set(label, { index: sizes.size, count: 1 });
  return sizes.size - 1;
}
