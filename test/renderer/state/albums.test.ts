// Albums over a bridge without a process: what is shown, how often it is read, and the way back among marks and judgments.

import { expect, it } from 'vitest';
import type { AlbumId } from '../../../src-shared/albums/album.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { ANY } from '../../../src-shared/marks/wish.ts';
import { AlbumList } from '../../../src-renderer/state/album-list.svelte.ts';
import { addToAlbum, createAlbum, deleteAlbum, quietly, removeFromAlbum } from '../../../src-renderer/state/album-changes.ts';
import { Albums } from '../../../src-renderer/state/albums.svelte.ts';
import { listOf } from '../../../src-renderer/state/lists.ts';
import { mark } from '../../../src-renderer/state/marking.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';
import { redo, undo } from '../../../src-renderer/state/say.ts';
import { ruleInWords } from '../../../src-renderer/state/rule-words.ts';
import { forgetful, lensId } from '../fake-bridge.ts';
import { opened } from './opened.ts';

async function withAlbums() {
  const { bridge, library, kindred, failures } = await opened();
  const { albums } = library;
  const made = async (name: string, ...photos: number[]): Promise<AlbumId> => (await albums.create(name, { photos }))!.album.id;
  const held = (id: AlbumId): number[] => [...(bridge.albums.photos.get(id) ?? [])];
  const names = (): string[] => (albums.all ?? []).map(({ name }) => name);
  const asked = (name: string): number => bridge.asked.filter((each) => each.name === name).length;
  return { bridge, library, albums, kindred, failures, made, held, names, asked };
}

const photos = (...ids: number[]): PhotoId[] => ids as PhotoId[]; // of the fake library

it('adds photos, says how many were new and to which album, and takes them out again', async () => {
  const { library, albums, kindred, made, held } = await withAlbums();
  const id = await made('Kitchen', 1, 2);
  await addToAlbum(kindred, library, albums.of(id)!, [2, 3, 4]);
  expect([held(id), kindred.toasts.current?.text]).toEqual([[1, 2, 3, 4], '2 photos added to Kitchen']);
  kindred.toasts.current?.action?.run();
  await expect.poll(() => held(id)).toEqual([1, 2]);
  kindred.toasts.current?.action?.run(); // redo
  await expect.poll(() => held(id)).toEqual([1, 2, 3, 4]);
  await addToAlbum(kindred, library, albums.of(id)!, [3]);
  expect([kindred.toasts.current?.text, kindred.toasts.current?.action]).toEqual(['The photo is in Kitchen already', null]);
  kindred.toasts.current?.show?.run();
  expect(kindred.places.now).toEqual({ screen: 'album', group: null, photo: null, album: id });
  library.close();
});

it('undoes and redoes changes of albums, marks and judgments in the order they were done', async () => {
  const { bridge, library, albums, kindred, held, names } = await withAlbums();
  const state = () => [names().join(), held(1 as AlbumId).length, library.marks.of(1).stars, bridge.judgments.length];
  const after = [state()];
  const then = async (done: Promise<unknown>) => (await done, after.push(state()));
  await then(createAlbum(kindred, library, 'A', { photos: [1] }));
  await then(mark(kindred, library, [1], { part: 'stars', to: 3 }));
  await then(library.judgments.say({ kind: 'similar', photos: [1 as PhotoId, 20 as PhotoId] }));
  await then(addToAlbum(kindred, library, albums.of(1 as AlbumId)!, [2, 3]));
  await then(albums.change(1 as AlbumId, { name: 'B' }));
  await then(deleteAlbum(kindred, library, albums.of(1 as AlbumId)!));
  expect(after).toEqual([['', 0, 0, 0], ['A', 1, 0, 0], ['A', 1, 3, 0], ['A', 1, 3, 1], ['A', 3, 3, 1], ['B', 3, 3, 1], ['', 3, 3, 1]]);
  for (const wanted of after.slice(1, -1).toReversed()) {
    await undo(kindred, library);
    expect(state()).toEqual(wanted);
  }
  await undo(kindred, library);
  expect(names()).toEqual([]);
  for (const wanted of after.slice(1)) {
    await redo(kindred, library);
    expect(state()).toEqual(wanted);
  }
  library.close();
});

