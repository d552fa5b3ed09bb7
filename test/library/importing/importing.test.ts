// What other programs say of a library's photos: found without a change, and taken over as chosen.

import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importHandlers } from '../../../src-main/handlers/importing.ts';
import { Library } from '../../../src-main/library/library.ts';
import { readFiles } from '../../../src-main/store/photos.ts';
import type { LensId, LibraryEmit, PhotoId } from '../../../src-shared/contract.ts';
import type { Found, FoundKind } from '../../../src-shared/exchange/import.ts';
import { packMark, unpackMark } from '../../../src-shared/marks/packed.ts';
import { writeMarks } from '../../../src-main/store/marks.ts';
import { makeLibrary } from '../../made-library.ts';
import { jpegWithXmp } from '../../photos/made-xmp.ts';
import { plainEngine } from '../plain-engine.ts';

let root: string;
let photos: string;
let library: Library;
let told: string[];
const emit: LibraryEmit = (name) => void told.push(name);
const handlers = importHandlers(() => emit);
const sidecar = (words: readonly string[], attributes = ''): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/" ${attributes}><dc:subject><rdf:Bag>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;

beforeEach(async () => {
  told = [];
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-importing-')));
  photos = join(root, 'photos');
  await makeLibrary(photos, { groups: 2, perGroup: 4, width: 160, height: 120 });
  const names = (await readdir(photos)).sort();
  for (const folder of ['2023/Norway', '2024/Norway']) await mkdir(join(photos, folder), { recursive: true });
  for (const [at, name] of names.entries()) if (at < 6) await rename(join(photos, name), join(photos, at < 3 ? '2023/Norway' : '2024/Norway', `${at}.jpg`));
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

async function open(): Promise<void> {
  library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: plainEngine(), emit: () => {}, groups: false });
  await library.startIndex().finished;
}
const idOf = (path: string): PhotoId => readFiles(library.store).find((file) => file.path === path)!.id;
const named = ({ sets }: Found, kind: FoundKind) => Object.fromEntries(sets.filter((set) => set.kind === kind).map(({ name, photos: count }) => [name, count]));
const look = (from: string | null = null) => handlers['import.look'](library, { from });
const at = (found: Found, ...names: string[]): number[] => found.sets.filter(({ name }) => names.includes(name)).map((set) => set.at);
const marksNow = async () => {
  const { ids, marks } = await (await import('../../../src-main/store/marks.ts')).readMarks(library.store);
  return Object.fromEntries(Array.from(ids, (id, place) => [id, unpackMark(marks[place]!)]));
};
/** Every file with its content and time. */
async function tree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => `${parentPath}/${name} ${(await stat(join(parentPath, name))).mtimeMs} ${(await readFile(join(parentPath, name))).length}`));
}

it('finds what is in files, sidecars and folders, and changes nothing', async () => {
  const [a, b, c] = ['2023/Norway/0.jpg', '2023/Norway/1.jpg', '2024/Norway/3.jpg'] as const;
  await writeFile(join(photos, a), jpegWithXmp(await readFile(join(photos, a)), sidecar(['fjord', 'Ada'], 'xmp:Rating="3"')));
  await writeFile(join(photos, `${a}.xmp`), sidecar(['fjord', 'boat'], 'xmp:Rating="5" xmp:Label="Green"'));
  await writeFile(join(photos, '2023/Norway/1.xmp'), sidecar(['Fjord'], 'digiKam:PickLabel="3"'));
  await writeFile(join(photos, `${c}.xmp`), 'not a packet');
  await open();
  const before = await tree(photos);
  const found = await look();
  expect(await tree(photos)).toEqual(before);
  expect(told.filter((name) => name !== 'import.progress')).toEqual([]);
  expect(named(found, 'keyword')).toEqual({ Ada: 1, boat: 1, fjord: 2 });
  expect(named(found, 'folder')).toEqual({ photos: 2, 'photos / 2023 / Norway': 3, 'photos / 2024 / Norway': 3 });
  expect(named(found, 'level')).toEqual({ 2023: 3, 2024: 3, 'photos / 2023 / Norway': 3, 'photos / 2024 / Norway': 3 });
  expect(found).toMatchObject({ marks: { photos: 2, stars: 1, labels: 1, flags: 1, favourites: 0, left: 0 }, files: 8, strangers: 0, unreadable: 1 });
  expect(found.sets.find(({ name }) => name === 'fjord')!.some).toEqual([idOf(a), idOf(b)]);
});

