import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/database.ts';
import { readFolders, settleFolders } from '../../../src-main/store/folders.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { madeFolder } from '../made-store.ts';

it('puts every file into the single folder, whose path is set at the next opening', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 4);
  db.exec("INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (1, 'one', 4, 3, 'jpeg', 9, 1)");
  db.exec("INSERT INTO files (id, path, size, modified_ms, photo_id, content_hash, missing_since) VALUES (5, 'a.jpg', 9, 1.5, 1, 'one', NULL), (6, 'b.jpg', 9, 1.5, 1, 'one', 7)");
  db.exec("INSERT INTO files (id, path, size, modified_ms, problem_code, problem_detail, attempts) VALUES (8, 'c.jpg', 0, 1, 'empty', 'x', 2)");
  const before = db.prepare('SELECT * FROM files ORDER BY id').all();
  db.close();

  const store = openStore(folder);
  expect(store.db.prepare('SELECT * FROM files ORDER BY id').all()).toEqual(before.map((row) => ({ ...(row as object), folder_id: 1 })));
  expect(store.db.pragma('foreign_key_check')).toEqual([]);
  expect(readFolders(store)).toEqual([{ id: 1, path: '', device: null, problem: null }]);
  expect(settleFolders(store, ['/photos'], 3)).toEqual([{ id: 1, path: '/photos', device: null, problem: null }]);
  expect(settleFolders(store, ['/elsewhere'], 3), 'the database is the truth from then on').toEqual([{ id: 1, path: '/photos', device: null, problem: null }]);
  store.close();
});
