// What differs between two groupings of the same photos: which groups merge, which split, and how few photos move. It compares sets of
// photos, and does not know why they changed.

/** The photos of each group, disjoint; photos that are alone are groups of one. */
export type Partition = readonly ArrayLike<number>[];

/** Groups before and after that share photos with each other and with no other group: the smallest part that can be applied alone. */
export interface Change {
  /** Several become one, one becomes several, or photos move between groups. */
  readonly kind: 'merge' | 'split' | 'move';
  /** Places in the partition before, largest first. */
  readonly before: readonly number[];
  /** Places in the partition after, largest first. */
  readonly after: readonly number[];
  /** Photos that change groups, where each group goes on as the one that it shares most photos with. */
  readonly moved: number;
}

interface Overlap {
  readonly before: number;
  readonly after: number;
  photos: number;
}

/** The changes from one partition to the other, those that move most photos first. Photos that only one of them has are ignored. */
export function compare(before: Partition, after: Partition): Change[] {
  const overlaps = overlapsOf(before, after);

  // groups that overlap, directly or through others, are one change
  const parent = Int32Array.from({ length: before.length + after.length }, (_, node) => node);
  const find = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  for (const overlap of overlaps) parent[find(before.length + overlap.after)] = find(overlap.before);
  const parts = new Map<number, Overlap[]>();
  for (const overlap of overlaps) {
    const root = find(overlap.before);
    const part = parts.get(root);
    if (part) part.push(overlap);
    else parts.set(root, [overlap]);
  }
  return [...parts.values()].filter(({ length }) => length > 1).map(changeOf).sort((a, b) => b.moved - a.moved || a.before[0]! - b.before[0]!);

  function changeOf(part: readonly Overlap[]): Change {
    const bySize = (groups: Partition, places: readonly number[]) => [...new Set(places)].sort((a, b) => groups[b]!.length - groups[a]!.length || a - b);
    const [from, to] = [bySize(before, part.map((overlap) => overlap.before)), bySize(after, part.map((overlap) => overlap.after))];
    return { kind: to.length === 1 ? 'merge' : from.length === 1 ? 'split' : 'move', before: from, after: to, moved: movedIn(part) };
  }
}

/** `before` with those of its changes to `after` applied. The groups that no change is about come first, in their order. */
export function applyChanges<G extends ArrayLike<number>>(before: readonly G[], after: readonly G[], changes: readonly Change[]): G[] {
  const replaced = new Set(changes.flatMap((change) => change.before));
  return [...before.filter((_, place) => !replaced.has(place)), ...changes.flatMap((change) => change.after.map((place) => after[place]!))];
}

/** Those of `changes` that lead to groups which `reference` does not have: the others are not news to it. */
export function newTo(reference: Partition, changes: readonly Change[], after: Partition): Change[] {
  const cellOf = new Map<number, ArrayLike<number>>();
  for (const photos of reference) for (let at = 0; at < photos.length; at++) cellOf.set(photos[at]!, photos);
  const isKnown = (photos: ArrayLike<number>) => {
    const cell = cellOf.get(photos[0]!);
    return cell?.length === photos.length && Array.prototype.every.call(photos, (photo: number) => cellOf.get(photo) === cell);
  };
  return changes.filter((change) => !change.after.every((place) => isKnown(after[place]!)));
}

/** Photos that change groups in all. */
export function movedBy(changes: readonly Change[]): number {
  return changes.reduce((sum, { moved }) => sum + moved, 0);
}

/** How many photos each two groups share, where they share any. */
function overlapsOf(before: Partition, after: Partition): Overlap[] {
  const placeOf = new Map<number, number>();
  before.forEach((photos, place) => {
    for (let at = 0; at < photos.length; at++) placeOf.set(photos[at]!, place);
  });
  return after.flatMap((photos, place) => {
    const shared = new Map<number, Overlap>();
    for (let at = 0; at < photos.length; at++) {
      const from = placeOf.get(photos[at]!);
      if (from === undefined) continue;
      const overlap = shared.get(from);
      if (overlap) overlap.photos++;
      else shared.set(from, { before: from, after: place, photos: 1 });
    }
    return [...shared.values()];
  });
}

/** All photos but those of the largest overlaps, one for each group. */
function movedIn(part: readonly Overlap[]): number {
  const [stayed, taken] = [new Set<number>(), new Set<number>()];
  let moved = 0;
  for (const { before, after, photos } of part.toSorted((a, b) => b.photos - a.photos)) {
    if (stayed.has(before) || taken.has(after)) {
      moved += photos;
      continue;
    }
    stayed.add(before);
    taken.add(after);
  }
  return moved;
}
