// Albums taken over from another library, by what names photos.

import { expect, it } from 'vitest';
import { bringAlbums } from '../../../src-main/library/folders/bring-albums.ts';
import { addAlbum, changeAlbum, deleteAlbum, readAlbumPhotos, readAlbums, writeAlbumPhotos } from '../../../src-main/store/albums.ts';
import type { Store } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import type { AlbumRule } from '../../../src-shared/albums/album.ts';
import type { GroupId, PhotoId } from '../../../src-shared/contract.ts';
import { ANY } from '../../../src-shared/marks/wish.ts';
import { madeStore, writeMade } from '../../store/made-store.ts';

/** A library of photos by these names; how to make an album of some, and what its albums hold by name. */
function made(...names: readonly string[]) {
  const store = madeStore();
  const ids = writeMade(store, names);
  const nameOf = new Map([...ids].map(([name, id]) => [id as number, name]));
  const album = (name: string, photos: readonly string[], rule: AlbumRule | null = null) => {
    const id = addAlbum(store, name, rule, 1);
    writeAlbumPhotos(store, id, photos.map((photo) => ids.get(photo)!));
    return id;
  };
  return { store, ids, album, held: () => heldIn(store, nameOf) };
}

function heldIn(store: Store, nameOf: ReadonlyMap<number, string>): unknown {
  return readAlbums(store).map(({ id, name, rule }) => [name, [...readAlbumPhotos(store, id)].map((photo) => nameOf.get(photo)).join(''), rule?.kind ?? null]);
}

const stars: AlbumRule = { kind: 'marks', wish: { ...ANY, stars: 4 } };
const group: AlbumRule = { kind: 'group', lensId: DEFAULT_LENS, group: 7 as GroupId };

it('brings albums with the photos that are here too, in their order, with cover and sort', () => {
  const other = made('x', 'a', 'b', 'c', 'y');
  const kitchen = other.album('Kitchen', ['c', 'x', 'a', 'b']);
  changeAlbum(other.store, kitchen, { sort: 'own', cover: other.ids.get('a')! });
  other.album('Elsewhere', ['x', 'y']);
  other.album('Trip', ['a', 'y'], group);
  other.album('Best', ['b'], stars);
  other.album('Best elsewhere', ['y'], stars);
  deleteAlbum(other.store, other.album('Gone', ['a']), 1);
  const here = made('a', 'b', 'c', 'd');
  expect(bringAlbums(here.store, other.store)).toBe(3);
  expect(here.held()).toEqual([['Kitchen', 'cab', null], ['Trip', 'a', null], ['Best', '', 'marks']]);
  expect(readAlbums(here.store)[0]).toMatchObject({ sort: 'own', cover: here.ids.get('a') as PhotoId });
  expect(bringAlbums(here.store, other.store)).toBe(0);
});

it('gives an album of the same name what it lacks, and leaves a smart one of that name alone', () => {
  const other = made('a', 'b', 'c');
  other.album('Kitchen', ['a', 'b', 'c']);
  other.album('Best', ['a']);
  const here = made('a', 'b', 'c', 'd');
  const mine = here.album('Kitchen', ['d', 'c']);
  changeAlbum(here.store, mine, { sort: 'newest' });
  here.album('Best', [], stars);
  expect(bringAlbums(here.store, other.store)).toBe(2);
  expect(here.held()).toEqual([['Kitchen', 'dcab', null], ['Best', '', 'marks'], ['Best', 'a', null]]);
  expect(readAlbums(here.store)[0]).toMatchObject({ sort: 'newest' });
});
