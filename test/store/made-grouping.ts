// Groupings as tests write them down and read them: group by group.

import { readGrouping, writeGrouping } from '../../src-main/store/groups.ts';
import type { Store } from '../../src-main/store/database.ts';
import type { LensId, SavedGrouping } from '../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';

export function readGroups(store: Store, lensId: LensId): SavedGrouping {
  return fromSavedColumns(readGrouping(store, lensId));
}

export function writeGroups(store: Store, lensId: LensId, grouping: SavedGrouping): void {
  writeGrouping(store, lensId, toSavedColumns(grouping));
}
