// What a smart album holds now.
import type { AlbumRule } from '../../../src-shared/albums/album.ts';
import type { LensId, MarkTable, SavedGroup } from '../../../src-shared/contract.ts';
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

/** What rules look at, each read once where it is needed: for as long as one list of albums is made. */
export class RuleSource {
  readonly store: Store;
  readonly find: FindPhotos;
  #marks: Promise<MarkTable> | null = null;
  #photos: Promise<Uint32Array> | null = null;
  readonly #groups = new Map<LensId, readonly SavedGroup[] | null>();

  constructor(store: Store, find: FindPhotos) {
    [this.store, this.find] = [store, find];
  }

  marks(): Promise<MarkTable> {
    return (this.#marks ??= readMarks(this.store));
  }

  /** All that are in the library now. */
  photos(): Promise<Uint32Array> {
    return (this.#photos ??= readPhotoTableInSlices(this.store).then(({ ids }) => ids));
  }

  /** Of a lens; `null` where there is none. */
  groups(lensId: LensId): readonly SavedGroup[] | null {
    const known = this.#groups.get(lensId);
    if (known !== undefined) return known;
    const groups = readLenses(this.store).some(({ id }) => id === lensId) ? fromSavedColumns(readGrouping(this.store, lensId)).groups : null;
    this.#groups.set(lensId, groups);
    return groups;
  }
}

/**
 * The photos that a rule gives, also ones that are not in the library now. A group goes by its id; where it was dissolved, it is the group
 * with most of the photos that it had `last`, if that has over half of them; else these are kept.
 */
export async function byRule(source: RuleSource, rule: AlbumRule, last: Uint32Array): Promise<Uint32Array> {
  if (rule.kind === 'filter') return source.find(rule.filter, rule.lensId);
  if (rule.kind === 'group') return ofGroup(source, rule, last);
  const { ids, marks } = await source.marks();
  const marked = ids.filter((_, at) => wantsMark(rule.wish, marks[at]!));
  if (!wantsMark(rule.wish, packMark(NO_MARK))) return marked;
  const all = await source.photos();
  const [wanted, others] = [flagged(marked), flagged(ids)];
  return all.filter((id) => wanted[id] === 1 || others[id] !== 1); // photos without a mark too
}

/** 1 at the place of each id. */
function flagged(ids: Uint32Array): Uint8Array {
  const flags = new Uint8Array((ids.at(-1) ?? 0) + 1); // in order of id
  for (const id of ids) flags[id] = 1;
  return flags;
}

function ofGroup(source: RuleSource, { lensId, group: wanted }: Extract<AlbumRule, { kind: 'group' }>, last: Uint32Array): Uint32Array {
  const groups = source.groups(lensId);
  if (groups === null) return last;
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
