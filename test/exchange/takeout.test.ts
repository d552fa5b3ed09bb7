// Names and contents as Google's exports of several years have them.

import { expect, it } from 'vitest';
import { readTakeout, takeoutNotes } from '../../src-shared/exchange/takeout.ts';

it.each([
  ['IMG_0001.jpg', 'IMG_0001.jpg.json'],
  ['IMG_0001.jpg', 'IMG_0001.jpg.supplemental-metadata.json'],
  ['IMG_0001.jpg', 'IMG_0001.jpg.supplemental-met.json'],
  ['IMG_0001.JPG', 'IMG_0001.JPG.s.json'],
  ['IMG_0001(2).jpg', 'IMG_0001.jpg(2).json'],
  ['IMG_0001(2).jpg', 'IMG_0001.jpg.supplemental-metadata(2).json'],
  ['IMG (1).jpg', 'IMG (1).jpg.json'],
  ['IMG_0001-edited.jpg', 'IMG_0001.jpg.json'],
  ['IMG_0001-bearbeitet.jpg', 'IMG_0001.jpg.supplemental-metadata.json'],
  ['IMG_0001-수정됨.jpg', 'IMG_0001.jpg.supplemental-metadata.json'],
  ['IMG_0001-edited(3).jpg', 'IMG_0001.jpg(3).json'],
  ['PXL_20230805_154030123.PORTRAIT-01.COVER.jpg', 'PXL_20230805_154030123.PORTRAIT-01.COVER.jpg.s.json'],
  // 46 characters and `.json`: cut within the photo's name
  ['a very long name of a photo of the summer in Seoul.jpg', 'a very long name of a photo of the summer in S.json'],
  ['urlaub ü.jpg', 'urlaub u\u0308.jpg.json']
])('finds the JSON of %s: %s', (photo, json) => {
  expect([...takeoutNotes([photo], [json])]).toEqual([[photo, json]]);
});

it.each([
  ['IMG_0001.jpg', 'IMG_0001.jpg(2).json'],
  ['IMG_0001(2).jpg', 'IMG_0001.jpg.json'],
  ['IMG_0001.jpg', 'IMG_00010.jpg.json'],
  ['IMG_00010.jpg', 'IMG_0001.json'],
  ['IMG_0001.jpg', 'metadata.json'],
  ['IMG_0001.jpg', 'IMG_0001.png.json'],
  ['IMG_0001.jpg', 'IMG_0001.jpg.something.json']
])('does not take for the JSON of %s: %s', (photo, json) => {
  expect([...takeoutNotes([photo], [json])]).toEqual([]);
});

it('gives each of several numbered photos its own, and an edited copy that of its original', () => {
  const photos = ['A.jpg', 'A(1).jpg', 'A(2).jpg', 'A-edited.jpg', 'A-edited(1).jpg'];
  const jsons = ['A.jpg.supplemental-metadata.json', 'A.jpg.supplemental-metadata(1).json', 'A.jpg.supplemental-metadata(2).json'];
  expect(Object.fromEntries(takeoutNotes(photos, jsons))).toEqual({
    'A.jpg': jsons[0], 'A(1).jpg': jsons[1], 'A(2).jpg': jsons[2], 'A-edited.jpg': jsons[0], 'A-edited(1).jpg': jsons[1]
  });
});

it('reads a photo: its favourite, when and where; no people', () => {
  const said = {
    title: 'IMG_0001.jpg', description: '', imageViews: '4', creationTime: { timestamp: '1565000000', formatted: '…' }, photoTakenTime: { timestamp: '1564999000', formatted: '5 Aug 2019' },
    geoData: { latitude: 37.5665, longitude: 126.978, altitude: 0, latitudeSpan: 0, longitudeSpan: 0 }, people: [{ name: 'Ada' }], url: 'https://photos.google.com/photo/x', favorited: true
  };
  expect(readTakeout(JSON.stringify(said))).toEqual({ kind: 'photo', photo: { title: 'IMG_0001.jpg', favourite: true, takenAt: 1_564_999_000_000, place: { latitude: 37.5665, longitude: 126.978 } } });
  const plain = { title: 'a.jpg', photoTakenTime: { timestamp: 'x' }, geoData: { latitude: 0, longitude: 0 } };
  expect(readTakeout(JSON.stringify(plain))).toEqual({ kind: 'photo', photo: { title: 'a.jpg', favourite: false, takenAt: null, place: null } });
});

it('reads an album of any year and language, and nothing of other files', () => {
  expect(readTakeout('\uFEFF{"title":" Korea ","description":"","access":"protected","date":{"timestamp":"1"}}')).toEqual({ kind: 'album', title: 'Korea' });
  expect(readTakeout('{"albumData":{"title":"여름","date":{}}}')).toEqual({ kind: 'album', title: '여름' });
  for (const other of ['', '[]', '7', 'null', '{', '{"title":7}', '{"title":"  "}', '{"name":"x"}']) expect(readTakeout(other), other).toBeNull();
});

it('finds the JSON of each of 20,000 photos of one folder at once', () => {
  const photos = Array.from({ length: 20_000 }, (_, at) => `PXL_2023${at}.MP~2.jpg`);
  const begun = performance.now();
  const notes = takeoutNotes(photos, photos.map((name) => `${name}.supplemental-metadata.json`));
  expect(performance.now() - begun).toBeLessThan(3000);
  expect(photos.every((name) => notes.get(name) === `${name}.supplemental-metadata.json`)).toBe(true);
});
