// `kindred export` on a made folder.
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FieldFiles } from '../../src-main/filing/exiftool.ts';
import { addAlbum, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { openStore } from '../../src-main/store/database.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { readPhotoTable } from '../../src-main/store/photos.ts';
import { factsOf } from '../../src-shared/exchange/xmp-fields.ts';
import { NO_MARK, packMark } from '../../src-shared/marks/packed.ts';
import { makeLibrary } from '../made-library.ts';
import { kindredIn } from './kindred.ts';

const LIMIT_MS = 240_000;
let [root, photos, out] = ['', '', ''];

const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data'), XDG_DATA_HOME: join(root, 'home') }));
const filesIn = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-export-'));
  [photos, out] = [join(root, 'photos'), join(root, 'out')];
  await mkdir(out);
  await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120, dated: true });
  await kindred('index', photos);
  const store = openStore(storedAt(join(root, 'data'), listLibraries(join(root, 'data'))[0]!.id));
  const [first, second] = readPhotoTable(store).ids;
  writeMarks(store, [first!], () => packMark({ ...NO_MARK, flag: 'picked', stars: 5 }), 0);
  writeAlbumPhotos(store, addAlbum(store, '제주 / 2024', null, 0), [first!, second!]);
  store.close();
}, LIMIT_MS);
afterAll(() => rm(root, { recursive: true, force: true }));

it('shows an export by groups, does it with --yes, and takes it back', async () => {
  const preview = await kindred('export', photos, '--to', out, '--groups', '--sidecars');
  expect([preview.code, preview.stdout, preview.stderr]).toEqual([0, expect.stringContaining('12 files to'), expect.stringContaining('Nothing was done')]);
  expect(await filesIn(out)).toEqual([]);
  expect((await kindred('export', photos, '--to', out, '--groups', '--yes', '--dry-run')).code).toBe(0);
  expect(await filesIn(out)).toEqual([]);

  const done = await kindred('export', photos, '--to', out, '--groups', '--sidecars', '--yes');
  expect([done.code, done.stdout, done.stderr]).toEqual([0, expect.stringContaining('12 files done'), expect.stringContaining('12 of 12 files')]);
  const files = await filesIn(out);
  expect(new Set(files.map((file) => file.split('/')[0])).size).toBe(2);
  const fields = new FieldFiles();
  for (const file of files.filter((name) => name.endsWith('.xmp'))) {
    const { groups, albums, mark } = factsOf(await fields.read(join(out, file)));
    expect(groups).toEqual([{ lens: null, group: file.split('/')[0] }]);
    expect(mark === null || (mark.stars === 5 && albums[0] === '제주 / 2024')).toBe(true);
  }
  await fields.close();
  expect((await kindred('restore', photos)).code).toBe(0);
  expect(await filesIn(out)).toEqual([]);
}, LIMIT_MS);

it('exports an album into a folder of its name, and the picked photos', async () => {
  expect((await kindred('export', photos, '--to', out, '--album', '제주 / 2024', '--pattern', '{album}', '--as', 'hardlink', '--yes')).code).toBe(0);
  expect(await filesIn(out)).toEqual([expect.stringMatching(/^제주 _ 2024\/.*\.jpg$/), expect.stringMatching(/^제주 _ 2024\/.*\.jpg$/)]);
  expect((await kindred('export', photos, '--to', out, '--picked', '--stars', '4', '--yes')).stdout).toContain('1 file done');
  const none = await kindred('export', photos, '--to', out, '--album', 'Rome');
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('There are: 제주 / 2024.')]);
}, LIMIT_MS);

it('writes lists, and never over a file unasked', async () => {
  const [csv, sheet, list] = [join(root, 'all.csv'), join(root, 'sheet.html'), join(root, 'list.txt')];
  const { code, stdout } = await kindred('export', photos, '--csv', csv, '--contact-sheet', sheet, '--list', list, '--null', '--groups');
  expect([code, stdout]).toEqual([0, expect.stringContaining(`6 photos in ${csv}`)]);
  expect((await readFile(csv, 'utf8')).split('\r\n')).toHaveLength(8);
  expect((await readFile(list, 'utf8')).split('\0')).toHaveLength(7);
  expect((await readFile(sheet, 'utf8')).match(/<figure>/g)).toHaveLength(6);
  const again = await kindred('export', photos, '--csv', csv);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--yes to replace it')]);
}, LIMIT_MS);

it('says how it is used', async () => {
  const wrong = [[], ['--to', out, '--as', 'zip'], ['--to', out, '--pattern', '{grup}'], ['--contact-sheet', 'a.png'], ['--to', out, '--as', 'move', '--into-files']];
  const codes = await Promise.all(wrong.map((args) => kindred('export', photos, ...args).then(({ code }) => code)));
  expect(codes).toEqual(wrong.map(() => 2));
}, LIMIT_MS);
