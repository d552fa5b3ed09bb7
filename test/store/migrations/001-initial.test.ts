import { beforeEach, describe, expect, it } from 'vitest';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { connect, type Database } from '../../../src-main/store/sqlite.ts';

let db: Database;
beforeEach(() => {
  db = connect(':memory:', {});
  db.pragma('recursive_triggers = ON');
  migrate(db, libraryMigrations, 1);
});

describe('the first version of library.db', () => {
  it('has these tables', () => {
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name").pluck().all();
    expect(names).toEqual(['embeddings', 'encoder_versions', 'facts', 'features', 'files', 'judgments', 'lenses', 'photos', 'saved_groups']);
  });

  it('has a default lens', () => {
    expect(db.prepare('SELECT id, name, height FROM lenses').all()).toEqual([{ id: 1, name: 'default', height: null }]);
  });

  it.each([
    ["UPDATE judgments SET made_at = 9 WHERE id = 1", 'append-only'],
    ['DELETE FROM judgments', 'append-only'],
    ["REPLACE INTO judgments (id, lens_id, kind, payload, made_at) VALUES (1, 1, 'different', '{}', 2)", 'append-only']
  ])('refuses %s', (sql, reason) => {
    db.exec("INSERT INTO judgments (lens_id, kind, payload, made_at) VALUES (1, 'similar', '{}', 1)");
    expect(() => db.exec(sql)).toThrow(reason);
    expect(db.prepare('SELECT kind, made_at FROM judgments').all()).toEqual([{ kind: 'similar', made_at: 1 }]);
  });

  it.each([
    ['a file that is both photo and problem', "INSERT INTO files (path, size, modified_ms, photo_id, problem_code, problem_detail) VALUES ('a', 1, 1, 1, 'empty', '')"],
    ['a file that is neither', "INSERT INTO files (path, size, modified_ms) VALUES ('a', 1, 1)"],
    ['a file of a photo that does not exist', "INSERT INTO files (path, size, modified_ms, photo_id) VALUES ('a', 1, 1, 77)"],
    ['a judgment of an unknown kind', "INSERT INTO judgments (lens_id, kind, payload, made_at) VALUES (1, 'maybe', '{}', 1)"],
    ['a judgment without a payload', "INSERT INTO judgments (lens_id, kind, made_at) VALUES (1, 'similar', 1)"],
    ['a revocation of nothing', "INSERT INTO judgments (lens_id, kind, made_at) VALUES (1, 'revoke', 1)"],
    ['a judgment through no lens', "INSERT INTO judgments (lens_id, kind, payload, made_at) VALUES (2, 'similar', '{}', 1)"]
  ])('refuses %s', (_what, sql) => {
    db.exec("INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (1, 'h', 1, 1, 'png', 1, 1)");
    expect(() => db.exec(sql)).toThrow(/constraint failed/);
  });

  it('lets at most one encoder version be active', () => {
    db.exec("INSERT INTO encoder_versions (name, dim, created_at, active) VALUES ('a', 1, 1, 1), ('b', 1, 1, 0)");
    expect(() => db.exec('UPDATE encoder_versions SET active = 1')).toThrow(/UNIQUE/);
  });
});
