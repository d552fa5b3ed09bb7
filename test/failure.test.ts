// What an error becomes on its way to the screen.

import { expect, test } from 'vitest';
import { CodedError, failureOf } from '../src-main/failure.ts';

const reported: unknown[] = [];
const of = (error: unknown) => failureOf(error, { report: (thrown) => reported.push(thrown) });

test('an error with a code of the contract keeps it, whatever its class', () => {
  expect(of(new CodedError('folder-missing', 'Plug it in.'))).toEqual({ name: 'CodedError', code: 'folder-missing', message: 'Plug it in.' });
  expect(of(Object.assign(new RangeError('Too new.'), { code: 'library-too-new' }))).toEqual({ name: 'RangeError', code: 'library-too-new', message: 'Too new.' });
  expect(reported).toEqual([]);
});

test.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])('%s is a full disk, and says what to do', (code) => {
  expect(of(Object.assign(new Error('write failed'), { code }))).toMatchObject({ code: 'disk-full', message: expect.stringContaining('free some space') as string });
});

test.each([new TypeError('x is not a function'), Object.assign(new Error('odd'), { code: 'EACCES' }), Object.assign(new Error('odd'), { code: 'toString' }), 'a string', null, undefined, { code: 7 }])(
  'anything else is unexpected, and is reported with its stack: %s',
  (error) => {
    reported.length = 0;
    expect(of(error).code).toBe('unexpected');
    expect(reported).toEqual([error]);
  }
);
