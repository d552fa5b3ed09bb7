import { expect, it, test } from 'vitest';
import { faultOfPattern, pathBy, type PatternValues } from '../../src-shared/filing/pattern.ts';

const values: PatternValues = { group: 'Beach', album: 'Summer', takenAt: Date.UTC(2024, 4, 1, 9, 30), folder: 'trips/norway', name: 'IMG_1.jpg' };

test.each([
  ['{year}/{month}/{group}', '2024/05/Beach/IMG_1.jpg'],
  ['{date} {name}', '2024-05-01 IMG_1.jpg'],
  ['{folder}/{album}', 'trips/norway/Summer/IMG_1.jpg'],
  ['{group}/{group} {name}', 'Beach/Beach IMG_1.jpg'],
  ['', 'IMG_1.jpg'],
  ['Photos of {year}', 'Photos of 2024/IMG_1.jpg'],
  ['{year}\\{name}', '2024/IMG_1.jpg']
])('puts a photo by "%s" at %s', (pattern, path) => {
  expect(pathBy(pattern, values)).toBe(path);
});

it('leaves out folders that only unknown values would name', () => {
  expect(pathBy('{year}-{month}/{group}/{album}', { name: 'a.jpg', group: '', takenAt: null })).toBe('a.jpg');
  expect(pathBy('Group {group}/x', { name: 'a.jpg' })).toBe('x/a.jpg');
  expect(pathBy('{year}', { name: 'a.jpg', takenAt: NaN })).toBe('a.jpg');
});

it('makes one folder of a name with slashes in it, and never leads out of the target', () => {
  expect(pathBy('{group}', { name: 'a.jpg', group: '../AC/DC' })).toBe('.._AC_DC/a.jpg');
  expect(pathBy('{folder}', { name: 'a.jpg', folder: '../../etc' })).toBe('etc/a.jpg');
  expect(pathBy('{group}', { name: 'a.jpg', group: '..' })).toBe('a.jpg');
});

it('keeps the ending of a name, and a name that has none', () => {
  expect(pathBy('{name}', { name: 'a.tar.jpg' })).toBe('a.tar.jpg');
  expect(pathBy('{group} {name}', { name: '.hidden', group: 'g' })).toBe('g .hidden');
});

test.each([
  ['{yeer}', '{yeer} means nothing'],
  ['{year', 'without its other half'],
  ['year}', 'without its other half'],
  ['../{year}', 'lead out']
])('says what is wrong with %s', (pattern, fault) => {
  expect(faultOfPattern(pattern)).toContain(fault);
  expect(() => pathBy(pattern, values)).toThrow(RangeError);
});
