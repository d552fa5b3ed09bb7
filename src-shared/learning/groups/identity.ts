// Matches new groups to old ones, so that ids, names, covers and places survive a new grouping. It compares sets of photos and
// does not know why they changed.
import type { GroupId, PhotoId, SavedGroup } from '../../contract.ts';

/** What a new group inherits. */
export interface Identity {
  readonly id: GroupId;
  readonly name: string | null;
  /** The old cover if it is still in the group, else `null`. */
  readonly cover: PhotoId | null;
  /** Place of the old group it came from (its own, or the one that most of its photos were in); `null` if all its photos are new. */
  readonly from: number | null;
  /** Whether it keeps that old group's id. */
  readonly kept: boolean;
}

export interface Carried {
  /** One per new group, in the order given. */
  readonly identities: readonly Identity[];
  /** Named old groups without a counterpart. Save them with the others, and the name comes back when the group does. */
  readonly dormant: readonly SavedGroup[];
}

/** A name is worth more than an id: when groups merge, a named one takes precedence over unnamed ones up to four times its size. */
const nameWeight = 4;

/** The fraction of an old group's photos needed to inherit from it. With half, a group that a judgment splits 48 : 48 : 4 would lose its name. */
const least = 1 / 3;

/**
 * Passes the identities of `previous` on to `groups` (photo ids of each new group, disjoint). An old group's identity goes
 * to the new group with most of its remaining photos, a third or more; if several old ones claim one new group, the largest
 * overlap wins (named groups count fourfold), then the earlier one. All others get new ids, counting up from the highest old one.
 */
export function carryIdentities(groups: readonly Uint32Array[], previous: readonly SavedGroup[]): Carried {
  let highest = 0;
  for (const photos of groups) for (const photo of photos) if (photo > highest) highest = photo;
  const groupOf = new Int32Array(highest + 1).fill(-1);
  groups.forEach((photos, group) => photos.forEach((photo) => (groupOf[photo] = group)));

  // dormant groups were saved after those shown, which share no photos: they can claim a group, but had no place of their own
  const dormantBefore = overlapping(previous);
  const claims: { old: number; group: number; weight: number }[] = [];
  const from = groups.map(() => ({ old: -1, overlap: 0 }));
  previous.forEach(({ photos, name, cover }, old) => {
    const { overlaps, present } = countOverlaps(photos, groupOf);
    let claimed: { group: number; overlap: number } | undefined;
    for (const [group, overlap] of overlaps) {
      if (overlap > from[group]!.overlap && !dormantBefore.has(old)) from[group] = { old, overlap };
      if (overlap < least * present) continue;
      // on a tie, the part with the cover
      if (claimed === undefined || overlap > claimed.overlap || (overlap === claimed.overlap && groupOf[cover] === group)) claimed = { group, overlap };
    }
    if (claimed !== undefined) claims.push({ old, group: claimed.group, weight: claimed.overlap * (name === null ? 1 : nameWeight) });
  });

  claims.sort((a, b) => b.weight - a.weight || a.old - b.old);
  const owner = new Int32Array(groups.length).fill(-1);
  const placed = new Set<number>();
  for (const { old, group } of claims) {
    if (owner[group]! >= 0) continue;
    owner[group] = old;
    placed.add(old);
  }

  let nextId = previous.reduce((id, group) => Math.max(id, group.id), 0) + 1;
  const identities = groups.map((_, group): Identity => {
    const old = previous[owner[group]!];
    const source = from[group]!.old < 0 ? null : from[group]!.old;
    if (old === undefined) return { id: nextId++ as GroupId, name: null, cover: null, from: source, kept: false }; // ids are made here
    const cover = groupOf[old.cover] === group ? old.cover : null;
    return { id: old.id, name: old.name, cover, from: dormantBefore.has(owner[group]!) ? source : owner[group]!, kept: true };
  });
  return { identities, dormant: previous.filter((group, old) => group.name !== null && !placed.has(old)) };
}

/** Places of groups that share a photo with an earlier one. */
function overlapping(groups: readonly SavedGroup[]): Set<number> {
  const seen = new Set<number>();
  const places = new Set<number>();
  groups.forEach(({ name, photos }, place) => {
    // only named groups are saved as dormant
    if (name !== null && photos.some((photo) => seen.has(photo))) places.add(place);
    else for (const photo of photos) seen.add(photo);
  });
  return places;
}

/** How many photos of an old group each new group has, and how many remain in total. */
function countOverlaps(photos: Uint32Array, groupOf: Int32Array): { overlaps: Map<number, number>; present: number } {
  const overlaps = new Map<number, number>();
  let present = 0;
  for (const photo of photos) {
    const group = groupOf[photo] ?? -1;
    if (group < 0) continue;
    present++;
    overlaps.set(group, (overlaps.get(group) ?? 0) + 1);
  }
  return { overlaps, present };
}
