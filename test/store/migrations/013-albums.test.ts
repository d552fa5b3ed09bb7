import { expect, it } from 'vitest';
import { albums } from '../../../src-main/store/migrations/013-albums.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('adds a place for albums, which lose photos and covers that are forgotten', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(albums);
  migrate(db, libraryMigrations, before);
  db.exec('INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (1, \'one\', 4, 3, \'jpeg\', 10, 0), (2, \'two\', 4, 3, \'jpeg\', 10, 0)');
  migrate(db, libraryMigrations, before + 1);
  db.pragma('foreign_keys = ON');
  db.exec('INSERT INTO albums VALUES (1, \'Kitchen\', NULL, 2, \'own\', 1, 0, NULL); INSERT INTO album_photos VALUES (1, 1, 0), (1, 2, 1)');
  expect(() => db.exec('INSERT INTO album_photos VALUES (1, 2, 5)')).toThrow('UNIQUE');
  expect(() => db.exec('INSERT INTO albums VALUES (2, \'Hall\', NULL, NULL, \'by mood\', 1, 0, NULL)')).toThrow('CHECK');
  db.exec('DELETE FROM photos WHERE id = 2');
  expect(db.prepare('SELECT cover FROM albums').pluck().all()).toEqual([null]);
  expect(db.prepare('SELECT photo_id FROM album_photos').pluck().all()).toEqual([1]);
  db.exec('DELETE FROM albums');
  expect(db.prepare('SELECT * FROM album_photos').all()).toEqual([]);
});
