import { expect, it } from 'vitest';
import { addAlbum, readAlbumPhotos, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { appendPhotos } from '../../src-main/store/album-order.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { madeStore, writeMade } from './made-store.ts';

const COUNT = 12;

function made() {
  const store = madeStore();
  const ids = [...writeMade(store, Array.from({ length: COUNT }, (_, at) => `photo ${at}`)).values()];
  return { store, ids, id: addAlbum(store, 'An album', null, 0) };
}

it('gives albums any order, whatever they held before, as replacing all of it would', () => {
  const { store, ids, id } = made();
  const random = uniform(7);
  let held: number[] = [];
  for (let round = 0; round < 300; round++) {
    const wanted = ids.filter(() => random() < 0.7).map((photo) => [random() < 0.3 ? random() * COUNT : held.indexOf(photo), photo] as const).sort(([a], [b]) => a - b).map(([, photo]) => photo as number);
    const changed = writeAlbumPhotos(store, id, [...wanted, 999, ...wanted.slice(0, 1)]);
    expect([[...changed.before], [...changed.now], [...readAlbumPhotos(store, id)]]).toEqual([held, wanted, wanted]);
    held = wanted;
  }
});

it('makes room where a photo is put between the same two again and again', () => {
  const { store, ids: [a, b, c, d], id } = made();
  writeAlbumPhotos(store, id, [a!, b!]);
  for (let round = 0; round < 60; round++) {
    const order = round % 2 === 0 ? [a!, c!, d!, b!] : [a!, d!, c!, b!];
    writeAlbumPhotos(store, id, order);
    expect([...readAlbumPhotos(store, id)]).toEqual(order);
  }
});

it('writes only photos that come, go or move', () => {
  const { store, ids, id } = made();
  writeAlbumPhotos(store, id, ids);
  const changes = (work: () => void): number => {
    const before = store.db.prepare<[], number>('SELECT total_changes()').pluck().get()!;
    work();
    return store.db.prepare<[], number>('SELECT total_changes()').pluck().get()! - before;
  };
  expect(changes(() => writeAlbumPhotos(store, id, ids))).toBe(0);
  expect(changes(() => writeAlbumPhotos(store, id, [ids.at(-1)!, ...ids.slice(0, -1)]))).toBe(1);
  expect(changes(() => writeAlbumPhotos(store, id, ids.slice(3)))).toBe(4); // three go, the last one moves back
  expect(changes(() => appendPhotos(store, id, ids))).toBe(3);
  expect([...readAlbumPhotos(store, id)]).toEqual([...ids.slice(3), ...ids.slice(0, 3)]);
});
