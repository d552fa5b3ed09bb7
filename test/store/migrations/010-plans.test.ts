import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { plans } from '../../../src-main/store/migrations/010-plans.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

const version = libraryMigrations.indexOf(plans) + 1;

it('adds the journal of plans and leaves everything else as it was', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, version - 1);
  db.exec("INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (7, 'a', 1, 1, 'jpeg', 1, 0)");
  migrate(db, libraryMigrations, version);
  expect(db.prepare('SELECT id FROM photos').pluck().all()).toEqual([7]);
  expect(db.prepare('SELECT count(*) FROM plans').pluck().get()).toBe(0);
});

it('never gives the number of a plan to another one, and knows states and kinds', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, version);
  const add = (kind: string): unknown => db.prepare("INSERT INTO plans (kind, why, last_too, made_at) VALUES (?, '', 0, 0) RETURNING id").pluck().get(kind);
  expect(add('trash')).toBe(1);
  db.exec('DELETE FROM plans');
  expect(add('move')).toBe(2);
  expect(() => add('delete')).toThrow('CHECK');
  const step = (state: string): unknown => db.prepare("INSERT INTO plan_steps (plan_id, place, photo_id, folder, path, bytes, hash, remain, last, state) VALUES (2, 0, 1, '/p', 'a', 1, '', 0, 0, ?)").run(state);
  expect(() => step('deleted')).toThrow('CHECK');
  step('planned');
  expect(() => step('planned')).toThrow('UNIQUE');
});
