import { describe, expect, it } from 'vitest';
import { migrate, type Migration, versionOf } from '../../../src-main/store/migrations/migration.ts';
import { connect } from '../../../src-main/store/sqlite.ts';

const first: Migration = (db) => db.exec('CREATE TABLE a (x)');
const second: Migration = (db) => db.exec('CREATE TABLE b (x)');

describe('migrate', () => {
  it('runs only what is lacking, in order', () => {
    const db = connect(':memory:', {});
    migrate(db, [first]);
    expect(versionOf(db)).toBe(1);
    migrate(db, [first, second]);
    expect(versionOf(db)).toBe(2);
    expect(db.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all()).toEqual(['a', 'b']);
  });

  it('leaves nothing of a migration that fails midway', () => {
    const db = connect(':memory:', {});
    const failing: Migration = (target) => {
      target.exec('CREATE TABLE half (x)');
      throw new Error('midway');
    };
    expect(() => migrate(db, [first, failing])).toThrow('midway');
    expect(versionOf(db)).toBe(1);
    expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a']);
  });

  it('stops at the version asked for', () => {
    const db = connect(':memory:', {});
    migrate(db, [first, second], 1);
    expect(versionOf(db)).toBe(1);
  });
});
