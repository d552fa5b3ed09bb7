import { expect, it } from 'vitest';
import { thumbnailMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('keeps one thumbnail per content', () => {
  const db = connect(':memory:', {});
  migrate(db, thumbnailMigrations, 1);
  db.exec("INSERT INTO thumbnails (hash, data) VALUES ('a', x'01'), ('b', x'02')");
  expect(() => db.exec("INSERT INTO thumbnails (hash, data) VALUES ('a', x'03')")).toThrow(/UNIQUE/);
});