it('puts photos where they are dropped: before another, or behind all, and back', async () => {
  const { library, albums, kindred, made, held } = await withAlbums();
  const id = await made('A', 1, 2, 3, 4, 5);
  await albums.list.show(id);
  const cases: [number[], number | null, number[]][] = [[[4], 2, [1, 4, 2, 3, 5]], [[1, 2], null, [4, 3, 5, 1, 2]], [[5, 1], 4, [5, 1, 4, 3, 2]]];
  for (const [moving, before, wanted] of cases) {
    await albums.place(id, photos(...moving), before as PhotoId | null);
    expect([held(id), [...(albums.list.photosOf(id) ?? [])]]).toEqual([wanted, wanted]);
  }
  for (const wanted of [cases[1]![2], cases[0]![2], [1, 2, 3, 4, 5]]) {
    await undo(kindred, library);
    expect(held(id)).toEqual(wanted);
  }
  await removeFromAlbum(kindred, library, albums.of(id)!, [2, 9]);
  expect([held(id), kindred.toasts.current?.text]).toEqual([[1, 3, 4, 5], 'Photo removed from A, not from the library']);
  expect(listOf({ screen: 'album', group: null, photo: null, album: id }, library)).toEqual(Uint32Array.of(1, 3, 4, 5));
  library.close();
});

it('moves albums among the others, and offers those used last first', async () => {
  const { library, albums, kindred, made, names } = await withAlbums();
  expect(albums.lastUsed).toBeNull();
  const [a, b, c] = [await made('A'), await made('B'), await made('C')];
  await albums.move(c, a);
  expect(names()).toEqual(['C', 'A', 'B']);
  await albums.move(c, null);
  expect(names()).toEqual(['A', 'B', 'C']);
  expect(await albums.move(c, null)).toBeNull(); // is there already
  await undo(kindred, library);
  expect(names()).toEqual(['C', 'A', 'B']);
  await albums.add(a, [1]);
  await albums.create('Best', { rule: { kind: 'marks', wish: { ...ANY, stars: 4 } } });
  expect([albums.recent.map(({ name }) => name), albums.lastUsed?.id]).toEqual([['A', 'C', 'B'], a]); // nothing can be put into a smart one
  await albums.delete(a);
  expect(albums.lastUsed?.id).toBe(c);
  expect(b).not.toBe(c);
  library.close();
});

it('reads the list once for a hundred events, and for marks and groups only where an album follows them', async () => {
  const { bridge, library, albums, asked } = await withAlbums();
  const settled = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 320));
    return asked('albums.list');
  };
  const none = { ids: new Uint32Array(), marks: new Uint16Array() };
  const flood = () => { for (let at = 0; at < 100; at++) bridge.emit('marks.changed', none); };
  flood();
  expect(await settled()).toBe(1); // at the opening
  await albums.create('Best', { rule: { kind: 'marks', wish: { ...ANY, stars: 4 } } });
  expect(await settled()).toBe(2);
  flood();
  bridge.emit('groups.changed', { lensId, revision: 1 });
  expect(await settled()).toBe(3);
  for (let at = 0; at < 100; at++) bridge.emit('albums.changed', null);
  expect(await settled()).toBe(4);
  library.close();
  expect([bridge.listeners('albums.changed'), bridge.listeners('marks.changed')]).toEqual([0, 0]);
});

it('does not show a list that was read before a change was stored', async () => {
  const { bridge, library, albums, names, made } = await withAlbums();
  await made('A');
  let answer = (): void => {};
  const list = bridge.albums.all;
  const request = bridge.request.bind(bridge);
  let first = true;
  bridge.request = ((name: never, input: never) => {
    if (name !== ('albums.list' as never) || !first) return request(name, input);
    first = false;
    return new Promise((resolve) => (answer = () => resolve(list)));
  });
  const reading = albums.list.read();
  await Promise.resolve();
  await made('B');
  answer();
  await reading;
  expect(names()).toEqual(['A', 'B']);
  library.close();
});

