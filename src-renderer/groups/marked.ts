// Which groups have photos with a flag.

import type { Flag } from '../../src-shared/contract.ts';
import { flagOf } from '../../src-shared/marks/packed.ts';
import type { GroupTable } from '../workers/group-table.ts';

/** Places in the table of the groups that have such a photo, in its order; `null` for all groups where no flag is asked for. */
export function placesWith(flag: Flag | null, table: Pick<GroupTable, 'count' | 'photosAt'>, marks: { packed(id: number): number }): number[] | null {
  if (flag === null) return null;
  const places: number[] = [];
  for (let place = 0; place < table.count; place++) if (table.photosAt(place).some((id) => flagOf(marks.packed(id)) === flag)) places.push(place);
  return places;
}
