import { expect, it } from 'vitest';
import { keeperChoices } from '../../../src-main/store/migrations/011-keeper-choices.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('keeps decisions as a log in which entries are only revoked', () => {
  const db = connect(':memory:', {});
  keeperChoices(db);
  db.prepare("INSERT INTO keeper_choices (set_id, decision, contents, made_at) VALUES ('identical 1', '{}', '[]', 5)").run();
  expect(db.prepare('SELECT id, choice, revoked_at FROM keeper_choices').get()).toEqual({ id: 1, choice: null, revoked_at: null });
  expect(() => db.prepare("INSERT INTO keeper_choices (set_id, decision, made_at) VALUES ('x', '{}', 5)").run()).toThrow('NOT NULL');
});
