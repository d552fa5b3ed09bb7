// The photos of albums in their own order. Places leave gaps, so that putting a few photos among many writes only these. Which albums there
// are: store/albums.
import type { AlbumId, AlbumPhotos } from '../../src-shared/albums/album.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

/** Between the places of two photos: room for 20 halvings. Places of a million photos stay far below 2 ** 53. */
const GAP = 2 ** 20;

const statements = preparedOnce((db) => ({
  photos: db.prepare<[AlbumId], PhotoId>('SELECT photo_id FROM album_photos WHERE album_id = ? ORDER BY place, photo_id').pluck(),
  places: db.prepare<[AlbumId], number>('SELECT place FROM album_photos WHERE album_id = ? ORDER BY place, photo_id').pluck(),
  // photos as they are now: one may have been merged since a page learned of it
  current: db.prepare<[ids: string], [asked: number, PhotoId]>('SELECT p.id, COALESCE(p.merged_into, p.id) FROM json_each(?) j JOIN photos p ON p.id = j.value').raw(),
  put: db.prepare<[AlbumId, PhotoId, place: number]>('INSERT INTO album_photos VALUES (?, ?, ?) ON CONFLICT (album_id, photo_id) DO UPDATE SET place = excluded.place'),
  remove: db.prepare<[AlbumId, PhotoId]>('DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?'),
  append: db.prepare<[AlbumId, last: number, ids: string]>(
    `INSERT OR IGNORE INTO album_photos (album_id, photo_id, place)
     SELECT ?, COALESCE(p.merged_into, p.id), ? + (j.key + 1) * ${GAP} FROM json_each(?) j JOIN photos p ON p.id = j.value ORDER BY j.key`
  ),
  last: db.prepare<[AlbumId], number | null>('SELECT max(place) FROM album_photos WHERE album_id = ?').pluck()
}));

/** All photos of an album in its own order, also those that are not there now. */
export function readOrder(store: Store, id: AlbumId): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(read(store, () => statements(store).photos.all(id)));
}

/** Puts photos behind the others; those that it holds stay where they are, unknown ones are left out. */
export function appendPhotos(store: Store, id: AlbumId, photos: Iterable<number>): void {
  write(store, () => statements(store).append.run(id, statements(store).last.get(id) ?? 0, JSON.stringify([...photos])));
}

/** Takes photos out; the others stay where they are. */
export function removePhotos(store: Store, id: AlbumId, photos: Iterable<number>): void {
  write(store, () => {
    for (const photo of photos as Iterable<PhotoId>) statements(store).remove.run(id, photo); // of others nothing is found
  });
}

/** Gives an album these photos in this order, writing only what differs; unknown ones are left out. */
export function writeOrder(store: Store, id: AlbumId, photos: Iterable<number>): AlbumPhotos {
  return write(store, () => {
    const { put, remove } = statements(store);
    const before = readOrder(store, id);
    const now = Uint32Array.from(known(store, photos, new Set(before)));
    const wanted = new Set(now);
    for (const photo of before as Iterable<PhotoId>) if (!wanted.has(photo)) remove.run(id, photo); // ids, as stored
    if (!startsWith(now, before)) for (const [photo, place] of newPlaces(now, before, statements(store).places.all(id))) put.run(id, photo, place);
    else if (now.length > before.length) appendPhotos(store, id, now.subarray(before.length));
    return { before, now };
  });
}

/** The photos as they are now, each once. @param held those of the album, of which that is known */
function known(store: Store, photos: Iterable<number>, held: ReadonlySet<number>): Set<number> {
  const all = [...photos];
  const current = new Map<number, number>(statements(store).current.all(JSON.stringify(all.filter((photo) => !held.has(photo)))));
  return new Set(all.map((photo) => (held.has(photo) ? photo : current.get(photo))).filter((photo) => photo !== undefined));
}

function startsWith(now: Uint32Array, before: Uint32Array): boolean {
  return now.length >= before.length && before.every((photo, at) => now[at] === photo);
}

/** New places for photos that come or move; most of the others keep theirs, unless there is no room between them. @param places of those that stay, in the order of `before` */
function newPlaces(now: Uint32Array, before: Uint32Array, places: readonly number[]): Map<PhotoId, number> {
  const wanted = new Set(now);
  const placeOf = new Map<number, number>(Array.from(before.filter((photo) => wanted.has(photo)), (photo, at) => [photo, places[at] ?? 0]));
  const staying = longestRising(Array.from(now, (photo) => placeOf.get(photo)));
  const put = new Map<PhotoId, number>();
  for (let at = 0; at < now.length; ) {
    if (staying.has(at)) { at++; continue; }
    let end = at;
    while (end < now.length && !staying.has(end)) end++;
    const [from, to] = [placeOf.get(now[at - 1] ?? -1), placeOf.get(now[end] ?? -1)];
    const step = from === undefined || to === undefined ? GAP : Math.floor((to - from) / (end - at + 1));
    if (step < 1) return new Map(Array.from(now as Iterable<PhotoId>, (photo, index) => [photo, (index + 1) * GAP]));
    const first = from !== undefined ? from + step : to !== undefined ? to - (end - at) * step : GAP;
    for (let index = at; index < end; index++) put.set(now[index] as PhotoId, first + (index - at) * step);
    at = end;
  }
  return put;
}

/** Which of the values, by index, are a longest rising sequence (Fredman 1975); `undefined` ones are in none. */
function longestRising(values: readonly (number | undefined)[]): ReadonlySet<number> {
  const tails: number[] = [];
  const earlier = new Int32Array(values.length).fill(-1);
  for (const [at, value] of values.entries()) {
    if (value === undefined) continue;
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    earlier[at] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = at;
  }
  const found = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = earlier[at]!) found.add(at);
  return found;
}
