import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isKnown, photoOfContent } from '../../../src-main/store/contents.ts';
import { openStore } from '../../../src-main/store/database.ts';
import { photosWithoutPicture } from '../../../src-main/store/descriptors.ts';
import { findPhoto } from '../../../src-main/store/judgments.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect, type Database } from '../../../src-main/store/sqlite.ts';
import { madeFolder, madeVersions } from '../made-store.ts';

const addPhoto = (db: Database, id: number, hash: string): void => {
  db.exec(`INSERT INTO photos (id, hash, width, height, format, bytes, taken_at, camera, added_at) VALUES (${id}, '${hash}', 4, 3, 'jpeg', 9, 1.5, 'X100', 1)`);
};

it('records the contents of existing photos, whose picture hashes are still to be computed', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 3);
  addPhoto(db, 1, 'one');
  addPhoto(db, 2, 'two');
  db.exec("INSERT INTO files (path, size, modified_ms, photo_id) VALUES ('a.jpg', 9, 1, 1), ('copy.jpg', 9, 1, 1), ('b.jpg', 9, 1, 2)");
  db.exec("INSERT INTO files (path, size, modified_ms, problem_code, problem_detail) VALUES ('c.jpg', 0, 1, 'empty', '')");
  db.exec("UPDATE files SET missing_since = 5 WHERE path = 'b.jpg'");
  db.close();

  const store = openStore(folder);
  expect(photoOfContent(store, 'one')).toEqual({ id: 1, hash: 'one', picture: null, shown: 'one', look: null, width: 4, height: 3 });
  expect(['one', 'two', 'three'].map((hash) => findPhoto(store, { hash, picture: null }))).toEqual([1, 2, undefined]);
  expect(store.db.prepare('SELECT path, content_hash FROM files ORDER BY path').raw().all()).toEqual([['a.jpg', 'one'], ['b.jpg', 'two'], ['c.jpg', null], ['copy.jpg', 'one']]);
  expect(store.db.prepare("SELECT taken_at, camera, look FROM contents WHERE hash = 'two'").raw().get()).toEqual([1.5, 'X100', null]);
  expect(photosWithoutPicture(store), 'those that can be read now').toEqual([{ id: 1, folder: 1, path: 'a.jpg', size: 9, modifiedMs: 1 }]);
  expect(isKnown(store, madeVersions(store), 'one')).toBe(false);
  store.close();
});

it('lets no two photos have the same picture, and any number have none yet', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, 4);
  addPhoto(db, 1, 'one');
  addPhoto(db, 2, 'two');
  db.exec("UPDATE photos SET picture = 'p' WHERE id = 1");
  expect(() => db.exec("UPDATE photos SET picture = 'p' WHERE id = 2")).toThrow(/UNIQUE/);
});
