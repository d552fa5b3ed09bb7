import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mark } from '../../src-shared/contract.ts';
import { factsOf, fieldsOf, mergeFields, type XmpFacts, type XmpFields } from '../../src-shared/exchange/xmp-fields.ts';
import { FLAGS, LABELS, NO_MARK } from '../../src-shared/marks/packed.ts';

const NOTHING: XmpFacts = { albums: [], groups: [], keywords: [], mark: null, place: null };

/** Names that need no change: no `|`, nothing to trim. */
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => text.replaceAll('|', '/').replace(/\p{Cc}/gu, '').trim()).filter((text) => text !== '' && text.isWellFormed() && !/[\uFFFE\uFFFF]/.test(text));
const names = fc.uniqueArray(name, { maxLength: 4 });
const mark = fc.record({ flag: fc.constantFrom(null, ...FLAGS), stars: fc.constantFrom(0, 1, 2, 3, 4, 5), label: fc.constantFrom(null, ...LABELS), favourite: fc.boolean() }) as fc.Arbitrary<Mark>; // its parts, whatever they are
const place = fc.record({ latitude: fc.double({ min: -90, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }) });
const facts: fc.Arbitrary<XmpFacts> = fc.record({
  albums: names,
  groups: fc.uniqueArray(fc.record({ lens: fc.option(name), group: name }), { maxLength: 4, selector: ({ lens, group }) => `${lens}|${group}` }),
  keywords: fc.constant([]), mark: fc.option(mark), place: fc.option(place)
});

it('writes what programs expect of each fact', () => {
  const written = fieldsOf({
    albums: ['Rome'], groups: [{ lens: 'Same place', group: 'Trevi | night' }, { lens: null, group: 'Fountains' }], keywords: ['holiday', 'Places|Italy|Lazio'],
    mark: { flag: 'picked', stars: 4, label: 'purple', favourite: true }, place: { latitude: 41.9009, longitude: -12.4833 }
  });
  expect(written).toEqual({
    'dc:subject': ['Rome', 'Trevi ｜ night', 'Fountains', 'holiday', 'Lazio'],
    'lr:hierarchicalSubject': ['Kindred|Albums|Rome', 'Kindred|Groups|Same place|Trevi ｜ night', 'Kindred|Groups|Fountains', 'Places|Italy|Lazio', 'Kindred|Favourite'],
    'xmp:Rating': 4, 'xmp:Label': 'Purple', 'digiKam:PickLabel': 3, 'xmpDM:pick': 1, 'exif:GPSLatitude': '41,54.05400000N', 'exif:GPSLongitude': '12,28.99800000W'
  });
});

it('writes −1 for a rejected photo, and keeps its stars', () => {
  const rejected = { ...NO_MARK, flag: 'rejected', stars: 3 } as const;
  const written = fieldsOf({ ...NOTHING, mark: rejected });
  expect(written).toEqual({ 'lr:hierarchicalSubject': ['Kindred|Stars|3'], 'xmp:Rating': -1, 'xmp:Label': null, 'digiKam:PickLabel': 1, 'xmpDM:pick': -1 });
  expect(factsOf(written).mark).toEqual(rejected);
});

it('says nothing where nothing is known, and that there is none where the user said so', () => {
  expect(fieldsOf(NOTHING)).toEqual({});
  expect(factsOf({})).toEqual(NOTHING);
  expect(fieldsOf({ ...NOTHING, mark: NO_MARK })).toEqual({ 'xmp:Rating': 0, 'xmp:Label': null, 'digiKam:PickLabel': 0, 'xmpDM:pick': 0 });
});

it('reads back what it wrote', () => {
  fc.assert(fc.property(facts, (given) => {
    const { place: read, ...rest } = factsOf(fieldsOf(given));
    expect(rest).toEqual({ albums: given.albums, groups: given.groups, keywords: [], mark: given.mark });
    expect(read === null).toBe(given.place === null);
    if (read && given.place) for (const part of ['latitude', 'longitude'] as const) expect(Math.abs(read[part] - given.place[part])).toBeLessThan(1e-9);
  }));
});

it('writes whatever a name contains as one level that XML can have, and the same again the second time', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (odd) => {
    const written = fieldsOf({ ...NOTHING, albums: [odd] });
    for (const path of written['lr:hierarchicalSubject'] ?? []) {
      expect(path.split('|')).toHaveLength(3);
      expect(path.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(path)).toBe(true);
    }
    expect(fieldsOf(factsOf(written))).toEqual(written);
  }));
});

