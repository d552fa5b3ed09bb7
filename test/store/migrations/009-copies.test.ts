import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('keeps a likeness of two photos once, and forgets it with either of them', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, 9);
  db.pragma('foreign_keys = ON');
  for (const id of [1, 2]) db.prepare("INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (?, 'h' || ?, 1, 1, 'jpeg', 1, 0)").run(id, id);
  const add = db.prepare('INSERT INTO likenesses VALUES (?, ?, ?)');
  add.run(1, 2, '{}');
  expect(() => add.run(1, 2, '{}')).toThrow('UNIQUE');
  expect(() => add.run(2, 1, '{}')).toThrow('CHECK');
  db.prepare('INSERT INTO fingerprints (photo_id, cells) VALUES (1, ?)').run(new Uint8Array(3));
  expect(db.prepare('SELECT compared, sharpness FROM fingerprints').get()).toEqual({ compared: 0, sharpness: null });
  db.prepare('DELETE FROM photos WHERE id = 1').run();
  expect(db.prepare('SELECT (SELECT count(*) FROM likenesses) + (SELECT count(*) FROM fingerprints)').pluck().get()).toBe(0);
});
