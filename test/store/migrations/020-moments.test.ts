import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { moments } from '../../../src-main/store/migrations/020-moments.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('has only files read again that may say of which burst they are', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(moments);
  migrate(db, libraryMigrations, before);
  for (const [id, hash, camera, path] of [[1, 'a', 'iPhone 12', 'IMG_1.HEIC'], [2, 'b', 'Pixel 6', '00100_BURST20190714103000123.jpg'], [3, 'c', 'Canon EOS R5', 'c.jpg'], [4, 'd', null, 'd.png']]) {
    db.prepare(`INSERT INTO photos (id, hash, shown, width, height, format, bytes, camera, added_at) VALUES (?, ?, ?, 1, 1, 'jpeg', 1, ?, 0)`).run(id, hash, hash, camera);
    db.prepare(`INSERT INTO contents (hash, photo_id, width, height, format, bytes, camera) VALUES (?, ?, 1, 1, 'jpeg', 1, ?)`).run(hash, id, camera);
    db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (1, ?, 1, 1, ?, ?)').run(path, id, hash);
  }
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT moment FROM contents ORDER BY hash').pluck().all()).toEqual([null, null, '', '']);
});
