import { describe, expect, it } from 'vitest';
import type { Store } from '../../src-main/store/database.ts';
import { FIRST_FOLDER, type FolderId } from '../../src-main/store/folder-id.ts';
import { addFolder, countByFolder, countOffline, moveFolder, noteFolder, readFolders, readKnownFiles, removeFolder, settleFolders } from '../../src-main/store/folders.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts, readFiles, readPhoto } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { madeFile, madeStore, madeVersions } from './made-store.ts';

function made(...paths: string[]): Store {
  const store = madeStore();
  settleFolders(store, paths.length > 0 ? paths : ['/a'], 1);
  return store;
}

const put = (store: Store, folder: FolderId, path: string, content = path): void => {
  const file = madeFile(path, content);
  writeIndexed(store, madeVersions(store), [{ ...file, file: { ...file.file, folder } }], 0);
};
const paths = (store: Store): string[] => readFolders(store).map(({ path }) => path);

describe('folders', () => {
  it('are those of the registry until the database has its own', () => {
    expect(paths(made('/a', '/b'))).toEqual(['/a', '/b']);
  });

  it('may contain files with the same path, either different photos or the same one', () => {
    const store = made();
    const second = addFolder(store, '/b', 2);
    put(store, FIRST_FOLDER, 'x.jpg', 'one');
    put(store, second, 'x.jpg', 'two');
    put(store, second, 'y.jpg', 'one');
    expect(readCounts(store)).toMatchObject({ photos: 2, files: 3 });
    const { id } = readFiles(store)[0]!;
    expect(readPhoto(store, id).files).toEqual([{ folder: '/a', path: 'x.jpg' }, { folder: '/b', path: 'y.jpg' }]);
    expect([...countByFolder(store)]).toEqual([[FIRST_FOLDER, 1], [second, 2]]);
    expect(readKnownFiles(store).map(({ folder, path }) => `${folder}/${path}`)).toEqual(['/a/x.jpg', '/b/x.jpg', '/b/y.jpg']);
  });

  it('are scanned separately: what one does not contain is not missing from another', () => {
    const store = made();
    const second = addFolder(store, '/b', 2);
    put(store, FIRST_FOLDER, 'x.jpg', 'one');
    put(store, second, 'x.jpg', 'two');
    expect(beginScan(store, second).finish(5)).toMatchObject({ missing: 1 });
    expect(readFiles(store)).toMatchObject([{ folder: FIRST_FOLDER, path: 'x.jpg' }]);
    const scan = beginScan(store, FIRST_FOLDER);
    expect([scan.expected, scan.found]).toEqual([1, 0]);
    scan.compare([{ path: 'x.jpg', size: 10, modifiedMs: 1000.25 }]);
    expect([scan.expected, scan.found]).toEqual([1, 1]);
  });

  it('recognise a photo that moved from one to another', () => {
    const store = made();
    const second = addFolder(store, '/b', 2);
    put(store, FIRST_FOLDER, 'x.jpg');
    beginScan(store, FIRST_FOLDER).finish(5);
    put(store, second, 'y.jpg', 'x.jpg');
    expect(readFiles(store)).toMatchObject([{ folder: second, path: 'y.jpg' }]);
    expect(readCounts(store)).toMatchObject({ photos: 1, files: 1 });
  });

  it('that are removed hide their photos, except those also in another folder, and show them when added again', () => {
    const store = made();
    const second = addFolder(store, '/b', 2);
    put(store, FIRST_FOLDER, 'both.jpg');
    put(store, second, 'both.jpg');
    put(store, second, 'there.jpg');
    const before = readFiles(store);
    removeFolder(store, second, 7);
    expect(paths(store)).toEqual(['/a']);
    expect(readFiles(store)).toMatchObject([{ folder: FIRST_FOLDER, path: 'both.jpg' }]);
    expect(addFolder(store, '/b', 8)).toBe(second);
    beginScan(store, second).compare(['both.jpg', 'there.jpg'].map((path) => ({ path, size: 10, modifiedMs: 1000.25 })));
    expect(readFiles(store)).toEqual(before);
  });

  it('do not overlap: one inside another is refused, one that contains others takes over their files', () => {
    const store = made('/p/a');
    put(store, FIRST_FOLDER, 'x.jpg');
    for (const path of ['/p/a', '/p/a/trip']) expect(() => addFolder(store, path, 2)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(paths(store)).toEqual(['/p/a']);
    addFolder(store, '/p/ab', 2);
    const around = addFolder(store, '/p', 3);
    expect(paths(store)).toEqual(['/p']);
    expect(readFiles(store)).toMatchObject([{ folder: around, path: 'a/x.jpg' }]);
  });

  it('move to another place with their files', () => {
    const store = made('/a', '/b');
    put(store, FIRST_FOLDER, 'x.jpg');
    noteFolder(store, FIRST_FOLDER, { device: 7 });
    moveFolder(store, FIRST_FOLDER, '/c');
    expect(readFolders(store)[0]).toEqual({ id: FIRST_FOLDER, path: '/c', device: null, problem: null });
    expect(readPhoto(store, readFiles(store)[0]!.id).files).toEqual([{ folder: '/c', path: 'x.jpg' }]);
    for (const path of ['/b', '/b/inside', '/']) expect(() => moveFolder(store, FIRST_FOLDER, path)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it('that are offline keep their photos present, and photos found nowhere else are counted', () => {
    const store = made();
    const second = addFolder(store, '/b', 2);
    put(store, FIRST_FOLDER, 'both.jpg');
    put(store, second, 'both.jpg');
    put(store, second, 'there.jpg');
    expect(countOffline(store)).toBe(0);
    noteFolder(store, second, { device: 4 });
    noteFolder(store, second, { problem: 'folder-missing' });
    expect(readFolders(store)[1]).toMatchObject({ device: 4, problem: 'folder-missing' });
    expect([countOffline(store), readCounts(store).photos]).toEqual([1, 2]);
    noteFolder(store, FIRST_FOLDER, { problem: 'folder-missing' });
    expect(countOffline(store)).toBe(2);
    noteFolder(store, second, { device: 5 });
    expect(countOffline(store)).toBe(0);
  });
});
