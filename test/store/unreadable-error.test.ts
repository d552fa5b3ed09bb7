import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { isDamage, isUnreadable } from '../../src-main/store/error.ts';

const { SqliteError } = Database;
const of = (code: string): [damage: boolean, unreadable: boolean] => [isDamage(new SqliteError('made', code)), isUnreadable(new SqliteError('made', code))];

it('a disk that is full or fails says nothing of what is in a file; what is in it does', () => {
  for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_READ', 'SQLITE_CANTOPEN', 'SQLITE_BUSY']) expect(of(code), code).toEqual([false, true]);
  for (const code of ['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB']) expect(of(code), code).toEqual([true, false]);
  expect(isUnreadable(new SqliteError('made', 'SQLITE_IOERR_SHORT_READ'))).toBe(false); // it ends early
  expect(isUnreadable(new Error('another'))).toBe(false);
});
