// What a smart album holds now.
import type { AlbumRule } from '../../../src-shared/albums/album.ts';
import type { LensId } from '../../../src-shared/contract.ts';
import type { Filter } from '../../../src-shared/finding/filter.ts';
import { fromSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { NO_MARK, packMark } from '../../../src-shared/marks/packed.ts';
import { wantsMark } from '../../../src-shared/marks/wish.ts';
import type { Store } from '../../store/database.ts';
import { readGrouping } from '../../store/groups.ts';
import { readLenses } from '../../store/lenses.ts';
import { readMarks } from '../../store/marks.ts';
import { readPhotoTableInSlices } from '../../store/photos.ts';

/** The photos that a filter finds, with the groups of a lens. */
export type FindPhotos = (filter: Filter, lensId: LensId) => Promise<Uint32Array>;

/**
 * The photos that a rule gives, also ones that are not in the library now. A group goes by its id; where it was dissolved, it is the group
 * with most of the photos that it had `last`, if that has over half of them; else these are kept.
 */
export async function byRule(store: Store, rule: AlbumRule, last: Uint32Array, find: FindPhotos): Promise<Uint32Array> {
  if (rule.kind === 'filter') return find(rule.filter, rule.lensId);
  if (rule.kind === 'group') return ofGroup(store, rule, last);
  const { ids, marks } = await readMarks(store);
  const marked = ids.filter((_, at) => wantsMark(rule.wish, marks[at]!));
  if (!wantsMark(rule.wish, packMark(NO_MARK))) return marked;
  const [wanted, others] = [new Set(marked), new Set(ids)];
  return (await readPhotoTableInSlices(store)).ids.filter((id) => wanted.has(id) || !others.has(id)); // photos without a mark too
}

function ofGroup(store: Store, { lensId, group: wanted }: Extract<AlbumRule, { kind: 'group' }>, last: Uint32Array): Uint32Array {
  if (!readLenses(store).some(({ id }) => id === lensId)) return last;
  const { groups } = fromSavedColumns(readGrouping(store, lensId));
  const same = groups.find(({ id }) => id === wanted);
  if (same !== undefined) return same.photos.slice();
  const held = new Set(last);
  let [best, most] = [last, last.length / 2];
  for (const { photos } of groups) {
    let shared = 0;
    for (const photo of photos) if (held.has(photo)) shared++;
    if (shared > most) [best, most] = [photos.slice(), shared];
  }
  return best;
}
