import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { openStore } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { asked, volunteered } from '../../origins.ts';
import { madeFolder, madeHash, writeMade } from '../made-store.ts';

it('reads earlier judgments as volunteered, of groups that nobody knows any more, and keeps the origins of later ones', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 6);
  db.prepare("INSERT INTO judgments (lens_id, kind, payload, made_at, act) VALUES (1, 'similar', ?, 7, 'say')").run(JSON.stringify({ photos: [madeHash('a'), madeHash('b')] }));
  db.close();

  const store = openStore(folder);
  const [a, , c] = [...writeMade(store, ['a', 'b', 'c']).values()];
  const judge = new Judge(store, DEFAULT_LENS);
  expect(judge.log.judgments).toMatchObject([{ id: 1, madeAt: 7, origin: volunteered }]);
  judge.add({ kind: 'different', photos: [a!, c!] }, { origin: asked });
  judge.undo();
  judge.redo();
  expect(judge.log.judgments.map(({ origin }) => origin)).toEqual([volunteered, asked]);
  expect(store.db.prepare('SELECT origin FROM judgments ORDER BY id').pluck().all()).toEqual([null, JSON.stringify(asked), null, null]);
  store.close();
});

it('still refuses to change or shorten the log', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, 7);
  db.exec("INSERT INTO judgments (lens_id, kind, payload, made_at, act) VALUES (1, 'similar', '{}', 1, 'say')");
  expect(() => db.exec("UPDATE judgments SET origin = '{}'")).toThrow('append-only');
  expect(() => db.exec('DELETE FROM judgments')).toThrow('append-only');
});
