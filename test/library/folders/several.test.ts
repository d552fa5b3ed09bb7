// A library with several folders, some of them offline.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Library } from '../../../src-main/library/library.ts';
import { noteFolder, readFolders } from '../../../src-main/store/folders.ts';
import { findLibrary } from '../../../src-main/store/libraries.ts';
import type { IndexProgress, PhotoId } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { plainEngine } from '../plain-engine.ts';

let root: string;
let a: string;
let b: string;
let library: Library;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-folders-'));
  [a, b] = [join(root, 'a'), join(root, 'b')];
  await makeLibrary(a, { groups: 1, perGroup: 3, width: 160, height: 120 });
  await makeLibrary(b, { groups: 1, perGroup: 2, width: 160, height: 120, seed: 9 });
  library = await open(a);
  await index();
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

const open = (folder: string): Promise<Library> => Library.open({ dataFolder: join(root, 'data'), folder, engine: plainEngine(), emit: () => {} });
const index = (): Promise<IndexProgress> => library.startIndex().finished;
const again = async (folder = a): Promise<void> => {
  await library.close();
  library = await open(folder);
};

it('adds another folder, opens by either, and says where each photo is', async () => {
  await library.folders.add(b);
  expect(await index()).toMatchObject({ phase: 'done', counts: { new: 2, unchanged: 3, missing: 0 } });
  expect(library.state).toMatchObject({ photos: 5, offline: 0, folders: [{ path: a, photos: 3, problem: null }, { path: b, photos: 2, problem: null }] });
  const { id } = library;
  await again(b);
  expect(library.id).toBe(id);
  expect(library.folder).toBe(a);
  const last = library.photo((await library.photos()).ids.at(-1) as PhotoId);
  expect(last.files).toEqual([{ folder: b, path: expect.stringMatching(/^photo-/) as string }]);
  expect((await library.render(last.id)).length).toBeGreaterThan(100);
  await expect(library.folders.add(join(b, 'nowhere'))).rejects.toMatchObject({ code: 'folder-missing' });
  await expect(library.folders.add(b)).rejects.toMatchObject({ code: 'bad-request' });
});

it('keeps the photos of a missing folder: they are offline, the library opens, and they come back', async () => {
  await library.folders.add(b);
  await index();
  const before = await library.photos();
  const away = join(root, 'away');
  await rename(b, away);
  expect(await index()).toMatchObject({ phase: 'done', counts: { missing: 0, unchanged: 3 } });
  expect(library.state).toMatchObject({ photos: 5, offline: 2, folders: [{ problem: null }, { path: b, photos: 2, problem: 'folder-missing' }] });
  await rename(a, join(root, 'also-away'));
  await again(b);
  expect(await library.photos()).toEqual(before);
  expect(library.state).toMatchObject({ photos: 5, offline: 5 });
  expect(library.thumbnail(before.ids[4] as PhotoId)).not.toBeNull();
  expect(await index()).toMatchObject({ phase: 'done', counts: { missing: 0 } });
  await expect(library.render(before.ids[0] as PhotoId)).rejects.toMatchObject({ code: 'photo-missing' });
  await rename(away, b);
  await rename(join(root, 'also-away'), a);
  expect(await index()).toMatchObject({ phase: 'done', counts: { unchanged: 5, new: 0, moved: 0 } });
  expect(library.state).toMatchObject({ photos: 5, offline: 0 });
});

it('treats an empty mount point as an unplugged drive, and an empty folder as empty', async () => {
  const { store } = library;
  const names = await readdir(a);
  await mkdir(join(root, 'drive'));
  for (const name of names) await rename(join(a, name), join(root, 'drive', name));
  noteFolder(store, readFolders(store)[0]!.id, { device: 12_345 });
  expect(await index()).toMatchObject({ phase: 'done', counts: { missing: 0 } });
  expect(library.state).toMatchObject({ photos: 3, offline: 3 });
  for (const name of names) await rename(join(root, 'drive', name), join(a, name));
  await index();
  expect(library.state).toMatchObject({ photos: 3, offline: 0 });
  for (const name of names) await rm(join(a, name));
  expect(await index()).toMatchObject({ phase: 'done', counts: { missing: 3 } });
  expect(library.state).toMatchObject({ photos: 0, offline: 0 });
});

it('removes a folder, keeping everything known about its photos, but never its only one', async () => {
  await library.folders.add(b);
  await index();
  const [first, , , x, y] = (await library.photos()).ids as unknown as [PhotoId, PhotoId, PhotoId, PhotoId, PhotoId];
  expect(library.judge(library.lenses.current).add({ kind: 'similar', photos: [x, y] })).toMatchObject({ status: 'recorded' });
  library.folders.remove(b);
  await index();
  expect(library.state).toMatchObject({ photos: 3, folders: [{ path: a }] });
  expect(findLibrary(join(root, 'data'), b)).toBeNull();
  expect(() => library.folders.remove(a)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  await library.folders.add(b);
  await index();
  expect((await library.photos()).ids).toHaveLength(5);
  expect(library.judge(library.lenses.current).log.judgments).toMatchObject([{ statement: { kind: 'similar', photos: [x, y] } }]);
  expect(library.photo(first).files).toHaveLength(1);
});

it('continues where a folder was moved to, without reading anything again', async () => {
  const moved = join(root, 'far', 'moved');
  await mkdir(join(root, 'far'));
  await rename(a, moved);
  await library.folders.relocate(a, moved);
  expect(await index()).toMatchObject({ phase: 'done', total: 0, counts: { unchanged: 3, new: 0, moved: 0, missing: 0 } });
  expect(library.folder).toBe(moved);
  await again(moved);
  expect(library.state).toMatchObject({ folder: moved, photos: 3, offline: 0 });
  await mkdir(join(root, 'other'));
  await writeFile(join(root, 'other', 'x.txt'), '');
  await expect(library.folders.relocate(join(root, 'nobody'), join(root, 'other'))).rejects.toMatchObject({ code: 'bad-request' });
});

it('refuses a folder that already belongs to a library', async () => {
  const other = await open(b);
  await other.close();
  await expect(library.folders.add(b)).rejects.toMatchObject({ code: 'bad-request' });
  await expect(library.folders.relocate(a, b)).rejects.toMatchObject({ code: 'bad-request' });
  expect(existsSync(a)).toBe(true);
});

it('moves photos between its folders', async () => {
  await library.folders.add(b);
  await index();
  const [name] = await readdir(a) as [string];
  await cp(join(a, name), join(b, 'here-now.jpg'));
  await rm(join(a, name));
  expect(await index()).toMatchObject({ counts: { moved: 1, missing: 0, new: 0 } });
  expect(library.state).toMatchObject({ photos: 5, folders: [{ photos: 2 }, { photos: 3 }] });
});
