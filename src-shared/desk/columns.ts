// Groups as the columns that are drawn. For those that are stored see learning/groups/saved-columns.

import type { Arranged } from '../learning/groups/grouping.ts';
import type { GroupColumns, GroupId } from '../contract.ts';
import { coversEach } from './group-table.ts';

export function toColumns({ groups }: Arranged): GroupColumns {
  const shown = groups.filter(({ photos }) => photos.length > 1);
  const ends = new Uint32Array(shown.length);
  let total = 0;
  shown.forEach(({ photos }, place) => (ends[place] = total += photos.length));
  const photos = new Uint32Array(total);
  const covers = new Uint32Array(shown.length * coversEach);
  const names: { readonly group: GroupId; readonly name: string }[] = [];
  shown.forEach((group, place) => {
    photos.set(group.photos, ends[place]! - group.photos.length);
    covers.set(group.covers, place * coversEach);
    if (group.name !== null) names.push({ group: group.id, name: group.name });
  });
  const singles = Uint32Array.from(groups.flatMap(({ photos: [photo], photos: { length } }) => (length === 1 && photo !== undefined ? [photo] : [])));
  return { ids: Uint32Array.from(shown, ({ id }) => id), ends, photos, covers, names, singles };
}
