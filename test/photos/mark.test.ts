import { expect, it } from 'vitest';
import { markOf } from '../../src-main/photos/mark.ts';
import { readMetadata } from '../../src-main/photos/metadata.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { readPacket } from '../../src-main/photos/xmp.ts';
import { unpackMark } from '../../src-shared/marks/packed.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { asSharp, quarters } from './pictures.ts';
import { jpegWithXmp, xmpPacket } from './made-xmp.ts';

const of = (packet: string, rating?: unknown) => unpackMark(markOf(readPacket(Buffer.from(packet)), rating));
const packed = (properties: string, inside = ''): string => xmpPacket(properties, inside);

it('reads the stars of a rating, and a rejected photo from −1', () => {
  expect([0, 1, 2, 3, 4, 5].map((stars) => of(packed(`xmp:Rating="${stars}"`)).stars)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(of(packed('xmp:Rating="-1"'))).toEqual({ flag: 'rejected', stars: 0, label: null, favourite: false });
  expect(of(packed('xmp:Rating="3.0"')).stars).toBe(3);
});

it('reads properties written as elements, and under whatever prefix their namespace has', () => {
  expect(of(packed('', '<xmp:Rating>4</xmp:Rating><xmp:Label>Green</xmp:Label>'))).toEqual({ flag: null, stars: 4, label: 'green', favourite: false });
  expect(of(packed('', '<xap:Rating xmlns:xap="http://ns.adobe.com/xap/1.0/">2</xap:Rating>')).stars).toBe(2);
  expect(of(packed('xmlns:my="http://example.org/" my:Rating="5"')).stars).toBe(0);
});

it('knows colours by their names, and by the meanings that Bridge gives them', () => {
  const labels = ['Red', 'yellow', 'GREEN', 'Blue', 'Purple', 'Select', 'Second', 'Approved', 'Review', 'To Do', '빨강', 'Mauve', ''];
  expect(labels.map((label) => of(packed(`xmp:Label="${label}"`)).label)).toEqual(['red', 'yellow', 'green', 'blue', 'purple', 'red', 'yellow', 'green', 'blue', 'purple', 'red', null, null]);
});

it('looks past what is said of other files a photo was made from', () => {
  const pantry = '<xmpMM:Pantry xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Bag><rdf:li><rdf:Description xmp:Rating="5"/></rdf:li></rdf:Bag></xmpMM:Pantry>';
  expect(of(packed('', pantry)).stars).toBe(0);
  expect(of(packed('xmp:Rating="1"', pantry)).stars).toBe(1);
});

it.each([
  ['nothing', ''], ['no XML', '\u0000\u0001 rating 5'], ['an end too early', packed('xmp:Rating="5"').slice(0, 150)], ['a wrong rating', packed('xmp:Rating="nine"')],
  ['a rating too high', packed('xmp:Rating="99"')], ['an empty rating', packed('xmp:Rating=""')], ['no description', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'],
  ['entities that unfold', `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(500)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at} "${`&${at === 0 ? 'a' : `a${at - 1}`};`.repeat(20)}">`).join('')}]><x>&a8;</x>`]
])('takes a packet with %s for no mark', (_, packet) => {
  expect(markOf(readPacket(Buffer.from(packet)), undefined)).toBe(0);
});

it('falls back on the rating in EXIF where XMP has none', async () => {
  expect(of(packed('xmp:Label="Red"'), 4)).toEqual({ flag: null, stars: 4, label: 'red', favourite: false });
  expect(of(packed('xmp:Rating="2"'), 4).stars).toBe(2);
  expect(unpackMark(markOf(null, 65_535)).stars).toBe(0);
  // a TIFF structure with one entry: Rating, a short of value 3
  const tiff = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x46, 0x47, 3, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
  expect(unpackMark((await readMetadata(tiff)).mark).stars).toBe(3);
});

it('finds the mark in photos of each format that bears one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-mark-'));
  try {
    const picture = asSharp(quarters(32, 24));
    const packet = packed('xmp:Rating="5" xmp:Label="Blue"');
    const files = {
      'a.jpg': jpegWithXmp(await picture.clone().jpeg().toBuffer(), packet),
      'b.png': await picture.clone().png().withXmp(packet).toBuffer(),
      'c.webp': await picture.clone().webp().withXmp(packet).toBuffer(),
      'd.tif': await picture.clone().tiff().withXmp(packet).toBuffer(),
      'e.avif': await picture.clone().avif({ effort: 0 }).withXmp(packet).toBuffer(),
      'f.jpg': await sharp(await picture.clone().jpeg().toBuffer()).jpeg().toBuffer()
    };
    const marks: Record<string, string | number> = {};
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, name), bytes);
      const read = await readPhoto(join(folder, name));
      const { stars, label } = unpackMark(read.status === 'photo' ? read.mark : 0);
      marks[name] = `${stars} ${label}`;
    }
    expect(marks).toEqual({ 'a.jpg': '5 blue', 'b.png': '5 blue', 'c.webp': '5 blue', 'd.tif': '5 blue', 'e.avif': '5 blue', 'f.jpg': '0 null' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
