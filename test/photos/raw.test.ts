import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { findPreview, isRaw, sensorOf } from '../../src-main/photos/raw.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { SENSOR, tagsTiff, tiff } from './made-raw.ts';
import { asSharp, colourAt, noise, quarters } from './pictures.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-raw-'));
afterAll(() => rmSync(root, { recursive: true }));

async function read(name: string, bytes: Buffer) {
  writeFileSync(join(root, name), bytes);
  return readPhoto(join(root, name));
}

const preview = await asSharp(quarters(800, 600)).jpeg({ quality: 95 }).toBuffer();
const thumbnail = await asSharp(noise(160, 120)).jpeg().toBuffer();

describe('a raw file', () => {
  it('is told from other TIFFs by what its directories hold', async () => {
    expect(isRaw(tiff([[256, 4, 160]], Buffer.alloc(100), { sensor: SENSOR }))).toBe(true);
    expect(isRaw(tiff([[256, 4, 160], [50706, 4, 0x0401]], Buffer.alloc(100)))).toBe(true);
    expect(isRaw(await asSharp(quarters(20, 20)).tiff().toBuffer())).toBe(false);
    expect(isRaw(Buffer.from('II*\0'))).toBe(false);
  });

  it.each([
    ['a.nef', 42, ''], ['a.orf', 0x4f52, ''], ['a.rw2', 0x55, ''], ['a.jpg', 42, 'whatever its name']
  ])('shows the largest JPEG in it, turned as its directory says, at the size of the sensor (%s) %s', async (name, magic) => {
    const photo = await read(name, tiff([[274, 3, 6], [256, 4, 160], [257, 4, 120]], Buffer.concat([Buffer.alloc(500, 7), thumbnail, Buffer.alloc(33), preview, Buffer.alloc(50)]), { magic, sensor: SENSOR }));
    if (photo.status !== 'photo') throw new Error(photo.detail);
    expect([photo.format, photo.width, photo.height, photo.incomplete]).toEqual(['raw', 3000, 4000, false]);
    const upright = (await read('upright.jpg', await asSharp(quarters(800, 600)).rotate(90).jpeg({ quality: 95 }).toBuffer())) as typeof photo;
    for (const [x, y] of [[0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]] as const) {
      const [a, b] = [colourAt(photo.pixels, x, y), colourAt(upright.pixels, x, y)];
      for (let channel = 0; channel < 3; channel++) expect(Math.abs(a[channel]! - b[channel]!)).toBeLessThan(12);
    }
  });

  it('of Fujifilm or Canon shows its JPEG too', async () => {
    const head = { 'a.raf': Buffer.from('FUJIFILMCCD-RAW 0201'.padEnd(200, '\0')), 'a.cr3': Buffer.concat([Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'latin1'), Buffer.alloc(100)]) };
    for (const [name, start] of Object.entries(head)) expect(await read(name, Buffer.concat([start, thumbnail, preview, Buffer.alloc(300)])), name).toMatchObject({ status: 'photo', format: 'raw', width: 800, height: 600 });
  });

  it('of Canon’s newer cameras has its date, lens and place in boxes of their own', async () => {
    const box = (type: string, data: Buffer): Buffer => { const head = Buffer.from(`\0\0\0\0${type}`, 'latin1'); head.writeUInt32BE(8 + data.length); return Buffer.concat([head, data]); };
    const boxes = [
      box('CMT1', tagsTiff({ 272: 'Canon EOS R6' })), box('CMT2', tagsTiff({ 36867: '2021:05:12 12:21:21', 37521: '92', 36881: '+02:00', 42036: 'RF50mm F1.2' })), box('CMT3', tagsTiff({ 9: 'maker' })),
      box('CMT4', tagsTiff({ 1: 'S', 2: [33, 30, 0], 3: 'E', 4: [151, 0, 0] }))
    ];
    const made = Buffer.concat([Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'latin1'), ...boxes, thumbnail, preview]);
    expect(await read('b.cr3', made)).toMatchObject({
      status: 'photo', format: 'raw', takenAt: Date.UTC(2021, 4, 12, 12, 21, 21, 920), takenFrom: 'exif', takenOffset: 120, camera: 'Canon EOS R6', optics: 'RF50mm F1.2', latitude: -33.5, longitude: 151
    });
  });

  it('keeps its identity when its preview and metadata are written anew, and is another with another picture', async () => {
    const made = (first: number, data: Buffer): Buffer => tiff([[274, 3, first], [256, 4, 160]], Buffer.concat([data, thumbnail, preview]), { sensor: SENSOR });
    const picture = async (bytes: Buffer): Promise<string> => ((await read('x.nef', bytes)) as { readonly picture: string }).picture;
    const sensor = Buffer.alloc(400, 9);
    expect(await picture(made(1, Buffer.concat([sensor, Buffer.alloc(60)])))).toBe(await picture(made(1, sensor)));
    expect(await picture(made(1, Buffer.alloc(400, 8)))).not.toBe(await picture(made(1, sensor)));
  });

  describe('without a preview', () => {
    const [width, height] = [256, 192];
    // a grey ramp as a sensor with an RGGB filter sees it
    const sensor = Buffer.alloc(width * height * 2);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sensor.writeUInt16LE(Math.round((x / width) * 60_000), 2 * (y * width + x));
    const made = (length = sensor.length): Buffer => tiff([
      [254, 4, 0], [256, 4, width], [257, 4, height], [258, 3, 16], [259, 3, 1], [262, 3, 32803], [273, 4, -1], [277, 3, 1], [278, 4, height], [279, 4, length],
      [33421, 3, 0x00020002], [50706, 4, 0x00000401]
    ], sensor);

    it('is developed', async () => {
      const photo = await read('a.dng', made());
      if (photo.status !== 'photo') throw new Error(photo.detail);
      expect([photo.format, photo.width, photo.height, photo.incomplete]).toEqual(['raw', width, height, false]);
      const [left, right] = [colourAt(photo.pixels, 0.1, 0.5), colourAt(photo.pixels, 0.9, 0.5)];
      expect(right[1]! - left[1]!).toBeGreaterThan(60);
    }, 30_000);

    it('and cut off is a problem that says so', async () => {
      expect(await read('half.dng', made().subarray(0, -sensor.length / 2))).toMatchObject({ status: 'problem', code: 'truncated', detail: 'the file ends early, and what is left of it cannot be developed' });
      expect(await read('start.dng', made().subarray(0, -0.95 * sensor.length))).toMatchObject({ status: 'problem', code: 'truncated', detail: 'the file ends early: only 5 % of the picture is in it' });
      // its picture was taken out, and what is left is whole
      expect(await read('empty.dng', made(22))).toMatchObject({ status: 'problem', code: 'truncated' });
    }, 30_000);
  });
});

it('finds no preview in noise, zeros or markers, and looks at no more than so many streams', () => {
  expect(findPreview(Buffer.alloc(1000))).toBe(null);
  expect(findPreview(Buffer.from('\xff\xd8\xff'.repeat(100_000), 'latin1'))).toBe(null);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
    const found = findPreview(Buffer.from(bytes));
    expect(found === null || found.width > 0).toBe(true);
    sensorOf(Buffer.from(bytes));
    isRaw(Buffer.concat([Buffer.from('II*\0'), bytes]));
  }), { numRuns: 1000, seed: 3 });
});
