import { expect, it } from 'vitest';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { openStore } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS, readLenses } from '../../../src-main/store/lenses.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate, versionOf } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { join } from 'node:path';
import { madeFolder, madeHash, writeMade } from '../made-store.ts';

it('treats the entries of the first version as steps of one entry each, undone and redone as before', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 1);
  const say = db.prepare("INSERT INTO judgments (lens_id, kind, payload, made_at) VALUES (1, 'similar', ?, ?)");
  const turn = db.prepare('INSERT INTO judgments (lens_id, kind, target, made_at) VALUES (1, ?, ?, 9)');
  for (const [at, [a, b]] of [['a', 'b'], ['c', 'd'], ['e', 'f']].entries()) say.run(JSON.stringify({ photos: [madeHash(a!), madeHash(b!)] }), at);
  turn.run('revoke', 3);
  turn.run('revoke', 2);
  turn.run('restore', 2);
  expect(versionOf(db)).toBe(1);
  db.close();

  const store = openStore(folder);
  writeMade(store, ['a', 'b', 'c', 'd', 'e', 'f']);
  const judge = new Judge(store, DEFAULT_LENS);
  const inForce = () => judge.log.judgments.map(({ id }) => id);
  expect(inForce()).toEqual([1, 2]);
  expect(judge.log).toMatchObject({ undoable: { id: 2, made: 1, dropped: 0 }, redoable: { id: 3, made: 1, dropped: 0 } });
  judge.redo();
  expect(inForce()).toEqual([1, 2, 3]);
  for (let step = 0; step < 4; step++) judge.undo();
  expect(inForce()).toEqual([]);
  expect(readLenses(store)).toEqual([{ id: DEFAULT_LENS, name: null, createdAt: 0 }]);
  store.close();
});

it('still refuses to change or shorten the log', () => {
  const db = connect(':memory:', {});
  db.pragma('recursive_triggers = ON');
  migrate(db, libraryMigrations, 2);
  db.exec("INSERT INTO judgments (lens_id, kind, payload, made_at, act) VALUES (1, 'similar', '{}', 1, 'say')");
  expect(() => db.exec("UPDATE judgments SET act = 'undo'")).toThrow('append-only');
  expect(() => db.exec('DELETE FROM judgments')).toThrow('append-only');
  expect(() => db.exec("INSERT INTO judgments (lens_id, kind, payload, made_at, act) VALUES (1, 'similar', '{}', 1, 'guess')")).toThrow(/constraint failed/);
});
