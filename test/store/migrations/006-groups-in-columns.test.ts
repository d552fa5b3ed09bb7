import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/database.ts';
import { countByFolder } from '../../../src-main/store/folders.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { readCounts } from '../../../src-main/store/photos.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { readGroups } from '../made-grouping.ts';
import { madeFolder } from '../made-store.ts';

it('keeps the groups that were saved, and counts the same files', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 5);
  db.exec("INSERT INTO photos (id, hash, shown, width, height, format, bytes, added_at) VALUES (1, 'one', 'one', 4, 3, 'jpeg', 9, 1), (2, 'two', 'two', 4, 3, 'jpeg', 9, 1)");
  db.exec("INSERT INTO files (path, size, modified_ms, photo_id, content_hash, missing_since) VALUES ('a.jpg', 9, 1, 1, 'one', NULL), ('copy.jpg', 9, 1, 1, 'one', NULL), ('b.jpg', 9, 1, 2, 'two', 7)");
  db.exec("INSERT INTO files (path, size, modified_ms, problem_code, problem_detail) VALUES ('c.jpg', 0, 1, 'empty', '')");
  const add = db.prepare('INSERT INTO saved_groups VALUES (1, ?, ?, ?, 1, ?)');
  add.run(5, 0, 'Named', Buffer.from(Uint32Array.of(1).buffer));
  add.run(6, 1, null, Buffer.from(Uint32Array.of(2).buffer));
  db.close();

  const store = openStore(folder);
  expect(readGroups(store, DEFAULT_LENS).groups).toEqual([{ id: 5, name: 'Named', cover: 1, photos: Uint32Array.of(1) }, { id: 6, name: null, cover: 1, photos: Uint32Array.of(2) }]);
  expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 1 });
  expect([...countByFolder(store)]).toEqual([[1, 1]]);
  store.close();
});
