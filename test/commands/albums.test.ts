// `kindred albums` on a made folder.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANY } from '../../src-shared/marks/wish.ts';
import { packMark, NO_MARK } from '../../src-shared/marks/packed.ts';
import { addAlbum } from '../../src-main/store/albums.ts';
import { openStore } from '../../src-main/store/database.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { makeLibrary } from '../made-library.ts';
import { kindredIn } from './kindred.ts';

let root: string;
let photos: string;
let names: string[];

const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-albums-'));
  photos = join(root, 'photos');
  await mkdir(photos);
  await makeLibrary(photos, { groups: 2, perGroup: 2, width: 96, height: 72, seed: 3 });
  names = (await readdir(photos)).filter((name) => name.endsWith('.jpg')).toSorted();
  expect((await kindred('index', photos)).code).toBe(0);
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('creates, fills, shows, lists and deletes albums', async () => {
  const [a = '', b = '', c = ''] = names;
  expect((await kindred('albums', photos)).stderr).toContain('There are no albums');
  expect((await kindred('albums', photos, '--create', 'Kitchen', join(photos, b), a)).stdout).toBe('The album "Kitchen" was created with 2 photos.\n'); // from the folder too
  expect((await kindred('albums', photos, '--add', 'kitchen', join(photos, c), join(photos, a))).stdout).toBe('1 photo was added to "Kitchen".\n');
  const shown = JSON.parse((await kindred('albums', photos, '--show', 'Kitchen', '--json')).stdout) as { readonly photos: string[]; readonly smart: boolean };
  expect([shown.photos.toSorted(), shown.smart]).toEqual([[a, b, c], false]);
  expect(JSON.parse((await kindred('albums', photos, '--json')).stdout)).toEqual({ albums: [{ name: 'Kitchen', photos: 3, smart: false }] });
  expect((await kindred('albums', photos)).stdout).toBe('Kitchen  3 photos\n');
  expect((await kindred('albums', photos, '--delete', 'Kitchen')).code).toBe(0);
  expect(JSON.parse((await kindred('albums', photos, '--json')).stdout)).toEqual({ albums: [] });
}, 60_000);

it('refuses what it does not understand, and changes nothing then', async () => {
  const refused = async ([code, words, args]: readonly [number, string, readonly string[]]): Promise<void> => {
    const ran = await kindred('albums', photos, ...args);
    expect([ran.code, ran.stderr], args.join(' ')).toEqual([code, expect.stringContaining(words)]);
  };
  await Promise.all(([
    [2, 'expected the files', ['--add', 'A']], [2, 'expected one of', ['--add', 'A', '--show', 'A']], [2, 'expected files with', ['x.jpg']], [1, 'There is no album "Nowhere"', ['--show', 'Nowhere']]
  ] as const).map(refused));
  await refused([1, 'not a photo of this library', ['--create', 'B', names[0]!, 'nothing.jpg']]); // one that opens it for changes after the other
  await refused([1, 'needs a name', ['--create', ' ']]);
  expect(JSON.parse((await kindred('albums', photos, '--json')).stdout)).toEqual({ albums: [] });
}, 60_000);

it('shows what a smart album holds now without changing the library', async () => {
  const data = join(root, 'data');
  const store = openStore(storedAt(data, listLibraries(data)[0]!.id));
  const [first] = readFiles(store);
  writeMarks(store, [first!.id], () => packMark({ ...NO_MARK, stars: 5 }), 1);
  addAlbum(store, 'Best', { kind: 'marks', wish: { ...ANY, stars: 4 } }, 1);
  store.close();
  expect((await kindred('albums', photos)).stdout).toBe('Best  1 photo, smart\n');
  expect((await kindred('albums', photos, '--show', 'Best')).stdout).toBe(`${first!.path}\n`);
  expect((await kindred('albums', photos, '--add', 'Best', names[0]!)).stderr).toContain('follows from its rule');
}, 60_000);
