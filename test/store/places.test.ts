// Which spellings of a path mean one place, on each system.
import { win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInside, isSame, pathBelow, pathKey } from '../../src-main/store/places.ts';

describe('on Windows', () => {
  const same = (one: string, other: string): boolean => isSame(one, other, 'win32');
  it.each([
    ['C:\\Photos', 'c:\\photos'], ['C:\\Photos', 'C:/Photos'], ['C:\\Photos', 'C:\\Photos\\'], ['C:\\Photos\\.\\x\\..', 'C:\\Photos'],
    ['\\\\?\\C:\\Photos', 'C:\\Photos'], ['\\\\?\\UNC\\nas\\photos\\2024', '\\\\NAS\\Photos\\2024'], ['//nas/photos', '\\\\nas\\photos'], ['\\\\nas\\photos\\', '\\\\nas\\photos'],
    [`\\\\?\\D:\\${'long\\'.repeat(60)}a`, `D:\\${'Long\\'.repeat(60)}A`]
  ])('%s is %s', (one, other) => expect(same(one, other)).toBe(true));

  it('a path with the prefix that Node gives the system is the path without', () => {
    for (const path of ['C:\\Photos\\a.jpg', 'c:/photos', '\\\\nas\\photos\\2024', `D:\\${'long\\'.repeat(80)}a`]) {
      expect(win32.toNamespacedPath(path)).toMatch(/^\\\\\?\\/);
      expect(same(win32.toNamespacedPath(path), path), path).toBe(true);
    }
  });

  it.each([['C:\\Photos', 'D:\\Photos'], ['C:\\Photos', 'C:\\Photo'], ['\\\\nas\\photos', '\\\\nas2\\photos'], ['\\\\nas\\photos', 'C:\\nas\\photos'], ['C:\\cafe\u0301', 'C:\\caf\u00e9']])('%s is not %s', (one, other) => expect(same(one, other)).toBe(false));

  it('a folder holds what is below it, by drive, by server and by the root of a drive, and no namesake', () => {
    const inside = (path: string, folder: string): boolean => isInside(path, folder, 'win32');
    expect([inside('c:\\photos\\2024\\a.jpg', 'C:\\Photos'), inside('C:\\Photos', 'C:\\'), inside('c:/photos/a', 'C:\\'), inside('\\\\NAS\\Photos\\a', '\\\\nas\\photos'), inside('\\\\?\\C:\\Photos\\a', 'C:\\Photos')]).toEqual([true, true, true, true, true]);
    expect([inside('C:\\Photos2', 'C:\\Photos'), inside('D:\\Photos\\a', 'C:\\Photos'), inside('C:\\', 'C:\\Photos'), inside('\\\\nas\\photos2', '\\\\nas\\photos')]).toEqual([false, false, false, false]);
  });
});

describe('on macOS', () => {
  it('accents are the same however they are written, as HFS+ and APFS write them', () => {
    expect(isSame('/Users/a/cafe\u0301', '/Users/a/caf\u00e9', 'darwin')).toBe(true);
    expect(isSame('/사진'.normalize('NFD'), '/사진', 'darwin')).toBe(true);
    expect(isInside('/Users/a/cafe\u0301/b.jpg', '/Users/a/caf\u00e9', 'darwin')).toBe(true);
  });

  it('case is told apart, because a disk may heed it', () => expect(isSame('/Photos', '/photos', 'darwin')).toBe(false));
});

describe('on Linux', () => {
  it('every name is its own, a backslash being part of it', () => {
    expect(['/Photos', '/caf\u00e9', '/a\\b', '/a/'].map((path) => pathKey(path, 'linux'))).toEqual(['/Photos', '/caf\u00e9', '/a\\b', '/a/']);
    expect([isSame('/Photos', '/photos', 'linux'), isInside('/a\\b', '/a', 'linux'), isInside('/a/b', '/a', 'linux'), isInside('/a', '/', 'linux')]).toEqual([false, false, true, true]);
  });
});

it('a path below another has as many parts fewer, however long their spellings are', () => {
  expect(pathBelow('/Volumes/Bu\u0308cher/sub/a', '/Volumes/B\u00fccher', 'darwin')).toBe('sub/a');
  expect([pathBelow('\\\\?\\C:\\Photos\\2024\\a.jpg', 'c:\\photos\\', 'win32'), pathBelow('C:\\a\\b', 'C:\\', 'win32'), pathBelow('\\\\?\\UNC\\nas\\photos\\a', '\\\\NAS\\photos', 'win32')]).toEqual(['2024/a.jpg', 'a/b', 'a']);
  expect([pathBelow('/a/b\\c', '/a', 'linux'), pathBelow('/a', '/', 'linux')]).toEqual(['b\\c', 'a']);
});
