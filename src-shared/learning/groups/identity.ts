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
  for (let group = 0; group < groups.length; group++) for (const photo of groups[group]!) groupOf[photo] = group;

  // dormant groups were saved after those shown, which share no photos: they can claim a group, but had no place of their own
  const dormantBefore = overlapping(previous);
  const claims: { old: number; group: number; weight: number }[] = [];
  const from = groups.map(() => ({ old: -1, overlap: 0 }));
  const overlaps = new Overlaps(groupOf, groups.length);
  previous.forEach(({ photos, name, cover }, old) => {
    const present = overlaps.count(photos);
    let claimed: { group: number; overlap: number } | undefined;
    for (let each = 0; each < overlaps.found; each++) {
      const group = overlaps.groups[each]!;
      const overlap = overlaps.with[group]!;
      if (overlap > from[group]!.overlap && !dormantBefore.has(old)) from[group] = { old, overlap };
      if (overlap < least * present) continue;
      // on a tie, the part with the cover
      if (claimed === undefined || overlap > claimed.overlap || (overlap === claimed.overlap && cover !== null && groupOf[cover] === group)) claimed = { group, overlap };
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
    const cover = old.cover !== null && groupOf[old.cover] === group ? old.cover : null;
    return { id: old.id, name: old.name, cover, from: dormantBefore.has(owner[group]!) ? source : owner[group]!, kept: true };
  });
  return { identities, dormant: previous.filter((group, old) => group.name !== null && !placed.has(old)) };
}

/** Places of groups that share a photo with an earlier one: only named ones can, which are saved as dormant. */
function overlapping(groups: readonly SavedGroup[]): Set<number> {
  const places = new Set<number>();
  if (groups.every(({ name }) => name === null)) return places;
  const seen = new Set<number>();
  groups.forEach(({ name, photos }, place) => {
    if (name !== null && photos.some((photo) => seen.has(photo))) places.add(place);
    else for (const photo of photos) seen.add(photo);
  });
  return places;
}

/** How many photos of an old group each new group has. One for all old groups, counted one after the other. */
class Overlaps {
  /** Photos that each new group has of the one counted last; only those of `groups` are its. */
  readonly with: Uint32Array;
  /** The new groups that have any, by first photo; `found` of them. */
  readonly groups: Uint32Array;
  found = 0;
  private readonly groupOf: Int32Array;
  /** Number of the count in which a group was found last. */
  private readonly when: Uint32Array;
  private counts = 0;

  constructor(groupOf: Int32Array, size: number) {
    this.groupOf = groupOf;
    [this.with, this.groups, this.when] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
  }

  /** Counts the photos of an old group; how many of them there are still. */
  count(photos: Uint32Array): number {
    const { groupOf, when, groups } = this;
    this.counts++;
    this.found = 0;
    let present = 0;
    for (let at = 0; at < photos.length; at++) {
      const group = groupOf[photos[at]!] ?? -1;
      if (group < 0) continue;
      present++;
      if (when[group] !== this.counts) {
        when[group] = this.counts;
        this.with[group] = 0;
        groups[this.found++] = group;
      }
      this.with[group]!++;
    }
    return present;
  }
}
