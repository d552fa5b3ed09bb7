// What albums hold, read some photos at a time with a turn for others between, so that in a large library nothing waits for it. Changes that
// come meanwhile are told to whoever reads, and read again. Which albums there are: store/albums.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AlbumId, AlbumSort } from '../../src-shared/albums/album.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { CodedError } from '../failure.ts';
import { preparedOnce, read } from './access.ts';
import type { StoredAlbum } from './albums.ts';
import type { Store } from './database.ts';

/** Photos looked up per turn of the event loop: some milliseconds. */
const SLICE = 3000;

/** A photo that is in the library now, and when it was taken. */
export type Present = [PhotoId, takenAt: number | null];

export interface PresentCount {
  readonly photos: number;
  /** In the order of the album. */
  readonly first: PhotoId | null;
  /** Whether the cover is among them. */
  readonly holds: boolean;
}

const statements = preparedOnce((db) => ({
  // each with when it was taken, in the order given
  present: db.prepare<[ids: string], Present>(
    `SELECT p.id, p.taken_at FROM json_each(?) j JOIN photos p ON p.id = j.value
     WHERE EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL) ORDER BY j.key`
  ).raw(),
  // by photo, as they lie in the database; `here`: whether it is in the library now
  held: db.prepare<[AlbumId, after: number, limit: number], [PhotoId, place: number, takenAt: number | null, here: 0 | 1]>(
    `SELECT ap.photo_id, ap.place, p.taken_at, EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL)
     FROM album_photos ap JOIN photos p ON p.id = ap.photo_id WHERE ap.album_id = ? AND ap.photo_id > ? ORDER BY ap.photo_id LIMIT ?`
  ).raw(),
  places: db.prepare<[AlbumId, after: number, limit: number], [PhotoId, place: number]>('SELECT photo_id, place FROM album_photos WHERE album_id = ? AND photo_id > ? ORDER BY photo_id LIMIT ?').raw()
}));

/** All photos of an album in its own order, also those that are not there now. @throws {CodedError} `no-library` where the store was closed meanwhile */
export async function readOrderInSlices(store: Store, id: AlbumId): Promise<Uint32Array<ArrayBuffer>> {
  const photos: number[] = [];
  const places: number[] = [];
  for await (const rows of byPhoto(store, (after) => statements(store).places.all(id, after, SLICE))) {
    for (const [photo, place] of rows) [photos[photos.length], places[places.length]] = [photo, place];
  }
  const order = await sortedInTurns(places);
  return Uint32Array.from(order, (at) => photos[at]!);
}

/** Those of the photos that are in the library now, in the same order or in that of when they were taken; undated ones last. */
export function readPresent(store: Store, photos: Uint32Array, sort: AlbumSort): Uint32Array<ArrayBuffer> {
  return sorted(read(store, () => statements(store).present.all(JSON.stringify([...photos]))), sort);
}

/** The same, while others have their turn. @throws {CodedError} `no-library` where the store was closed meanwhile */
export async function readPresentInSlices(store: Store, photos: Uint32Array, sort: AlbumSort): Promise<Uint32Array<ArrayBuffer>> {
  const rows: Present[] = [];
  for await (const slice of presentInSlices(store, photos)) for (const row of slice) rows.push(row);
  return sorted(rows, sort);
}

/** How many of these photos are in the library now, without sorting them. */
export async function countPresent(store: Store, photos: Uint32Array, { sort, cover }: Pick<StoredAlbum, 'sort' | 'cover'>): Promise<PresentCount> {
  let [count, holds] = [0, false];
  let first: Present | undefined;
  for await (const slice of presentInSlices(store, photos)) {
    count += slice.length;
    holds ||= slice.some(([id]) => id === cover);
    for (const row of slice) if (first === undefined || (sort !== 'own' && byTime(sort)(row, first) < 0)) first = row;
  }
  return { photos: count, first: first?.[0] ?? null, holds };
}

/** The same of all that an album holds. */
export async function countHeld(store: Store, { id, sort, cover }: Pick<StoredAlbum, 'id' | 'sort' | 'cover'>): Promise<PresentCount> {
  let [count, holds] = [0, false];
  let first: { readonly row: Present; readonly place: number } | undefined;
  for await (const rows of byPhoto(store, (after) => statements(store).held.all(id, after, SLICE))) {
    for (const [photo, place, takenAt, here] of rows) {
      if (here === 0) continue;
      count++;
      holds ||= photo === cover;
      const row: Present = [photo, takenAt];
      const order = first === undefined ? -1 : (sort === 'own' ? 0 : byTime(sort)(row, first.row)) || place - first.place;
      if (order < 0) first = { row, place };
    }
  }
  return { photos: count, first: first?.row[0] ?? null, holds };
}

async function* presentInSlices(store: Store, photos: Uint32Array): AsyncGenerator<Present[]> {
  for (let at = 0; at < photos.length; at += SLICE) {
    if (at > 0) await nextTurn();
    check(store);
    yield read(store, () => statements(store).present.all(JSON.stringify([...photos.subarray(at, at + SLICE)])));
  }
}

/** Rows of photos in the order of their ids; `take` gives those after an id. */
async function* byPhoto<Row extends [PhotoId, ...unknown[]]>(store: Store, take: (after: number) => Row[]): AsyncGenerator<Row[]> {
  for (let after = 0; ; await nextTurn()) {
    check(store);
    const rows = read(store, () => take(after));
    yield rows;
    if (rows.length < SLICE) return;
    after = rows.at(-1)![0]; // as many as asked for
  }
}

function check({ db }: Store): void {
  if (!db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
}

/** Where each of the values is that come one after the other by size, equal ones as they lie: sorted by parts, which are then merged two at a time. */
async function sortedInTurns(values: readonly number[]): Promise<readonly number[]> {
  let runs: number[][] = [];
  for (let at = 0; at < values.length; at += SLICE) {
    if (at > 0) await nextTurn();
    runs.push(Array.from(values.slice(at, at + SLICE), (_, index) => at + index).sort((a, b) => values[a]! - values[b]!));
  }
  while (runs.length > 1) {
    const merged: number[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(merge(runs[at]!, runs[at + 1] ?? [], values));
      await nextTurn();
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function merge(first: readonly number[], second: readonly number[], values: readonly number[]): number[] {
  const out: number[] = [];
  let [a, b] = [0, 0];
  while (a < first.length || b < second.length) {
    const fromFirst = b === second.length || (a < first.length && values[first[a]!]! <= values[second[b]!]!);
    out.push(fromFirst ? first[a++]! : second[b++]!);
  }
  return out;
}

function sorted(rows: Present[], sort: AlbumSort): Uint32Array<ArrayBuffer> {
  if (sort !== 'own') rows.sort(byTime(sort)); // stable
  return Uint32Array.from(rows, ([id]) => id);
}

/** Undated ones last. */
function byTime(sort: AlbumSort): (a: Present, b: Present) => number {
  const sign = sort === 'newest' ? -1 : 1;
  return ([, a], [, b]) => (a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b));
}
