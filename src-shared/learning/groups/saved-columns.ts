// A saved grouping as parallel columns and back: what crosses between processes and is stored, and what is worked with.

import type { GroupId, PhotoId, SavedColumns, SavedGroup, SavedGrouping } from '../../contract.ts';

export function toSavedColumns({ height, groups }: SavedGrouping): SavedColumns {
  const builder = new ColumnsBuilder(groups.length, groups.reduce((sum, { photos }) => sum + photos.length, 0));
  for (const group of groups) builder.add(group, group.photos);
  return builder.finish(height);
}

/** Columns that are filled group by group, in numbers alone: a view of each group's photos would take longer than all the rest. */
export class ColumnsBuilder {
  readonly #columns: { readonly ids: Uint32Array; readonly covers: Uint32Array; readonly ends: Uint32Array; readonly photos: Uint32Array };
  readonly #names: { readonly group: GroupId; readonly name: string }[] = [];
  #groups = 0;
  #photos = 0;

  /** So many groups, and so many photos in all. */
  constructor(groups: number, photos: number) {
    this.#columns = { ids: new Uint32Array(groups), covers: new Uint32Array(groups), ends: new Uint32Array(groups), photos: new Uint32Array(photos) };
  }

  /** The photos of the group are those from `start` to before `end`. */
  add({ id, name, cover }: Omit<SavedGroup, 'photos'>, photos: Uint32Array, start = 0, end = photos.length): void {
    const { ids, covers, ends, photos: all } = this.#columns;
    for (let at = start; at < end; at++) all[this.#photos++] = photos[at]!;
    ids[this.#groups] = id;
    covers[this.#groups] = cover ?? 0;
    ends[this.#groups++] = this.#photos;
    if (name !== null) this.#names.push({ group: id, name });
  }

  /** @throws {RangeError} where there were not as many groups and photos as were to come */
  finish(height: number | null): SavedColumns {
    const { ids, photos } = this.#columns;
    if (this.#groups !== ids.length || this.#photos !== photos.length) throw new RangeError(`expected ${ids.length} groups of ${photos.length} photos, got ${this.#groups} of ${this.#photos}`);
    return { height, ...this.#columns, names: this.#names };
  }
}

/** The photos of each group are a view of the column. */
export function fromSavedColumns({ height, ids, covers, ends, photos, names }: SavedColumns): SavedGrouping {
  const nameOf = new Map(names.map(({ group, name }) => [group, name]));
  const groups = Array.from(ids, (id, place): SavedGroup => ({
    id: id as GroupId, name: nameOf.get(id as GroupId) ?? null, cover: covers[place] === 0 ? null : (covers[place] as PhotoId), // the columns hold these
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
