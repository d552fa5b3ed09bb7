import { expect, it } from 'vitest';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { addFolder, noteFolder, settleFolders } from '../../src-main/store/folders.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { noteBack, noteLeft, readFiledFiles } from '../../src-main/store/plan-files.ts';
import { readCounts, readPhotoTable } from '../../src-main/store/photos.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { madeFile, madeHash, madeStore, madeVersions } from './made-store.ts';

it('lists the present files of a photo, those of offline folders last', () => {
  const store = madeStore();
  settleFolders(store, ['/photos'], 0);
  const other = addFolder(store, '/backup', 0);
  const copy = madeFile('c.jpg', 'a');
  writeIndexed(store, madeVersions(store), [madeFile('b.jpg', 'a'), { ...copy, file: { ...copy.file, folder: other } }, madeFile('a.jpg', 'a')], 0);
  noteFolder(store, FIRST_FOLDER, { problem: 'folder-missing' });
  const [id] = readPhotoTable(store).ids;
  expect(readFiledFiles(store, id as PhotoId)).toEqual([
    { photo: id, folderId: other, folder: '/backup', path: 'c.jpg', size: 10, modifiedMs: 1000.25, hash: madeHash('a'), takenAt: null, offline: false, raw: false },
    ...['a.jpg', 'b.jpg'].map((path) => ({ photo: id, folderId: FIRST_FOLDER, folder: '/photos', path, size: 10, modifiedMs: 1000.25, hash: madeHash('a'), takenAt: null, offline: true, raw: false }))
  ]);
});

it('hides a photo whose last file left, and shows it again when that is back', () => {
  const store = madeStore();
  writeIndexed(store, madeVersions(store), [madeFile('a.jpg'), madeFile('b.jpg')], 0);
  noteLeft(store, FIRST_FOLDER, 'a.jpg', 7);
  noteLeft(store, FIRST_FOLDER, 'never there.jpg', 7);
  expect(readCounts(store)).toMatchObject({ photos: 1, files: 1 });
  noteBack(store, FIRST_FOLDER, 'a.jpg');
  expect(readCounts(store)).toMatchObject({ photos: 2, files: 2 });
});
