import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/database.ts';
import { activeEncoderVersion } from '../../../src-main/store/encoder-versions.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { openTrainingRun } from '../../../src-main/store/training-runs.ts';
import { madeFolder } from '../made-store.ts';

it('keeps the encoder in use, as one that came with the app', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  migrate(db, libraryMigrations, 2);
  db.exec("INSERT INTO encoder_versions (name, dim, created_at, active) VALUES ('shipped', 4, 7, 1)");
  db.close();
  const store = openStore(folder);
  expect(activeEncoderVersion(store)).toEqual({ id: 1, name: 'shipped', dim: 4, createdAt: 7, scores: null, trained: null, pack: null });
  expect(openTrainingRun(store)).toBeNull();
  store.close();
});

it('lets at most one run be open', () => {
  const db = connect(':memory:', {});
  migrate(db, libraryMigrations, 3);
  const open = (ended: string) => db.exec(`INSERT INTO training_runs (state, budget, seed, started_at, ended_at) VALUES ('${ended === 'NULL' ? 'training' : 'failed'}', 60, 1, 0, ${ended})`);
  open('5');
  open('6');
  open('NULL');
  expect(() => open('NULL')).toThrow(/UNIQUE/);
  expect(() => db.exec("UPDATE training_runs SET state = 'adopted' WHERE ended_at IS NULL")).toThrow(/CHECK/);
});
