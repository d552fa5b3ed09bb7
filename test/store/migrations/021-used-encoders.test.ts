import { expect, it } from 'vitest';
import { usedEncoders } from '../../../src-main/store/migrations/021-used-encoders.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('the encoders that came with the app, and the one in use, were used before it', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(usedEncoders);
  migrate(db, libraryMigrations, before);
  const add = db.prepare('INSERT INTO encoder_versions (name, dim, created_at, trained, active) VALUES (?, 8, 0, ?, ?)');
  add.run('own', null, 0);
  add.run('left', '{}', 0);
  add.run('trained', '{}', 1);
  migrate(db, libraryMigrations, before + 1);
  add.run('newer', null, 0);
  expect(db.prepare('SELECT name, used FROM encoder_versions ORDER BY id').raw().all()).toEqual([['own', 1], ['left', 0], ['trained', 1], ['newer', 0]]);
});
