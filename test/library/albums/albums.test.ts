// Albums: what they hold and in which order, smart ones too, and what undo needs.

import { describe, expect, it } from 'vitest';
import { Albums } from '../../../src-main/library/albums/albums.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { writeGrouping } from '../../../src-main/store/groups.ts';
import { deleteLens, addLens, DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { writeMarks } from '../../../src-main/store/marks.ts';
import { mergePhotos } from '../../../src-main/store/merge.ts';
import type { AlbumId } from '../../../src-shared/albums/album.ts';
import type { GroupId, LensId, PhotoId } from '../../../src-shared/contract.ts';
import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { packMark, unpackMark } from '../../../src-shared/marks/packed.ts';
import { ANY } from '../../../src-shared/marks/wish.ts';
import { madeFolder, madeStore, writeMade } from '../../store/made-store.ts';

const some = (...ids: readonly number[]) => Uint32Array.from(ids);

function made(names: readonly string[] = ['a', 'b', 'c', 'd'], store: Store = madeStore()) {
  const ids = [...writeMade(store, names).values()] as [PhotoId, PhotoId, PhotoId, PhotoId];
  let told = 0;
  const albums = new Albums({ store, onChange: () => told++ });
  const hold = async (id: AlbumId) => Array.from(await albums.photos(id));
  return { store, ids, albums, hold, told: () => told };
}

const group = (id: number, photos: readonly PhotoId[]) => ({ id: id as GroupId, name: null, cover: photos[0]!, photos: some(...photos) });
const regroup = (store: Store, ...groups: readonly (readonly [number, readonly PhotoId[]])[]) => writeGrouping(store, DEFAULT_LENS, toSavedColumns({ height: null, groups: groups.map(([id, photos]) => group(id, photos)) }));

describe('an album', () => {
  it('keeps its name, order and cover, and is there after the library was closed', async () => {
    const folder = madeFolder();
    const store = openStore(folder);
    const { ids: [a, b, c], albums } = made(undefined, store);
    const { id } = await albums.create('  Kitchen\n2021 ', null, some(c, a, b));
    await albums.change(id, { sort: 'own', cover: b });
    await albums.create('부엌', null, some());
    store.close();
    const again = new Albums({ store: madeStore(folder), onChange: () => {} });
    expect(await again.list()).toEqual([
      expect.objectContaining({ name: 'Kitchen 2021', cover: b, photos: 3, rule: null, sort: 'own' }), expect.objectContaining({ name: '부엌', cover: null, photos: 0 })
    ]);
    expect([...(await again.photos(id))]).toEqual([c, a, b]);
  });

  it('takes photos behind or before others, each once, and gives them back', async () => {
    const { ids: [a, b, c, d], albums, hold } = made();
    const { id } = await albums.create('Trip', null, some(a, b));
    await albums.change(id, { sort: 'own' });
    const { before, now } = await albums.add(id, some(b, c, 999, c), null);
    expect([[...before], [...now]]).toEqual([[a, b], [a, b, c]]);
    await albums.add(id, some(d, c), b);
    expect(await hold(id)).toEqual([a, d, c, b]);
    await albums.add(id, some(a, d), d); // to where one of them is itself
    expect(await hold(id)).toEqual([a, d, c, b]);
    await albums.add(id, some(a), b);
    expect(await hold(id)).toEqual([d, c, a, b]);
    await albums.remove(id, some(a, b, 999));
    expect(await hold(id)).toEqual([d, c]);
    await albums.fill(id, before);
    expect(await hold(id)).toEqual([a, b]);
  });

  it('shows photos by when they were taken, undated ones last, and only those that are here', async () => {
    const { store, ids: [a, b, c, d], albums, hold } = made();
    const { id } = await albums.create('All', null, some(a, b, c, d));
    const date = store.db.prepare('UPDATE photos SET taken_at = ? WHERE id = ?');
    for (const [photo, at] of [[a, 30], [b, null], [c, 10], [d, 20]] as const) date.run(at, photo);
    expect(await hold(id)).toEqual([c, d, a, b]);
    await albums.change(id, { sort: 'newest' });
    expect(await hold(id)).toEqual([a, d, c, b]);
    store.db.prepare('UPDATE files SET missing_since = 5 WHERE photo_id = ?').run(a);
    expect(await hold(id)).toEqual([d, c, b]);
    expect((await albums.list())[0]).toMatchObject({ photos: 3, cover: d });
    store.db.prepare('UPDATE files SET missing_since = NULL').run();
    expect(await hold(id)).toEqual([a, d, c, b]);
  });

  it('follows photos that turn out to be one picture', async () => {
    const { store, ids: [a, b, c], albums, hold } = made();
    const [one, two] = [await albums.create('One', null, some(b, c)), await albums.create('Two', null, some(a, b))];
    await albums.change(one.id, { cover: b });
    store.db.transaction(() => mergePhotos(store, a, b))();
    expect(new Set(await hold(one.id))).toEqual(new Set([a, c]));
    expect(await hold(two.id)).toEqual([a]);
    expect((await albums.list())[0]!.cover).toBe(a);
    await albums.add(two.id, some(b), null); // a page that does not know yet
    expect(await hold(two.id)).toEqual([a]);
    expect(albums.of(a)).toEqual([one.id, two.id]);
  });

  it('is put in order, deleted and restored', async () => {
    const { albums, told } = made();
    const [x, y, z] = [await albums.create('X', null, some()), await albums.create('Y', null, some()), await albums.create('Z', null, some())];
    const names = async () => (await albums.list()).map(({ name }) => name);
    albums.arrange([z.id, x.id]);
    expect(await names()).toEqual(['Z', 'X', 'Y']);
    albums.delete(x.id);
    expect(await names()).toEqual(['Z', 'Y']);
    await expect(albums.photos(x.id)).rejects.toThrow('no longer exists');
    albums.restore(x.id);
    expect(await names()).toEqual(['Z', 'X', 'Y']);
    expect(told()).toBe(6);
    expect(y.name).toBe('Y');
  });

  it('refuses no name, and one that is too long', async () => {
    const { albums } = made();
    await expect(albums.create(' \u0000 ', null, some())).rejects.toThrow('needs a name');
    await expect(albums.create('x'.repeat(201), null, some())).rejects.toThrow('201');
    expect(await albums.list()).toEqual([]);
  });
});

describe('a smart album', () => {
  it('holds the photos with certain marks, also those without any', async () => {
    const { store, ids: [a, b, c, d], albums, hold } = made();
    const give = (photos: readonly PhotoId[], mark: object) => writeMarks(store, photos, (packed) => packMark({ ...unpackMark(packed), ...mark }), 0);
    const best = await albums.create('Best', { kind: 'marks', wish: { ...ANY, stars: 4 } }, some());
    const unflagged = await albums.create('To do', { kind: 'marks', wish: { ...ANY, flags: ['none'] } }, some());
    expect([best.photos, unflagged.photos]).toEqual([0, 4]);
    give([a, b], { stars: 5 });
    give([b, c], { flag: 'rejected' });
    expect([await hold(best.id), await hold(unflagged.id)]).toEqual([[a, b], [a, d]]);
    await expect(albums.add(best.id, some(d), null)).rejects.toThrow('follows from its rule');
    await albums.change(best.id, { rule: { kind: 'marks', wish: { ...ANY, flags: ['rejected'] } } });
    expect(await hold(best.id)).toEqual([b, c]);
  });

  it('lives on with its group: under its id, then in the group with most of its photos, at last by itself', async () => {
    const { store, ids: [a, b, c, d], albums, hold } = made();
    regroup(store, [7, [a, b, c]], [8, [d]]);
    const { id } = await albums.create('Kitchen', { kind: 'group', lensId: DEFAULT_LENS, group: 7 as GroupId }, some());
    expect(await hold(id)).toEqual([a, b, c]);
    regroup(store, [7, [a, b]], [8, [c, d]]);
    expect(await hold(id)).toEqual([a, b]);
    regroup(store, [9, [a, b, d]], [10, [c]]);
    expect(await hold(id)).toEqual([a, b, d]);
    regroup(store, [11, [a, c]], [12, [b]], [13, [d]]); // none has over half
    expect(await hold(id)).toEqual([a, b, d]);
    addLens(store, 'Another', 0);
    deleteLens(store, DEFAULT_LENS, 0);
    expect(await hold(id)).toEqual([a, b, d]);
    expect((await albums.create('Gone', { kind: 'group', lensId: 99 as LensId, group: 1 as GroupId }, some())).photos).toBe(0);
  });

  it('does not become one that was put together by hand', async () => {
    const { ids: [a], albums } = made();
    const { id } = await albums.create('Mine', null, some(a));
    await expect(albums.change(id, { rule: { kind: 'marks', wish: ANY } })).rejects.toThrow('by hand');
  });
});

it('takes no name of which nothing can be seen, and none that turns the text around it', async () => {
  const { albums } = made();
  for (const name of ['', '   ', '\u200b', '\u200d\ufe0f', '\u202e', '\n\t', 'x'.repeat(201)]) await expect(albums.create(name, null, new Uint32Array())).rejects.toMatchObject({ code: 'bad-request' });
  expect((await albums.create(' 👩\u200d👩\u200d👧 \n a\u202egpj ', null, new Uint32Array())).name).toBe('👩\u200d👩\u200d👧 agpj');
  expect((await albums.create('🌊'.repeat(100), null, new Uint32Array())).name).toHaveLength(200);
});

it('adds and lists many photos without keeping others waiting', async () => {
  const { albums, ids } = made();
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  const { id } = await albums.create('Many', null, Uint32Array.from({ length: 60_000 }, (_, at) => (at < ids.length ? ids[at]! : 1e9 + at)));
  clearInterval(counting);
  expect([[...(await albums.photos(id))].length, turns > 4]).toEqual([ids.length, true]);
});
