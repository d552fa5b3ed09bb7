import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { writing } from '../../../src-main/store/migrations/014-writing.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('lets steps write something, and none of those before did', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(writing);
  migrate(db, libraryMigrations, before);
  db.exec(`
    INSERT INTO plans (id, kind, why, target, last_too, made_at) VALUES (1, 'copy', 'a test', '/out', 0, 0);
    INSERT INTO plan_steps (plan_id, place, photo_id, folder, path, target, bytes, hash, sidecar_of, remain, last, state, refusal, work)
      VALUES (1, 0, 1, '/photos', 'a.jpg', '/out/a.jpg', 1, 'ab', NULL, 1, 0, 'done', NULL, NULL);
  `);
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT path, writes FROM plan_steps').all()).toEqual([{ path: 'a.jpg', writes: null }]);
});
