import { expect, it } from 'vitest';
import { pairs } from '../../../src-main/store/migrations/017-pairs.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('leaves every content with its photo, and finds files by their name without ending', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(pairs);
  migrate(db, libraryMigrations, before);
  db.exec("INSERT INTO photos (id, hash, shown, width, height, format, bytes, added_at) VALUES (1, 'a', 'a', 1, 1, 'raw', 1, 0)");
  db.exec("INSERT INTO contents (hash, photo_id, width, height, format, bytes) VALUES ('a', 1, 1, 1, 'raw', 1)");
  db.exec("INSERT INTO files (path, size, modified_ms, photo_id, content_hash) VALUES ('b.c/IMG_1.CR2', 1, 1, 1, 'a')");
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT hash, photo_id, apart_id FROM contents').raw().all()).toEqual([['a', 1, null]]);
  const byName = "SELECT path FROM files f WHERE f.folder_id = 1 AND lower(rtrim(f.path, replace(f.path, '.', ''))) = lower(rtrim(?, replace(?, '.', ''))) AND f.photo_id IS NOT NULL";
  expect(db.prepare(byName).pluck().all('b.c/img_1.jpg', 'b.c/img_1.jpg')).toEqual(['b.c/IMG_1.CR2']);
  expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${byName}`).all('x', 'x'))).toContain('USING INDEX files_of_shot');
});
