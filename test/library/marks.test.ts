// Marks of photos while their files are moved, indexed again and rated by other programs, and in other libraries.
import { mkdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bringAlong } from '../../src-main/library/folders/bring-along.ts';
import { Library } from '../../src-main/library/library.ts';
import { readMark, readMarks, writeMarks } from '../../src-main/store/marks.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { NO_MARK, packMark, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Mark, PhotoId } from '../../src-shared/contract.ts';
import { jpegWithXmp, xmpPacket } from '../photos/made-xmp.ts';
import { asSharp, noise } from '../photos/pictures.ts';
import { plainEngine } from './plain-engine.ts';

let root: string;
let photos: string;
let library: Library;
const open = (folder: string): Promise<Library> => Library.open({ dataFolder: join(root, 'data'), folder, engine: plainEngine(), emit: () => {} });
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-marks-'));
  photos = join(root, 'photos');
  mkdirSync(photos);
  library = await open(photos);
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

async function index(of = library): Promise<number> {
  const { phase, error, done } = await of.startIndex().finished;
  expect([phase, error]).toEqual(['done', null]);
  return done;
}
const at = (path: string, of = library): PhotoId => readFiles(of.store).find((file) => file.path === path)!.id;
const markAt = (path: string, of = library): Mark => unpackMark(readMark(of.store, at(path, of)));
const give = (path: string, mark: Partial<Mark>): unknown => writeMarks(library.store, [at(path)], () => packMark({ ...NO_MARK, ...mark }), 1);
const made = (seed: number): Promise<Buffer> => asSharp(noise(48, 32, seed)).jpeg().toBuffer();
/** The picture of a seed as another program rates it. */
const rated = async (seed: number, attributes: string): Promise<Buffer> => jpegWithXmp(await made(seed), xmpPacket(attributes));
async function put(name: string, bytes: Buffer): Promise<void> {
  await writeFile(join(photos, `${name}.new`), bytes);
  await rename(join(photos, `${name}.new`), join(photos, name));
  await utimes(join(photos, name), 1, Math.random() * 1e9);
}

it('follows what other programs write into files, until the user says something', async () => {
  await put('a.jpg', await rated(1, 'xmp:Rating="2"'));
  await put('b.jpg', await made(2));
  await index();
  expect([markAt('a.jpg').stars, markAt('b.jpg')]).toEqual([2, NO_MARK]);
  await put('a.jpg', await rated(1, 'xmp:Rating="4"'));
  await put('b.jpg', await rated(2, 'xmp:Rating="-1" xmp:Label="Red"'));
  await index();
  expect([markAt('a.jpg').stars, markAt('b.jpg')]).toEqual([4, { ...NO_MARK, flag: 'rejected', label: 'red' }]);
  give('a.jpg', { stars: 1 });
  await put('a.jpg', await rated(1, 'xmp:Rating="5"'));
  await put('b.jpg', await made(2));
  await index();
  expect([markAt('a.jpg').stars, markAt('b.jpg')]).toEqual([1, NO_MARK]);
});

it('keeps the user’s marks when files are moved, edited, gone and back', async () => {
  const mark: Mark = { flag: 'picked', stars: 5, label: 'green', favourite: true };
  await put('a.jpg', await made(1));
  await index();
  const id = at('a.jpg');
  give('a.jpg', mark);
  mkdirSync(join(photos, 'below'));
  await rename(join(photos, 'a.jpg'), join(photos, 'below/moved.jpg'));
  await index();
  expect(markAt('below/moved.jpg')).toEqual(mark);
  await writeFile(join(photos, 'below/moved.jpg'), await rated(1, 'xmp:Rating="1"'));
  await index();
  expect([at('below/moved.jpg'), markAt('below/moved.jpg')]).toEqual([id, mark]);
  const bytes = await readFile(join(photos, 'below/moved.jpg'));
  await rm(join(photos, 'below/moved.jpg'));
  await index();
  await put('back.jpg', bytes);
  await index();
  expect([at('back.jpg'), markAt('back.jpg')]).toEqual([id, mark]);
  await library.close();
  library = await open(photos);
  expect((await readMarks(library.store)).ids).toEqual(Uint32Array.of(id));
});

it('finds the marks in files of a library from a version that did not look for them, reading each file once', async () => {
  for (const seed of [1, 2, 3]) await put(`${seed}.jpg`, await rated(seed, `xmp:Rating="${seed}"`));
  await index();
  library.store.db.exec('UPDATE contents SET mark = NULL; DELETE FROM marks');
  expect(await index()).toBe(3);
  expect(['1.jpg', '2.jpg', '3.jpg'].map((name) => markAt(name).stars)).toEqual([1, 2, 3]);
  expect(await index()).toBe(0);
});

it('finds the lenses of cameras in files of such a library, and reads no file again that names none', async () => {
  for (const [seed, LensModel] of [[1, 'RF85mm F1.2 L USM'], [2, '----']] as const) await put(`${seed}.jpg`, await asSharp(noise(48, 32, seed)).withExif({ IFD0: { Model: 'R5' }, IFD2: { LensModel } }).jpeg().toBuffer());
  await put('3.jpg', await made(3));
  await index();
  library.store.db.exec("UPDATE contents SET optics = CASE WHEN camera IS NULL THEN '' END; UPDATE photos SET optics = NULL");
  expect(await index()).toBe(2);
  expect(['1.jpg', '2.jpg', '3.jpg'].map((name) => library.photo(at(name)).optics)).toEqual(['RF85mm F1.2 L USM', null, null]);
  expect(await index()).toBe(0);
});

it('looks for bursts in files of cameras that name them, in a library that was read before they were looked for', async () => {
  await put('1.jpg', await asSharp(noise(48, 32, 1)).withExif({ IFD0: { Model: 'iPhone 12' } }).jpeg().toBuffer());
  await put('2.jpg', await made(2));
  await index();
  library.store.db.exec("UPDATE contents SET moment = CASE WHEN camera IS NULL THEN '' END");
  expect(await index()).toBe(1);
  expect(await index()).toBe(0);
});

it('takes the user’s marks over from another library, but not over what was said here', async () => {
  for (const seed of [1, 2, 3]) await put(`${seed}.jpg`, await made(seed));
  await index();
  give('1.jpg', { stars: 4 });
  give('2.jpg', { flag: 'picked' });
  const copies = join(root, 'copies');
  mkdirSync(copies);
  for (const seed of [1, 2]) await copyFile(join(photos, `${seed}.jpg`), join(copies, `${seed}.jpg`));
  const other = await open(copies);
  try {
    await index(other);
    writeMarks(other.store, [at('2.jpg', other)], () => packMark({ ...NO_MARK, flag: 'rejected' }), 1);
    const { marks, from } = bringAlong(join(root, 'data'), other, null);
    expect([markAt('1.jpg', other), markAt('2.jpg', other)]).toEqual([{ ...NO_MARK, stars: 4 }, { ...NO_MARK, flag: 'rejected' }]);
    expect([[...marks.ids], from.length]).toEqual([[at('1.jpg', other)], 1]);
    expect(bringAlong(join(root, 'data'), other, null).from).toEqual([]);
  } finally {
    await other.close();
  }
});
