// Albums and marks of photos that a plan takes away, with those kept in their place.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { performPlan } from '../../src-main/filing/perform.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import { recoverPlans } from '../../src-main/filing/recover.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { addAlbum, deleteAlbum, readAlbumPhotos, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { openStore } from '../../src-main/store/database.ts';
import { readDue } from '../../src-main/store/heirs.ts';
import { readMark, writeMarks } from '../../src-main/store/marks.ts';
import { addPlan, readSteps } from '../../src-main/store/plans.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import type { PlanId, PlanRequest } from '../../src-shared/filing/plan.ts';
import { bare, isSaid, NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import { runUntilKilled } from './kill.ts';
import { madeLibrary, type MadeFiles } from './made-files.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;

function made(files: MadeFiles = Object.fromEntries(NAMES.map((name) => [`${name}.jpg`, name]))) {
  const library = madeLibrary(files);
  const { store } = library;
  const ids = new Map(Object.keys(files).map((path) => [path[0]!, library.photo(path)]));
  const nameOf = new Map(Array.from(ids, ([name, id]) => [id as number, name] as const));
  const photo = (name: string): PhotoId => ids.get(name)!;
  const album = (photos: string) => {
    const id = addAlbum(store, 'An album', null, 1);
    writeAlbumPhotos(store, id, Array.from(photos, photo));
    return id;
  };
  const rate = (name: string, stars: 0 | 1 | 4 | 5) => writeMarks(store, [photo(name)], () => packMark({ ...NO_MARK, stars }), 1);
  /** A plan that takes photos, `ab` for each heir: b takes over from a. */
  const plan = async (goes: string, heirs: readonly string[], more: Partial<PlanRequest> = {}): Promise<PlanId> => {
    const planned = await makePlan(store, library.request(Array.from(goes, (name) => `${name}.jpg`), { kind: 'trash', lastToo: true, ...more }));
    return addPlan(store, planned, planned.steps, 0, heirs.map((pair) => ({ photo: photo(pair[0]!), heir: photo(pair[1]!) })));
  };
  return {
    photos: library.photos, library, store, album, rate, plan, photo,
    held: (...albums: ReturnType<typeof album>[]) => albums.map((id) => [...readAlbumPhotos(store, id)].map((one) => nameOf.get(one)).join('')),
    starsOf: (names: string) => Array.from(names, (name) => [0, 1, 4, 5].find((stars) => packMark({ ...NO_MARK, stars: stars as 0 }) === bare(readMark(store, photo(name))))),
    tools: library.tools(), undo: (id: PlanId) => undoPlan(library.tools(), id), perform: (id: PlanId) => performPlan(library.tools(), id)
  };
}

it('puts the kept photo into the albums of those that go, to the same place, gives it their mark, and takes all of it back with them', async () => {
  const { album, rate, plan, perform, undo, held, starsOf } = made();
  const albums = ['dae', 'ab', 'cb', 'd'].map(album);
  rate('a', 4);
  rate('c', 5);
  rate('d', 1);
  const id = await plan('ac', ['ab', 'cd']);
  expect(held(...albums)).toEqual(['dae', 'ab', 'cb', 'd']);
  await perform(id);
  expect(held(...albums)).toEqual(['dbae', 'ab', 'dcb', 'd']); // those that went keep their place
  expect(starsOf('abcd')).toEqual([4, 4, 5, 1]); // d has one of its own
  await undo(id);
  expect(held(...albums)).toEqual(['dae', 'ab', 'cb', 'd']);
  expect(starsOf('abcd')).toEqual([4, 0, 5, 1]);
});

it('leaves what the user did since to the photo that was kept', async () => {
  const { album, rate, plan, perform, undo, held, starsOf, store, photo } = made();
  const [one, gone] = [album('ae'), album('a')];
  rate('a', 4);
  const id = await plan('a', ['ab']);
  await perform(id);
  rate('b', 5);
  writeAlbumPhotos(store, one, [photo('e'), photo('b'), photo('a'), photo('d')]);
  deleteAlbum(store, gone, 2);
  await undo(id);
  expect(starsOf('ab')).toEqual([4, 5]);
  expect(held(one)).toEqual(['ead']);
  expect(held(gone)).toEqual(['a']); // should it be restored
});

it('leaves the kept photo a mark of its files again, not one that the user is taken to have given', async () => {
  const { rate, plan, perform, undo, store, photo } = made();
  rate('a', 4);
  const id = await plan('a', ['ab']);
  await perform(id);
  await undo(id);
  expect([readMark(store, photo('b')), isSaid(readMark(store, photo('b')))]).toEqual([0, false]);
});

it('hands over only of photos whose last file really went', async () => {
  const { album, plan, perform, held, starsOf, rate, photos } = made({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c', 'x.jpg': ['another file', 'd'], 'd.jpg': 'd' });
  const one = album('acd');
  for (const name of ['a', 'c', 'd']) rate(name, 5);
  rmSync(join(photos, 'a.jpg')); // refused
  await perform(await plan('acd', ['ab', 'db']));
  expect([held(one), starsOf('b')]).toEqual([['acd'], [0]]);
});

it('hands nothing over within the library, where the photos stay', async () => {
  const { album, plan, perform, held, photos } = made();
  const one = album('a');
  mkdirSync(join(photos, 'sorted'));
  const id = await plan('a', ['ab'], { kind: 'move', target: join(photos, 'sorted'), inLibrary: true });
  await perform(id);
  expect(held(one)).toEqual(['a']);
});

it('hands over what has gone when it stops, and the rest when it goes on', async () => {
  const { album, plan, held, tools } = made();
  const one = album('ac');
  const id = await plan('ac', ['ab', 'cd']);
  const stop = new AbortController();
  await performPlan(tools, id, { signal: stop.signal, onProgress: () => stop.abort() });
  expect(held(one)).toEqual(['bac']);
  const told: boolean[] = [];
  await performPlan(tools, id, { onHandedOver: ({ albums }) => told.push(albums) });
  expect([held(one), told]).toEqual([['badc'], [true]]);
});

it('hands over at the next opening what a kill left, and takes back what one during undo left', async () => {
  const { album, rate, plan, held, starsOf, tools, store } = made();
  const one = album('ac');
  rate('a', 4);
  const id = await plan('ac', ['ab', 'cd']);
  const killed = (): never => { throw new Error('killed'); };
  await expect(performPlan(tools, id, { onProgress: killed })).rejects.toThrow('killed');
  expect([held(one), readDue(store)]).toEqual([['ac'], [id]]);
  await recoverPlans(tools);
  expect([held(one), starsOf('b'), readDue(store)]).toEqual([['bac'], [4], []]);
  await performPlan(tools, id);
  expect(held(one)).toEqual(['badc']);
  await expect(undoPlan(tools, id, { onProgress: killed })).rejects.toThrow('killed');
  await recoverPlans(tools);
  expect([held(one), starsOf('b')]).toEqual([['bac'], [4]]); // c is back
  await undoPlan(tools, id);
  expect([held(one), starsOf('b')]).toEqual([['ac'], [0]]);
});

it('lets another photo that is still gone give what the one that came back had given', async () => {
  const { album, rate, plan, perform, undo, held, starsOf, library } = made();
  const one = album('ac');
  rate('a', 4);
  rate('c', 5);
  const id = await plan('ac', ['ab', 'cb']);
  await perform(id);
  expect([held(one), starsOf('b')]).toEqual([['bac'], [4]]);
  library.write('c.jpg', 'in the way');
  await undo(id);
  expect([held(one), starsOf('b')]).toEqual([['abc'], [5]]);
  rmSync(join(library.photos, 'c.jpg'));
  await undo(id);
  expect([held(one), starsOf('b')]).toEqual([['ac'], [0]]);
});

it('leaves out heirs that are unknown, and photos that would take over from themselves', async () => {
  const { store, library, photo } = made();
  const planned = await makePlan(store, library.request(['a.jpg'], { kind: 'trash', lastToo: true }));
  const id = addPlan(store, planned, planned.steps, 0, [{ photo: photo('a'), heir: photo('a') }, { photo: photo('a'), heir: 999 as PhotoId }, { photo: 998 as PhotoId, heir: photo('a') }]);
  await performPlan(library.tools(), id);
  expect(readDue(store)).toEqual([]);
});

it('hands over exactly of what went, whenever the process is killed', async () => {
  const names = Array.from('abcdefghijkl');
  const { album, plan, library, photo } = made(Object.fromEntries(names.map((name) => [`${name}.jpg`, name])));
  const [go, stay] = [names.slice(0, 6), names.slice(6)];
  const one = album(go.join(''));
  const id = await plan(go.join(''), go.map((name, at) => `${name}${stay[at]}`));
  library.close();
  for (const [what, line] of [['perform', 3], ['perform', 5], ['undo', 3], ['undo', 5]] as const) {
    await runUntilKilled([library.root, String(id), what, 'one'], line, 1);
    const store = openStore(join(library.root, 'stored'));
    await recoverPlans({ ...library.tools(), store });
    const gone = new Set(readSteps(store, id).filter(({ state }) => state === 'done').map((step) => step.photo));
    expect([...readAlbumPhotos(store, one)]).toEqual(go.flatMap((name, at) => (gone.has(photo(name)) ? [photo(stay[at]!), photo(name)] : [photo(name)])));
    expect(readDue(store)).toEqual([]);
    store.close();
  }
}, 60_000);
