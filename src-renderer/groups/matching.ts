// Which groups have photos that a filter leaves, and how many.

import type { Filtering } from '../state/filtering.svelte.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

export interface MatchingGroups {
  /** Places in the table, in its order. */
  readonly places: readonly number[];
  /** Photos that are left of each, by its place in the table. */
  readonly counts: Uint32Array;
  /** Photos that are left, those of no group among them. */
  readonly photos: number;
  /** Photos that are left and in a group. */
  readonly grouped: number;
  /** Photos that are left and in no group. */
  readonly elsewhere: number;
}

/** `null` for all groups, where no filter is on. */
export function matchingGroups(table: Pick<GroupTable, 'count' | 'photosAt' | 'singles'>, filter: Pick<Filtering, 'photos' | 'has'>): MatchingGroups | null {
  if (filter.photos === null) return null;
  const counts = new Uint32Array(table.count);
  const places: number[] = [];
  let grouped = 0;
  for (let place = 0; place < table.count; place++) {
    for (const id of table.photosAt(place)) if (filter.has(id)) counts[place]!++;
    if (counts[place] === 0) continue;
    places.push(place);
    grouped += counts[place]!;
  }
  const elsewhere = table.singles.filter((id) => filter.has(id)).length;
  return { places, counts, photos: grouped + elsewhere, grouped, elsewhere };
}
