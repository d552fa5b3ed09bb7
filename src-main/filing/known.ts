// What is known of photos, as facts for other programs: marks, places, albums, and groups that have a name.
import type { XmpFacts } from '../../src-shared/exchange/xmp-fields.ts';
import { fieldsOf } from '../../src-shared/exchange/xmp-fields.ts';
import type { Writing, WritingRequest } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { fromSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { isSaid, unpackMark } from '../../src-shared/marks/packed.ts';
import { readAlbums, readAlbumsOf } from '../store/albums.ts';
import type { Store } from '../store/database.ts';
import { readGrouping } from '../store/groups.ts';
import { readLenses } from '../store/lenses.ts';
import { readMark } from '../store/marks.ts';
import { currentId } from '../store/merge.ts';
import { readCoordinates } from '../store/photos.ts';

/** What the request says of a photo beside what is stored. */
export interface Said {
  readonly group?: string | null;
  readonly album?: string | null;
}

/** Reads what is to be written about a photo; `null` where nothing is known. */
export function knownOf(store: Store, { lensId }: Pick<WritingRequest, 'lensId'>): (photo: PhotoId, said?: Said) => Writing | null {
  const named = namedGroups(store);
  const albums = new Map(readAlbums(store).map(({ id, name }) => [id, name]));
  const lenses = new Map(readLenses(store).map(({ id, name }) => [id, name]));
  return (photo, { group = null, album = null } = {}) => {
    const mark = readMark(store, photo);
    const [latitude = NaN, longitude = NaN] = readCoordinates(store, [photo]);
    const groups = (named.get(currentId(store, photo)) ?? []).filter((one) => group === null || one.lens !== (lenses.get(lensId) ?? null));
    const held = readAlbumsOf(store, photo).flatMap((id) => albums.get(id) ?? []);
    const facts: XmpFacts = {
      albums: [...new Set([...(album === null ? [] : [album]), ...held])],
      groups: group === null ? groups : [...groups, { lens: lenses.get(lensId) ?? null, group }],
      keywords: [], mark: mark === 0 ? null : unpackMark(mark), place: Number.isNaN(latitude) || Number.isNaN(longitude) ? null : { latitude, longitude }
    };
    return Object.keys(fieldsOf(facts)).length === 0 ? null : { facts, said: isSaid(mark) };
  };
}

/** Groups that the user named, under every lens, by their photos. */
function namedGroups(store: Store): ReadonlyMap<PhotoId, XmpFacts['groups']> {
  const found = new Map<PhotoId, XmpFacts['groups']>();
  for (const { id, name: lens } of readLenses(store)) {
    for (const { name, photos } of fromSavedColumns(readGrouping(store, id)).groups) {
      if (name !== null) for (const photo of photos as Iterable<PhotoId>) found.set(photo, [...(found.get(photo) ?? []), { lens, group: name }]); // the columns hold these
    }
  }
  return found;
}