it('keeps what is shown where a change fails', async () => {
  const { bridge, library, albums, kindred, failures, made, names } = await withAlbums();
  const id = await made('A', 1);
  for (const name of ['albums.change', 'albums.add', 'albums.delete'] as const) bridge.failing.set(name, { name: 'Error', code: 'disk-full', message: '' });
  await kindred.attempt(albums.change(id, { name: 'B' }));
  await addToAlbum(kindred, library, albums.of(id)!, [2]);
  await deleteAlbum(kindred, library, albums.of(id)!);
  expect([failures.length, names()]).toEqual([3, ['A']]);
  library.close();
});

it('says what a smart album holds', () => {
  expect(ruleInWords({ kind: 'marks', wish: { flags: ['picked', 'none'], stars: 3, labels: ['red'], favourite: true } }, null, () => undefined)).toBe('Photos that match: Picked / No flag, 3 stars or more, Red, Favourite');
  expect(ruleInWords({ kind: 'marks', wish: ANY }, null, () => undefined)).toBe('All photos, until you choose marks');
  expect(ruleInWords({ kind: 'group', lensId, group: 1 as never }, 'Norway', () => undefined)).toBe('The photos of the group “Norway”, however it changes');
});

it('leads to an album, back to all of them, and stays there after a reload', () => {
  const places = new Places({ ...forgetful.history, state: { place: { screen: 'album', album: 7 } } });
  expect(places.now).toEqual({ screen: 'album', group: null, photo: null, album: 7 });
  places.back();
  expect(places.now).toEqual({ screen: 'albums', group: null, photo: null });
  expect(new Places({ ...forgetful.history, state: { place: { screen: 'album' } } }).now.screen).toBe('groups');
});

it('asks for no photos of an album that is gone, and for those of one that is there once the list is read', async () => {
  const { bridge, library, made, asked } = await withAlbums();
  const id = await made('Kitchen', 1, 2);
  for (const [shown, photos, requests] of [[99 as AlbumId, null, 0], [id, Uint32Array.of(1, 2), 1]] as const) {
    const before = asked('albums.photos');
    const list = new AlbumList({ bridge, onFailure: (error) => { throw error; } }); // of a page that was opened on the album
    await list.show(shown);
    await list.read();
    expect([list.photosOf(shown), asked('albums.photos') - before]).toEqual([photos, requests]);
    list.close();
  }
  library.close();
});

it('says which album undo changed back, though nothing was told when it was changed', async () => {
  const { library, albums, kindred, made, names } = await withAlbums();
  const id = await made('Kitchen', 1, 2);
  await quietly(kindred, library, albums.change(id, { name: 'Bathroom' }), 'renamed');
  await quietly(kindred, library, albums.change(id, { sort: 'newest' }), 'ordered');
  expect(kindred.toasts.current).toBeNull();
  const told = async () => (await undo(kindred, library), kindred.toasts.current?.text);
  expect([await told(), await told(), names()]).toEqual(['Order of Bathroom changed: undone', 'Bathroom renamed: undone', ['Kitchen']]);
  library.close();
});

it('knows the albums last used after the page was loaded again, without those that are gone', async () => {
  const { bridge, library, made } = await withAlbums();
  let kept: readonly AlbumId[] = [];
  const albums = () => new Albums({ bridge, steps: library.steps, onFailure: () => {}, used: { get albums() { return kept; }, keep: ({ albums: used }) => (kept = used ?? []) } });
  const [first, second] = [await made('First'), await made('Second')];
  const before = albums();
  await before.list.read();
  await before.add(second, [1]);
  await before.add(first, [1]);
  const after = albums();
  await after.list.read();
  expect([kept, after.lastUsed?.name, after.recent.map(({ name }) => name)]).toEqual([[first, second], 'First', ['First', 'Second']]);
  await after.delete(first);
  const later = albums();
  await later.list.read();
  expect(later.lastUsed?.name).toBe('Second');
  for (const each of [before, after, later]) each.list.close();
  library.close();
});
