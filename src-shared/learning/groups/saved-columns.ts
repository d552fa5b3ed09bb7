// A saved grouping as parallel columns and back: what crosses between processes and is stored, and what is worked with.

import type { GroupId, PhotoId, SavedColumns, SavedGroup, SavedGrouping } from '../../contract.ts';

export function toSavedColumns({ height, groups }: SavedGrouping): SavedColumns {
  const ids = Uint32Array.from(groups, ({ id }) => id);
  const covers = Uint32Array.from(groups, ({ cover }) => cover);
  const ends = new Uint32Array(groups.length);
  let total = 0;
  groups.forEach((group, place) => (ends[place] = total += group.photos.length));
  const photos = new Uint32Array(total);
  groups.forEach((group, place) => photos.set(group.photos, ends[place]! - group.photos.length));
  const names = groups.flatMap(({ id, name }) => (name === null ? [] : [{ group: id, name }]));
  return { height, ids, covers, ends, photos, names };
}

/** The photos of each group are a view of the column. */
export function fromSavedColumns({ height, ids, covers, ends, photos, names }: SavedColumns): SavedGrouping {
  const nameOf = new Map(names.map(({ group, name }) => [group, name]));
  const groups = Array.from(ids, (id, place): SavedGroup => ({
    id: id as GroupId, name: nameOf.get(id as GroupId) ?? null, cover: covers[place] as PhotoId, // the columns hold these
    photos: photos.subarray(ends[place - 1] ?? 0, ends[place])
  }));
  return { height, groups };
}

/** What is wrong with columns that came from elsewhere; `null` where they are one grouping. */
export function faultOfColumns({ ids, covers, ends, photos }: Pick<SavedColumns, 'ids' | 'covers' | 'ends' | 'photos'>): string | null {
  if (covers.length !== ids.length || ends.length !== ids.length) return `expected columns of ${ids.length} groups, got ${covers.length} covers and ${ends.length} ends`;
  if (ends.some((end, place) => end < (ends[place - 1] ?? 0))) return 'expected the ends of groups in ascending order';
  return (ends.at(-1) ?? 0) === photos.length ? null : `expected ${ends.at(-1) ?? 0} photos in groups, got ${photos.length}`;
}
