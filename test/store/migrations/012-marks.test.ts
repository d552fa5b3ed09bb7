import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { marks } from '../../../src-main/store/migrations/012-marks.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('adds a place for marks, and leaves open what the files of known photos say', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(marks);
  migrate(db, libraryMigrations, before);
  db.exec(`
    INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (1, 'one', 4, 3, 'jpeg', 10, 0);
    INSERT INTO contents VALUES ('one', 1, NULL, 4, 3, 'jpeg', 10, NULL, NULL, NULL, NULL);
  `);
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT hash, mark FROM contents').all()).toEqual([{ hash: 'one', mark: null }]);
  const write = db.prepare<[number, string, number]>('INSERT INTO marks VALUES (?, ?, ?, 0)');
  write.run(1, 'user', 5);
  write.run(1, 'file', 3);
  expect(() => write.run(1, 'user', 4)).toThrow('UNIQUE');
  expect(() => write.run(1, 'guess', 4)).toThrow('CHECK');
  db.pragma('foreign_keys = ON');
  db.exec('DELETE FROM contents; DELETE FROM photos');
  expect(db.prepare('SELECT * FROM marks').all()).toEqual([]);
});
