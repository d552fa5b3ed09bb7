// Groups as the columns that are drawn. For those that are stored see learning/groups/saved-columns.

import type { Arranged } from '../learning/groups/grouping.ts';
import { COVERS, type Group } from '../learning/groups/group.ts';
import type { GroupColumns, GroupId } from '../contract.ts';

/** Groups whose covers come with them: those at the front. The covers of others come too where they are known, and else when they are asked for. */
const DRAWN = 300;

/** Groups of two or more, in their order. */
export const shownOf = ({ groups }: Pick<Arranged, 'groups'>): Group[] => groups.filter(({ photos }) => photos.length > 1);

/** The covers of some of these, as the column has them. */
export function coversOf(groups: readonly Group[], places: Uint32Array): Uint32Array {
  const covers = new Uint32Array(places.length * COVERS);
  places.forEach((place, at) => covers.set(groups[place]?.covers ?? [], at * COVERS));
  return covers;
}

export function toColumns({ groups }: Arranged): GroupColumns {
  const shown = shownOf({ groups });
  const ends = new Uint32Array(shown.length);
  let total = 0;
  shown.forEach(({ photos }, place) => (ends[place] = total += photos.length));
  const photos = new Uint32Array(total);
  const covers = new Uint32Array(shown.length * COVERS);
  const names: { readonly group: GroupId; readonly name: string }[] = [];
  shown.forEach((group, place) => {
    photos.set(group.photos, ends[place]! - group.photos.length);
    const drawn = place < DRAWN ? group.covers : group.known;
    if (drawn) covers.set(drawn, place * COVERS);
    if (group.name !== null) names.push({ group: group.id, name: group.name });
  });
  const singles = Uint32Array.from(groups.flatMap(({ photos: [photo], photos: { length } }) => (length === 1 && photo !== undefined ? [photo] : [])));
  return { ids: Uint32Array.from(shown, ({ id }) => id), ends, photos, covers, names, singles };
}
