// Albums; their photos in order are in album-order, and read in slices in album-reading. What a smart album's rule gives now is found by library/albums, and kept here.
import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule, AlbumSort } from '../../src-shared/albums/album.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { preparedOnce, read, write } from './access.ts';
import { readOrder, writeOrder } from './album-order.ts';
import type { Store } from './database.ts';

export const LONGEST_ALBUM_NAME = 200;

/** An album as it is stored; `cover` as chosen. */
export interface StoredAlbum extends Omit<Album, 'photos'> {
  readonly rule: AlbumRule | null;
}

/** Two photos that turned out to be one. */
interface Pair {
  readonly stays: PhotoId;
  readonly goes: PhotoId;
}

interface Row extends Omit<StoredAlbum, 'rule'> {
  readonly rule: string | null;
}

const columns = 'id, name, rule, cover, sort, made_at AS madeAt';
const statements = preparedOnce((db) => ({
  all: db.prepare<[], Row>(`SELECT ${columns} FROM albums WHERE deleted_at IS NULL ORDER BY place, id`),
  one: db.prepare<[AlbumId], Row>(`SELECT ${columns} FROM albums WHERE id = ? AND deleted_at IS NULL`),
  add: db.prepare<[name: string, rule: string | null, sort: AlbumSort, now: number], AlbumId>(
    'INSERT INTO albums (name, rule, sort, place, made_at) VALUES (?, ?, ?, (SELECT COALESCE(max(place), 0) + 1 FROM albums), ?) RETURNING id'
  ).pluck(),
  change: db.prepare<[name: string, rule: string | null, cover: PhotoId | null, AlbumSort, AlbumId]>('UPDATE albums SET name = ?, rule = ?, cover = ?, sort = ? WHERE id = ?'),
  place: db.prepare<[place: number, AlbumId]>('UPDATE albums SET place = ? WHERE id = ?'),
  remove: db.prepare<[now: number, AlbumId]>('UPDATE albums SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL'),
  restore: db.prepare<[AlbumId]>('UPDATE albums SET deleted_at = NULL WHERE id = ?'),
  holding: db.prepare<[PhotoId], AlbumId>('SELECT album_id FROM album_photos JOIN albums a ON a.id = album_id WHERE photo_id = ? AND a.deleted_at IS NULL ORDER BY a.place, a.id').pluck(),
  // of albums put together by hand
  holdingAny: db.prepare<[ids: string], [AlbumId, PhotoId]>(
    `SELECT a.id, ap.photo_id FROM json_each(?) j JOIN album_photos ap ON ap.photo_id = j.value JOIN albums a ON a.id = ap.album_id
     WHERE a.deleted_at IS NULL AND a.rule IS NULL ORDER BY a.id, ap.place, ap.photo_id`
  ).raw(),
  takeOut: db.prepare<[AlbumId, PhotoId]>('DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?'),
  merge: db.prepare<[Pair]>('UPDATE OR IGNORE album_photos SET photo_id = @stays WHERE photo_id = @goes'),
  drop: db.prepare<[PhotoId]>('DELETE FROM album_photos WHERE photo_id = ?'),
  covers: db.prepare<[Pair]>('UPDATE albums SET cover = @stays WHERE cover = @goes')
}));

/** Those that are not deleted, in their order. */
export function readAlbums(store: Store): StoredAlbum[] {
  return read(store, () => statements(store).all.all().map(toAlbum));
}

/** @throws {CodedError} `bad-request` for an unknown or deleted one */
export function readAlbum(store: Store, id: AlbumId): StoredAlbum {
  const row = read(store, () => statements(store).one.get(id));
  if (row === undefined) throw new CodedError('bad-request', 'This album no longer exists. Choose another one.');
  return toAlbum(row);
}

/** Adds one behind the others. @throws {CodedError} `bad-request` for a name that is empty or too long */
export function addAlbum(store: Store, name: string, rule: AlbumRule | null, now: number): AlbumId {
  return write(store, () => statements(store).add.get(asName(name), rule && JSON.stringify(rule), 'oldest', now)!);
}

