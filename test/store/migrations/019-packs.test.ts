import { expect, it } from 'vitest';
import { packs } from '../../../src-main/store/migrations/019-packs.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('encoder versions from before it compute with no pack', () => {
  const db = connect(':memory:', {});
  const before = libraryMigrations.indexOf(packs);
  migrate(db, libraryMigrations, before);
  db.prepare("INSERT INTO encoder_versions (name, dim, created_at) VALUES ('own', 8, 0)").run();
  migrate(db, libraryMigrations, before + 1);
  expect(db.prepare('SELECT name, pack FROM encoder_versions').all()).toEqual([{ name: 'own', pack: null }]);
});
