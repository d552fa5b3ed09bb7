import { expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

it('finds photos by time and content without sorting them', () => {
  const db = connect(':memory:', {});
  const plan = (): string => db.prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT id FROM photos WHERE taken_at IS NOT NULL ORDER BY taken_at, hash').all().map(({ detail }) => detail).join('; ');
  migrate(db, libraryMigrations, 7);
  expect(plan()).toContain('TEMP B-TREE');
  migrate(db, libraryMigrations, 8);
  expect(plan()).not.toContain('TEMP B-TREE');
});