it('makes albums of what was chosen, gives marks but never over the user\'s, and all of it can be taken back', async () => {
  const [a, b, c] = ['2023/Norway/0.jpg', '2023/Norway/1.jpg', '2024/Norway/3.jpg'] as const;
  await writeFile(join(photos, `${a}.xmp`), sidecar(['fjord', 'boat'], 'xmp:Rating="5" xmp:Label="Green"'));
  await writeFile(join(photos, `${b}.xmp`), sidecar(['fjord'], 'xmp:Rating="2"'));
  await writeFile(join(photos, `${c}.xmp`), sidecar(['boat'], 'xmp:Rating="1"'));
  await open();
  writeMarks(library.store, [idOf(b)], () => packMark({ flag: 'rejected', stars: 0, label: null, favourite: false }), 1);
  const there = await library.albums.create('Boat', null, Uint32Array.of(idOf('2024/Norway/4.jpg')));
  const found = await look();
  expect(found.sets.find(({ name }) => name === 'boat')!.album).toBe(there.id);
  expect(found.marks).toMatchObject({ photos: 2, left: 1 });
  // given between the look and now
  writeMarks(library.store, [idOf(c)], () => packMark({ flag: null, stars: 4, label: null, favourite: false }), 2);
  const before = await marksNow();
  told = [];
  const taken = await handlers['import.take'](library, { look: found.look, sets: at(found, 'fjord', 'boat'), marks: true, lensId: null });
  expect(taken).toMatchObject({ made: [expect.any(Number)], filled: [{ id: there.id, before: Uint32Array.of(idOf('2024/Norway/4.jpg')) }], marks: { left: 2 }, groups: null });
  expect((await library.albums.list()).map(({ name, photos: count }) => [name, count])).toEqual([['Boat', 3], ['fjord', 2]]);
  expect(await marksNow()).toEqual({ ...before, [idOf(a)]: { flag: null, stars: 5, label: 'green', favourite: false } });
  expect(told).toEqual(['albums.changed', 'marks.changed']);
  expect((await look()).marks).toMatchObject({ photos: 0, left: 2 });

  const { restoreMarks } = await import('../../../src-main/store/marks.ts');
  restoreMarks(library.store, taken.marks!.earlier, 3);
  library.albums.delete(taken.made[0]!);
  await library.albums.fill(there.id, taken.filled[0]!.before);
  expect(await marksNow()).toEqual(before);
  expect((await library.albums.list()).map(({ name, photos: count }) => [name, count])).toEqual([['Boat', 1]]);
  await expect(handlers['import.take'](library, { look: found.look, sets: [], marks: true, lensId: null })).rejects.toThrow('Look again');
});

it('says that albums are groups only if told to, as one step, and reports what contradicts', async () => {
  await writeFile(join(photos, '2023/Norway/0.jpg.xmp'), sidecar(['one', 'two']));
  await writeFile(join(photos, '2023/Norway/1.jpg.xmp'), sidecar(['one']));
  await writeFile(join(photos, '2023/Norway/2.jpg.xmp'), sidecar(['two', 'alone']));
  await writeFile(join(photos, '2024/Norway/3.jpg.xmp'), sidecar(['three']));
  await writeFile(join(photos, '2024/Norway/4.jpg.xmp'), sidecar(['three']));
  await open();
  const lensId: LensId = library.lenses.current;
  library.judge(lensId).add({ kind: 'different', photos: [idOf('2023/Norway/0.jpg'), idOf('2023/Norway/2.jpg')] });
  let found = await look();
  await handlers['import.take'](library, { look: found.look, sets: at(found, 'one'), marks: false, lensId: null });
  expect(library.judge(lensId).log.judgments).toHaveLength(1);
  found = await look();
  const { groups } = await handlers['import.take'](library, { look: found.look, sets: at(found, 'one', 'two', 'three', 'alone'), marks: false, lensId });
  expect(groups).toMatchObject({ lensId, said: 2, known: 0, contradicting: ['two'] });
  const { judgments } = library.judge(lensId).log;
  expect(judgments.slice(1).map(({ statement, origin }) => [statement.kind, statement.photos, origin])).toEqual([
    ['together', [idOf('2023/Norway/0.jpg'), idOf('2023/Norway/1.jpg')], { kind: 'volunteered', height: null }],
    ['together', [idOf('2024/Norway/3.jpg'), idOf('2024/Norway/4.jpg')], { kind: 'volunteered', height: null }]
  ]);
  expect(library.judge(lensId).undo({ step: groups!.step! }).judgments).toHaveLength(1);
});