/** @throws {CodedError} `bad-request` as `readAlbum` and `addAlbum`, and for a rule where photos were put together by hand */
export function changeAlbum(store: Store, id: AlbumId, change: AlbumChange): void {
  write(store, () => {
    const before = readAlbum(store, id);
    const { name, rule, cover, sort } = { ...before, ...change };
    if (change.rule !== undefined && before.rule === null) throw new CodedError('bad-request', 'Photos were put into this album by hand. Create a smart album instead.');
    statements(store).change.run(asName(name), rule && JSON.stringify(rule), cover, sort, id);
  });
}

/** Puts the albums into this order; those not named follow. */
export function arrangeAlbums(store: Store, ids: readonly AlbumId[]): void {
  write(store, () => {
    const others = readAlbums(store).map(({ id }) => id).filter((id) => !ids.includes(id));
    [...ids, ...others].forEach((id, place) => statements(store).place.run(place, id));
  });
}

/** Deletes an album until it is restored; its photos stay in the library. @throws {CodedError} `bad-request` as `readAlbum` */
export function deleteAlbum(store: Store, id: AlbumId, now: number): void {
  write(store, () => {
    readAlbum(store, id);
    statements(store).remove.run(now, id);
  });
}

export function restoreAlbum(store: Store, id: AlbumId): void {
  write(store, () => {
    statements(store).restore.run(id);
    readAlbum(store, id);
  });
}

/** All photos of an album in its own order, also those that are not there now. */
export const readAlbumPhotos = readOrder;

/** Gives an album these photos in this order; unknown ones are left out. */
export function writeAlbumPhotos(store: Store, id: AlbumId, photos: Iterable<number>): AlbumPhotos {
  return write(store, () => {
    readAlbum(store, id);
    return writeOrder(store, id, photos);
  });
}

/** The albums that hold a photo. */
export function readAlbumsOf(store: Store, photo: PhotoId): AlbumId[] {
  return read(store, () => statements(store).holding.all(photo));
}

/** Albums put together by hand that hold any of the photos, each with those that it holds, in its order. */
export function readHolding(store: Store, photos: readonly PhotoId[]): ReadonlyMap<AlbumId, readonly PhotoId[]> {
  const rows = Map.groupBy(read(store, () => statements(store).holdingAny.all(JSON.stringify(photos))), ([album]) => album);
  return new Map(Array.from(rows, ([album, pairs]) => [album, pairs.map(([, photo]) => photo)]));
}

/** Puts photos right before others of an album, by these, unless it holds them already. @returns those before which one came */
export function insertBefore(store: Store, id: AlbumId, coming: ReadonlyMap<PhotoId, PhotoId>): PhotoId[] {
  const photos = readAlbumPhotos(store, id);
  const held = new Set<number>(photos);
  const came: PhotoId[] = [];
  const now = Array.from(photos as Iterable<PhotoId>).flatMap((photo) => { // ids, as stored
    const one = coming.get(photo);
    if (one === undefined || held.has(one)) return [photo];
    held.add(one);
    came.push(photo);
    return [one, photo];
  });
  if (came.length > 0) writeAlbumPhotos(store, id, now);
  return came;
}

/** Takes a photo out of an album, also of a deleted one. @returns whether it was in there */
export function takeOut(store: Store, id: AlbumId, photo: PhotoId): boolean {
  return write(store, () => statements(store).takeOut.run(id, photo).changes > 0);
}

/** Of two photos that turned out to be one, albums hold the one that stays. */
export function mergeInAlbums(store: Store, pair: Pair): void {
  statements(store).merge.run(pair);
  statements(store).drop.run(pair.goes);
  statements(store).covers.run(pair);
}

function toAlbum({ rule, ...row }: Row): StoredAlbum {
  return { ...row, rule: rule === null ? null : (JSON.parse(rule) as AlbumRule) }; // only written above
}

/** A name without what cannot be seen, or changes how the rest is displayed; empty if nothing can be seen of it. */
export function visibleName(given: string): string {
  const name = given.toWellFormed().normalize('NFC').replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return /[^\p{C}\p{Z}\p{M}]/u.test(name) ? name : '';
}

function asName(given: string): string {
  const name = visibleName(given);
  if (name === '') throw new CodedError('bad-request', 'An album needs a name. Type at least one letter.');
  if (name.length > LONGEST_ALBUM_NAME) throw new CodedError('bad-request', `An album's name has at most ${LONGEST_ALBUM_NAME} characters, this one has ${name.length}. Shorten it.`);
  return name;
}
