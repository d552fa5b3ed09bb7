// The groups of a library as they were shown last, before their points are there: what is on the screen as it opens.

import type { GroupColumns, SavedColumns } from '../../src-shared/contract.ts';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { COVERS } from '../../src-shared/learning/groups/group.ts';

/**
 * The stored groups of the photos that are there, each photo in the first group that holds it: of names that wait for their group the photos are
 * in another. Photos that are in none are left to the grouping. The first cover is the stored one, the others lie evenly among the rest.
 */
export function storedTable({ ids, ends, photos, covers, names }: SavedColumns, isThere: (photo: number) => boolean): GroupTable {
  const taken = new Set<number>();
  const shown: { readonly [N in 'ids' | 'ends' | 'photos' | 'covers' | 'singles']: number[] } = { ids: [], ends: [], photos: [], covers: [], singles: [] };
  for (let place = 0; place < ids.length; place++) {
    const own: number[] = [];
    for (let at = ends[place - 1] ?? 0; at < ends[place]!; at++) {
      const photo = photos[at]!;
      if (taken.has(photo) || !isThere(photo)) continue;
      taken.add(photo);
      own.push(photo);
    }
    if (own.length === 1) shown.singles.push(own[0]!);
    if (own.length < 2) continue;
    shown.ids.push(ids[place]!);
    for (const photo of own) shown.photos.push(photo);
    shown.ends.push(shown.photos.length);
    for (const cover of coversOf(own, covers[place]!)) shown.covers.push(cover);
  }
  const columns: GroupColumns = {
    ids: Uint32Array.from(shown.ids), ends: Uint32Array.from(shown.ends), photos: Uint32Array.from(shown.photos), covers: Uint32Array.from(shown.covers),
    names, singles: Uint32Array.from(shown.singles)
  };
  return new GroupTable(columns);
}

/** As many as a card has, 0 where there are fewer photos. */
function coversOf(photos: readonly number[], first: number): number[] {
  const others = photos.filter((photo) => photo !== first);
  const front = others.length < photos.length ? first : others.shift()!; // a cover that is gone gives way to the first photo
  const count = Math.min(COVERS - 1, others.length);
  const spread = Array.from({ length: COVERS - 1 }, (_, at) => (at < count ? others[Math.floor((at * others.length) / count)]! : 0));
  return [front, ...spread];
}
