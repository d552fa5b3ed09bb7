// Groups in the order the user wishes for.

import { orderOf } from '../state/order-of.ts';
import type { Showing } from '../state/showing.svelte.ts';
import { titleOf, type Titled } from './title.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

/** Places in the table, in that order; groups of which nothing is known come last. @param places of the groups to sort; `null` for all */
export function sortedPlaces(table: GroupTable, places: readonly number[] | null, library: Titled & { readonly showing: Pick<Showing, 'groups' | 'certaintyOf'> }): readonly number[] | null {
  const { photos, showing } = library;
  if (showing.groups === 'kept') return places;
  const all = places ?? Array.from({ length: table.count }, (_, place) => place);
  if (showing.groups === 'name') {
    const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
    const titles = all.map((place) => titleOf(table, place, library).text);
    return all.map((_, at) => at).sort((a, b) => Number(titles[a] === null) - Number(titles[b] === null) || compare(titles[a] ?? '', titles[b] ?? '')).map((at) => all[at]!);
  }
  const keyOf = (place: number): number => {
    switch (showing.groups) {
      case 'newest': return -(photos.span(table.photosAt(place))?.last ?? NaN);
      case 'oldest': return photos.span(table.photosAt(place))?.first ?? NaN;
      case 'certainty': return leastCertain(table.photosAt(place), showing);
      default: return -table.sizeAt(place);
    }
  };
  return Array.from(orderOf(Float64Array.from(all, keyOf)), (at) => all[at]!);
}

/** In millionths, for order-of takes whole numbers; NaN where nothing is known of any. */
function leastCertain(ids: Uint32Array, showing: Pick<Showing, 'certaintyOf'>): number {
  let least = NaN;
  for (const id of ids) if (!(showing.certaintyOf(id) >= least)) least = Number.isNaN(showing.certaintyOf(id)) ? least : showing.certaintyOf(id);
  return Math.round(least * 1e6);
}
