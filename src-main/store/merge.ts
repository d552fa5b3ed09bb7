// Merges two photos that turned out to be one picture. The lower id stays, and the user's answers follow it: judgments through
// the contents, saved groups with their names and covers here, marks and albums by their own rules (store/marks, store/albums). The other row remains as
// a redirect, because pages and logs may still use its id.
import type { PhotoId, SavedGroup } from '../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { preparedOnce, read } from './access.ts';
import { mergeInAlbums } from './albums.ts';
import type { Store } from './database.ts';
import { lensesWithGroups, readGroupRows, writeGroupRows } from './grouping-rows.ts';
import { mergeMarks } from './marks.ts';

type Group = { -readonly [K in keyof SavedGroup]: SavedGroup[K] };

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
  fingerprints: db.prepare<[PhotoId]>('DELETE FROM fingerprints WHERE photo_id = ?'),
  likenesses: db.prepare<[PhotoId, PhotoId]>('DELETE FROM likenesses WHERE first = ? OR second = ?'),
  keepApart: db.prepare<[MergedPair]>('UPDATE contents SET apart_id = COALESCE(apart_id, photo_id), photo_id = @stays WHERE photo_id = @goes'),
  redirect: db.prepare<[MergedPair]>('UPDATE photos SET merged_into = @stays WHERE id = @goes'),
  compareAgain: db.prepare<[PhotoId]>('UPDATE fingerprints SET compared = 0 WHERE photo_id = ?'),
  mergedInto: db.prepare<[PhotoId], PhotoId | null>('SELECT merged_into FROM photos WHERE id = ?').pluck(),
  mergedState: db.prepare<[], string>("SELECT count(*) || ' ' || total(id * 1.0 * merged_into) FROM photos WHERE merged_into IS NOT NULL").pluck(),
  merged: db.prepare<[], [PhotoId, PhotoId]>('SELECT id, merged_into FROM photos WHERE merged_into IS NOT NULL').raw()
}));

/**
 * Merges two photos. Call it in a transaction, followed by `mergeInGroups` for the returned pair and `showPresent` for the
 * photo that stays.
 */
export function mergePhotos(store: Store, one: PhotoId, other: PhotoId): MergedPair {
  const pair = one < other ? { stays: one, goes: other } : { stays: other, goes: one };
  const { files, contents, signposts, signpost, embeddings, features, fingerprints, likenesses } = statements(store);
  for (const statement of [files, contents, signposts, signpost]) statement.run(pair);
  for (const statement of [embeddings, features, fingerprints]) statement.run(pair.goes);
  likenesses.run(pair.goes, pair.goes);
  mergeMarks(store, pair);
  mergeInAlbums(store, pair);
  return pair;
}

/**
 * Merges the photo that goes into that of the picture that stands for both of a pair. What it was by itself is kept (`contents.apart_id`, its picture hash, its
 * descriptors), for store/pairs to take them apart again. To be called like `mergePhotos`.
 */
export function mergeIntoPair(store: Store, pair: MergedPair): void {
  const { files, keepApart, signposts, redirect, compareAgain, likenesses } = statements(store);
  for (const statement of [files, keepApart, signposts, redirect]) statement.run(pair);
  likenesses.run(pair.goes, pair.goes);
  compareAgain.run(pair.goes);
  mergeMarks(store, pair);
  mergeInAlbums(store, pair);
}

/** The photo that `id` is now: another one if it was merged. */
export function currentId(store: Store, id: PhotoId): PhotoId {
  return read(store, () => statements(store).mergedInto.get(id)) ?? id;
}

/** Changes whenever photos are merged, or merged ones taken apart. */
export function mergedState(store: Store): string {
  return read(store, () => statements(store).mergedState.get()) ?? '';
}

/** Which photos merged ones went to; empty in most libraries. */
export function readMerged(store: Store): ReadonlyMap<PhotoId, PhotoId> {
  return read(store, () => new Map(statements(store).merged.all()));
}

/** In each lens the photo ends up in one group: the named one if only one of the two is named, else that of the photo that stays. */
export function mergeInGroups(store: Store, pairs: readonly MergedPair[]): void {
  if (pairs.length === 0) return;
  for (const lens of lensesWithGroups(store)) {
    const groups = fromSavedColumns(readGroupRows(store, lens)).groups.map((group): Group => ({ ...group }));
    const changed = new Set<Group>();
    for (const { stays, goes } of pairs) {
      const touched = groups.filter(({ photos }) => photos.includes(goes));
      for (const group of touched) {
        const rival = groups.find(({ photos }) => photos.includes(stays));
        const home = rival === undefined || (rival.name === null && group.name !== null) ? group : rival;
        if (home === group) group.photos = group.photos.map((id) => (id === goes ? stays : id));
        else group.photos = group.photos.filter((id) => id !== goes);
        if (rival !== undefined && rival !== home) rival.photos = rival.photos.filter((id) => id !== stays);
        if (home === group && group.cover === goes) group.cover = stays;
        for (const each of rival === undefined ? [group] : [group, rival]) changed.add(each);
      }
    }
    if (changed.size === 0) continue;
    for (const group of changed) if (group.cover !== null && !group.photos.includes(group.cover)) group.cover = (group.photos[0] ?? group.cover) as PhotoId; // ids, as stored
    writeGroupRows(store, lens, toSavedColumns({ height: null, groups: groups.filter(({ photos }) => photos.length > 0) }));
  }
}