it('takes albums, favourites and what is missing of a Google export over to the same photos, wherever they lie and however they are named', async () => {
  await open();
  const takeout = join(root, 'Takeout', 'Google Fotos', 'Norwegen');
  await mkdir(takeout, { recursive: true });
  await copyFile(join(photos, '2023/Norway/0.jpg'), join(takeout, 'IMG_1.jpg'));
  await utimes(join(takeout, 'IMG_1.jpg'), 1, 1);
  // other metadata, so another content of the same picture
  await writeFile(join(takeout, 'IMG_1(1).jpg'), jpegWithXmp(await readFile(join(photos, '2023/Norway/1.jpg')), sidecar([])));
  await writeFile(join(takeout, 'metadata.json'), '{"title":"Norwegen 2023","description":"","date":{"timestamp":"1"}}');
  const note = (favorited: boolean) => JSON.stringify({ title: 'IMG_1.jpg', photoTakenTime: { timestamp: '1690000000' }, geoData: { latitude: 60.1, longitude: 5.2 }, ...(favorited && { favorited }) });
  await writeFile(join(takeout, 'IMG_1.jpg.supplemental-metadata.json'), note(false));
  await writeFile(join(takeout, 'IMG_1.jpg.supplemental-metadata(1).json'), note(true));
  await makeLibrary(join(root, 'Takeout', 'Google Fotos', 'Fotos von 2023'), { groups: 1, perGroup: 1, width: 160, height: 120, seed: 77 });
  const found = await look(join(root, 'Takeout'));
  expect(named(found, 'album')).toEqual({ 'Norwegen 2023': 2 });
  expect(found).toMatchObject({ files: 3, strangers: 1, unreadable: 0, dates: 2, places: 2, marks: { photos: 1, favourites: 1 } });
  await handlers['import.take'](library, { look: found.look, sets: at(found, 'Norwegen 2023'), marks: true, lensId: null });
  expect([...(await library.albums.photos((await library.albums.list())[0]!.id))].sort()).toEqual([idOf('2023/Norway/0.jpg'), idOf('2023/Norway/1.jpg')].sort());
  expect(await marksNow()).toEqual({ [idOf('2023/Norway/1.jpg')]: { flag: null, stars: 0, label: null, favourite: true } });
});

it('makes albums of names that none could have', async () => {
  await open();
  const takeout = join(root, 'out');
  const titles = ['\u0001', `${'long '.repeat(80)}end`, ' two\nlines '];
  for (const [place, title] of titles.entries()) {
    await mkdir(join(takeout, `${place}`), { recursive: true });
    await copyFile(join(photos, '2023/Norway/0.jpg'), join(takeout, `${place}`, 'a.jpg'));
    await writeFile(join(takeout, `${place}`, 'metadata.json'), JSON.stringify({ title }));
  }
  const found = await look(takeout);
  const albums = found.sets.filter(({ kind }) => kind === 'album').map((set) => set.at);
  await handlers['import.take'](library, { look: found.look, sets: albums, marks: false, lensId: null });
  expect((await library.albums.list()).map(({ name }) => name).sort()).toEqual(['?', 'long '.repeat(40).trim(), 'two lines']);
});

it('refuses a folder that is not there, and finds nothing in an empty one', async () => {
  await open();
  await expect(look(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'folder-missing' });
  await mkdir(join(root, 'empty'));
  expect(await look(join(root, 'empty'))).toMatchObject({ sets: [], files: 0, marks: { photos: 0 } });
});
