// Merges two photos that turned out to be one picture. The lower id stays, and the user's answers follow it: judgments through
// the contents, saved groups with their names and covers here. The other row remains as a redirect, because pages and logs may
// still use its id.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';

type Row = [lens: number, group: number, name: string | null, cover: PhotoId, photos: Buffer];
interface Group {
  readonly lens: number;
  readonly group: number;
  readonly name: string | null;
  cover: PhotoId;
  photos: readonly PhotoId[];
}

export interface MergedPair {
  readonly stays: PhotoId;
  readonly goes: PhotoId;
}

const statements = preparedOnce((db) => ({
  files: db.prepare<[MergedPair]>('UPDATE files SET photo_id = @stays WHERE photo_id = @goes'),
  contents: db.prepare<[MergedPair]>('UPDATE contents SET photo_id = @stays WHERE photo_id = @goes'),
  signposts: db.prepare<[MergedPair]>('UPDATE photos SET merged_into = @stays WHERE merged_into = @goes'),
  signpost: db.prepare<[MergedPair]>('UPDATE photos SET merged_into = @stays, picture = NULL WHERE id = @goes'),
  embeddings: db.prepare<[PhotoId]>('DELETE FROM embeddings WHERE photo_id = ?'),
  features: db.prepare<[PhotoId]>('DELETE FROM features WHERE photo_id = ?'),
  groups: db.prepare<[], Row>('SELECT lens_id, id, name, cover, photos FROM saved_groups').raw(),
  group: db.prepare<[cover: PhotoId, photos: Buffer, lens: number, group: number]>('UPDATE saved_groups SET cover = ?, photos = ? WHERE lens_id = ? AND id = ?'),
  dropGroup: db.prepare<[lens: number, group: number]>('DELETE FROM saved_groups WHERE lens_id = ? AND id = ?'),
  mergedInto: db.prepare<[PhotoId], PhotoId | null>('SELECT merged_into FROM photos WHERE id = ?').pluck(),
  countMerged: db.prepare<[], number>('SELECT count(*) FROM photos WHERE merged_into IS NOT NULL').pluck(),
  merged: db.prepare<[], [PhotoId, PhotoId]>('SELECT id, merged_into FROM photos WHERE merged_into IS NOT NULL').raw()
}));

/**
 * Merges two photos. Call it in a transaction, followed by `mergeInGroups` for the returned pair and `showPresent` for the
 * photo that stays.
 */
export function mergePhotos(store: Store, one: PhotoId, other: PhotoId): MergedPair {
  const pair = one < other ? { stays: one, goes: other } : { stays: other, goes: one };
  const { files, contents, signposts, signpost, embeddings, features } = statements(store);
  for (const statement of [files, contents, signposts, signpost]) statement.run(pair);
  for (const statement of [embeddings, features]) statement.run(pair.goes);
  return pair;
}

/** The photo that `id` is now: another one if it was merged. */
export function currentId(store: Store, id: PhotoId): PhotoId {
  return read(store, () => statements(store).mergedInto.get(id)) ?? id;
}

/** How many photos have been merged. */
export function countMerged(store: Store): number {
  return read(store, () => statements(store).countMerged.get()) ?? 0;
}

/** Which photos merged ones went to; empty in most libraries. */
export function readMerged(store: Store): ReadonlyMap<PhotoId, PhotoId> {
  return read(store, () => new Map(statements(store).merged.all()));
}

/** In each lens the photo ends up in one group: the named one if only one of the two is named, else that of the photo that stays. */
export function mergeInGroups(store: Store, pairs: readonly MergedPair[]): void {
  if (pairs.length === 0) return;
  const groups = statements(store).groups.all().map(([lens, group, name, cover, photos]): Group => ({ lens, group, name, cover, photos: toIds(photos) }));
  const changed = new Set<Group>();
  for (const { stays, goes } of pairs) {
    const touched = groups.filter(({ photos }) => photos.includes(goes));
    for (const group of touched) {
      const rival = groups.find(({ lens, photos }) => lens === group.lens && photos.includes(stays));
      const home = rival === undefined || (rival.name === null && group.name !== null) ? group : rival;
      if (home === group) group.photos = group.photos.map((id) => (id === goes ? stays : id));
      else group.photos = group.photos.filter((id) => id !== goes);
      if (rival !== undefined && rival !== home) rival.photos = rival.photos.filter((id) => id !== stays);
      if (home === group && group.cover === goes) group.cover = stays;
      for (const each of rival === undefined ? [group] : [group, rival]) changed.add(each);
    }
  }
  for (const { lens, group, cover, photos } of changed) {
    const [first] = photos;
    if (first === undefined) statements(store).dropGroup.run(lens, group);
    else statements(store).group.run(photos.includes(cover) ? cover : first, Buffer.from(Uint32Array.from(photos).buffer), lens, group);
  }
}

/** Copied, because a row's bytes may not be 4-byte aligned. */
function toIds(bytes: Buffer): PhotoId[] {
  return Array.from(new Uint32Array(new Uint8Array(bytes).buffer)) as PhotoId[]; // written only from photo ids
}
