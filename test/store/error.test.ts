import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src-main/failure.ts';
import { asStoreError } from '../../src-main/store/error.ts';
import { SqliteError } from '../../src-main/store/sqlite.ts';

const systemError = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code, syscall: 'write' });

describe('asStoreError', () => {
  it.each([
    [systemError('ENOSPC'), 'disk-full'],
    [systemError('EDQUOT'), 'disk-full'],
    [new SqliteError('full', 'SQLITE_FULL'), 'disk-full'],
    [new SqliteError('malformed', 'SQLITE_CORRUPT_INDEX'), 'library-damaged'],
    [new SqliteError('no database', 'SQLITE_NOTADB'), 'library-damaged'],
    [new SqliteError('busy', 'SQLITE_BUSY_RECOVERY'), 'library-in-use'],
    [systemError('EACCES'), 'unexpected'],
    [new SqliteError('cannot open', 'SQLITE_CANTOPEN'), 'unexpected']
  ])('turns %s into %s, and keeps the cause', (error, code) => {
    expect(asStoreError(error, '/data/x')).toMatchObject({ name: 'CodedError', code, cause: error });
  });

  it('names the folder and the reason if the cause is unusual', () => {
    expect((asStoreError(systemError('EACCES'), '/data/x') as CodedError).message).toMatch(/\/data\/x.*EACCES.*Check/);
  });

  it.each([
    new CodedError('photo-missing', 'gone'),
    new RangeError('expected a lens, got 9'),
    new SqliteError('FOREIGN KEY constraint failed', 'SQLITE_CONSTRAINT_FOREIGNKEY'),
    'not even an error'
  ])('leaves %s as it is', (error) => {
    expect(asStoreError(error, '/data/x')).toBe(error);
  });
});