it.each<[string, XmpFields, Mark | null]>([
  ['a rating that Bridge wrote', { 'xmp:Rating': '-1' }, { ...NO_MARK, flag: 'rejected' }],
  ['a label in Korean', { 'xmp:Label': '보라' }, { ...NO_MARK, label: 'purple' }],
  ['a pick of digiKam', { 'digiKam:PickLabel': '3' }, { ...NO_MARK, flag: 'picked' }],
  ['a reject of digiKam, with its stars', { 'digiKam:PickLabel': '1', 'xmp:Rating': '2' }, { ...NO_MARK, flag: 'rejected', stars: 2 }],
  ['a pick of Lightroom', { 'xmpDM:pick': '1', 'xmp:Rating': '5' }, { ...NO_MARK, flag: 'picked', stars: 5 }],
  ['digiKam saying pending', { 'digiKam:PickLabel': '2' }, NO_MARK],
  ['a rating of no kind', { 'xmp:Rating': 'nine', 'xmp:Label': 'Mauve' }, null]
])('reads %s', (_, fields, expected) => {
  expect(factsOf(fields).mark).toEqual(expected);
});

it('reads places with seconds, and nothing from what is no place', () => {
  const at = (latitude: string, longitude: string) => factsOf({ 'exif:GPSLatitude': latitude, 'exif:GPSLongitude': longitude }).place;
  expect(at('37,33,54S', '126,58.5E')).toEqual({ latitude: -(37 + 33 / 60 + 54 / 3600), longitude: 126 + 58.5 / 60 });
  for (const [latitude, longitude] of [['37.5', '126.9'], ['91,0N', '0,0E'], ['10,0E', '10,0N'], ['', '']] as const) expect(at(latitude, longitude)).toBeNull();
});

it('keeps keywords of other programs, and tells them from its own', () => {
  const read = factsOf({ 'dc:subject': ['Rome', 'Italy', 'night', 'Fountains'], 'lr:hierarchicalSubject': ['Places|Italy', 'Kindred|Albums|Rome', 'Kindred|Groups|Fountains', 'Kindred|Unknown|x'] });
  expect(read).toEqual({ ...NOTHING, albums: ['Rome'], groups: [{ lens: null, group: 'Fountains' }], keywords: ['Places|Italy', 'night'] });
});

it('merges into what is there: its own of before goes, all else stays', () => {
  const existing: XmpFields = {
    'dc:subject': ['night', 'Old album', 'Italy'], 'lr:hierarchicalSubject': ['Places|Italy', 'Kindred|Albums|Old album', 'Kindred|Favourite'], 'xmp:Rating': '2', 'xmp:Label': 'Approved'
  };
  const merged = mergeFields(existing, { ...NOTHING, albums: ['Rome'], mark: { ...NO_MARK, stars: 5 } }, true);
  expect(merged).toEqual({
    'dc:subject': ['night', 'Italy', 'Rome'], 'lr:hierarchicalSubject': ['Kindred|Albums|Rome', 'Places|Italy'],
    'xmp:Rating': 5, 'xmp:Label': null, 'digiKam:PickLabel': 0, 'xmpDM:pick': 0
  });
  expect(mergeFields({ 'xmp:Label': 'Mauve' }, { ...NOTHING, mark: { ...NO_MARK, stars: 5 } }, true)).toMatchObject({ 'xmp:Label': 'Mauve', 'xmp:Rating': 5 });
  expect(mergeFields(existing, NOTHING, true)).toMatchObject({ 'xmp:Rating': '2', 'xmp:Label': 'Approved' });
  expect(factsOf(mergeFields(existing, { ...NOTHING, mark: { ...NO_MARK, stars: 5 } }, false)).mark).toEqual({ ...NO_MARK, stars: 2, label: 'green', favourite: true });
});

it('merges the same facts twice to the same fields', () => {
  fc.assert(fc.property(facts, facts, fc.uniqueArray(name, { maxLength: 3 }), (before, now, others) => {
    const once = mergeFields({ ...fieldsOf(before), ...(others.length > 0 && { 'dc:subject': others }) }, now, true);
    expect(mergeFields(once, now, true)).toEqual(once);
    expect(factsOf(once)).toMatchObject({ albums: now.albums, groups: now.groups, mark: now.mark ?? before.mark });
  }));
});
