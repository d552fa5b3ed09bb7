import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { FieldFiles } from '../../src-main/filing/exiftool.ts';
import { identifyPicture } from '../../src-main/photos/picture-hash.ts';
import { fieldsOf, type XmpFields } from '../../src-shared/exchange/xmp-fields.ts';
import { LABELS } from '../../src-shared/marks/packed.ts';
import { xmpPacket } from '../photos/made-xmp.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-fields-'));
const files = new FieldFiles();
afterAll(async () => {
  await files.close();
  rmSync(folder, { recursive: true });
});

const texts = (fields: XmpFields): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null).map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]));

it('reads back every value that it wrote into a new sidecar', async () => {
  const odd = ['서울 여행', '1.10', 'true', '0x1F', "it's <b> & \"quoted\"; a, b", 'été 🌊', ' ', '&amp;', 'שלום', '-'];
  for (const [at, label] of [null, ...LABELS].entries()) {
    const fields = fieldsOf({
      albums: odd.slice(0, at + 4), groups: [{ lens: null, group: `${at}` }, { lens: 'Same | place', group: 'x'.repeat(300) }], keywords: ['other', 'Places|Italy'],
      mark: { flag: at % 3 === 0 ? 'rejected' : at % 3 === 1 ? 'picked' : null, stars: (at % 6) as 0, label, favourite: at % 2 === 0 },
      place: { latitude: at * 18 - 45.123456789, longitude: 179.99999999 - at * 60 }
    });
    const path = join(folder, `${at} – ${label} 한글.jpg.xmp`);
    await files.write(path, fields);
    expect(texts(await files.read(path))).toEqual(texts(fields));
  }
});

it('keeps what other programs wrote into a sidecar, and removes what is no more', async () => {
  const path = join(folder, 'edited.xmp');
  writeFileSync(path, xmpPacket('xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.50" xmp:Label="Red" xmp:Rating="2"', '<dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Bag><rdf:li>2020</rdf:li></rdf:Bag></dc:subject>'));
  expect(await files.read(path)).toEqual({ 'dc:subject': ['2020'], 'xmp:Rating': '2', 'xmp:Label': 'Red' });
  await files.write(path, { 'dc:subject': [], 'xmp:Rating': 5, 'xmp:Label': null });
  expect(await files.read(path)).toEqual({ 'xmp:Rating': '5' });
  expect(readFileSync(path, 'utf8')).toContain('Exposure2012');
});

it('writes into a photo without touching its picture', async () => {
  const path = join(folder, 'photo.jpg');
  writeFileSync(path, await sharp({ create: { width: 40, height: 30, channels: 3, background: '#468' } }).withExif({ IFD0: { Make: 'Made' } }).jpeg().toBuffer());
  const picture = () => identifyPicture(readFileSync(path), 'jpeg', { content: 'unknown', orientation: 1 });
  const before = await picture();
  await files.write(path, { 'xmp:Rating': 4, 'dc:subject': ['바다'] });
  expect(await files.read(path)).toEqual({ 'xmp:Rating': '4', 'dc:subject': ['바다'] });
  expect(await picture()).toEqual(before);
});

it('says what cannot be written, and goes on', async () => {
  const path = join(folder, 'no-photo.jpg');
  writeFileSync(path, 'not a photo');
  await expect(files.write(path, { 'xmp:Rating': 4 })).rejects.toMatchObject({ code: 'not-written', message: expect.stringContaining('sidecar instead') as string });
  expect(readFileSync(path, 'utf8')).toBe('not a photo');
  await files.write(join(folder, 'next.xmp'), { 'xmp:Rating': 4 });
});

it('says what to do where it cannot run', async () => {
  const none = new FieldFiles(join(folder, 'no-such-program'));
  await expect(none.write(join(folder, 'a.xmp'), { 'xmp:Rating': 4 })).rejects.toMatchObject({ code: 'no-exiftool', message: expect.stringContaining(process.platform === 'win32' ? 'Install Kindred' : 'apt install perl') as string });
  await none.close();
});

it('writes places next to the equator and the prime meridian', async () => {
  const path = join(folder, 'null island.xmp');
  const fields = fieldsOf({ albums: [], groups: [], keywords: [], mark: null, place: { latitude: -1e-7, longitude: 4e-9 } });
  await files.write(path, fields);
  expect(texts(await files.read(path))).toEqual(texts(fields));
});

it('gives ExifTool no path that it would take for several arguments', async () => {
  const path = join(folder, 'a.xmp\n-Rating=1');
  await expect(files.write(path, { 'xmp:Rating': 4 })).rejects.toMatchObject({ code: 'not-written' });
  await expect(files.read(path)).rejects.toMatchObject({ code: 'not-written' });
});

it.skipIf(process.platform === 'win32')('says within seconds that a program which dies at once, or says nothing, cannot run', async () => {
  for (const body of ['exit 3', 'while read line; do :; done']) {
    const program = join(folder, 'broken');
    writeFileSync(program, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const broken = new FieldFiles(program, 1000);
    await expect(broken.check()).rejects.toMatchObject({ code: 'no-exiftool' });
    await broken.close();
  }
}, 15_000);
