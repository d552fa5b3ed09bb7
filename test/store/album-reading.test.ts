import { expect, it } from 'vitest';
import { countHeld, countPresent, readOrderInSlices, readPresent, readPresentInSlices } from '../../src-main/store/album-reading.ts';
import { addAlbum, readAlbumPhotos } from '../../src-main/store/albums.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { madeHash, madeStore } from './made-store.ts';

/** More than two slices, and not a multiple of one. */
const COUNT = 7001;

/** An album of photos in any order, some of the same place; one in five is not there any more, one in seven has no date. */
function made() {
  const store = madeStore();
  const id = addAlbum(store, 'An album', null, 0);
  const random = uniform(5);
  store.db.transaction(() => {
    const photo = store.db.prepare("INSERT INTO photos (id, hash, shown, picture, width, height, format, bytes, taken_at, added_at) VALUES (?, ?, ?, ?, 4, 3, 'jpeg', 4, ?, 0)");
    const file = store.db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, missing_since) VALUES (1, ?, 4, 1, ?, ?)');
    const put = store.db.prepare('INSERT INTO album_photos VALUES (?, ?, ?)');
    for (let one = 1; one <= COUNT; one++) {
      const hash = madeHash(String(one));
      photo.run(one, hash, hash, hash, one % 7 === 0 ? null : Math.floor(random() * 2000));
      file.run(`${one}.jpg`, one, one % 5 === 0 ? 1 : null);
      put.run(id, one, Math.floor(random() * 3000));
    }
  })();
  return { store, id };
}

it('reads the order of an album in slices as it is read at once, photos of one place too', async () => {
  const { store, id } = made();
  const order = await readOrderInSlices(store, id);
  expect(order).toEqual(readAlbumPhotos(store, id));
  expect(order).toHaveLength(COUNT);
});

it('counts what an album holds as reading all of it does, with the first one in each order and whether the cover is there', async () => {
  const { store, id } = made();
  const all = readAlbumPhotos(store, id);
  for (const sort of ['own', 'oldest', 'newest'] as const) {
    const wanted = readPresent(store, all, sort);
    expect(await readPresentInSlices(store, all, sort)).toEqual(wanted);
    for (const cover of [1, 5] as const) {
      const counted = { photos: wanted.length, first: wanted[0], holds: cover === 1 };
      expect(await countHeld(store, { id, sort, cover: cover as never })).toEqual(counted);
      expect(await countPresent(store, all, { sort, cover: cover as never })).toEqual(counted);
    }
  }
});

it('reads nothing of an album without photos, and says where the library was closed', async () => {
  const store = madeStore();
  const id = addAlbum(store, 'Empty', null, 0);
  expect([await readOrderInSlices(store, id), await countHeld(store, { id, sort: 'own', cover: null })]).toEqual([new Uint32Array(), { photos: 0, first: null, holds: false }]);
  const { store: other, id: many } = made();
  const reading = readOrderInSlices(other, many);
  other.close();
  await expect(reading).rejects.toMatchObject({ code: 'no-library' });
});
