import { expect, it } from 'vitest';
import { heirs } from '../../../src-main/store/migrations/015-heirs.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('keeps heirs with their plan, and leaves plans of before without any', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(heirs);
  migrate(db, libraryMigrations, before);
  db.exec(`INSERT INTO plans (id, kind, why, target, last_too, made_at) VALUES (1, 'trash', 'a test', NULL, 1, 0);`);
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT id, heirs_due FROM plans').all()).toEqual([{ id: 1, heirs_due: 0 }]);
  db.pragma('foreign_keys = ON');
  expect(() => db.exec('INSERT INTO plan_heirs VALUES (2, 1, 2, NULL)')).toThrow('FOREIGN KEY');
  expect(() => db.exec('UPDATE plans SET heirs_due = 2')).toThrow('CHECK');
});
