// Reads photos of every format and with every fault. Long, because each has its case.

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { mostHeld } from '../../src-main/photos/held.ts';
import { PIXELS_SIDE, type ReadPhoto, type ReadProblem, readPhoto } from '../../src-main/photos/read.ts';
import { asSharp, colourAt, difference, noise, paint, quarters, store } from './pictures.ts';

/** What opening a path is to fail with. */
const faults = vi.hoisted(() => new Map<string, string>());
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (path: string, flags: string) => {
      const code = faults.get(path);
      if (code !== undefined) throw Object.assign(new Error(`${code}: ${path}`), { code });
      return real.open(path, flags);
    }
  };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-read-'));
});
afterEach(() => faults.clear());
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
async function put(bytes: Uint8Array | string, name = 'photo.jpg'): Promise<string> {
  const path = join(folder, `${made++}-${name}`);
  await writeFile(path, bytes);
  return path;
}
async function readAs(bytes: Uint8Array | string): Promise<ReadPhoto> {
  const result = await readPhoto(await put(bytes));
  if (result.status !== 'photo') throw new Error(`${result.code}: ${result.detail}`);
  return result;
}
async function failAs(bytes: Uint8Array | string): Promise<ReadProblem> {
  const result = await readPhoto(await put(bytes));
  if (result.status !== 'problem') throw new Error(`expected a problem, got a ${result.format} photo`);
  return result;
}
/** Naive reference: the mean of the source pixels under each of the square's pixels. */
function squash({ width, height, data }: ReturnType<typeof quarters>): Buffer {
  return paint(PIXELS_SIDE, PIXELS_SIDE, (x, y) => {
    const from = [Math.floor((x * width) / PIXELS_SIDE), Math.floor((y * height) / PIXELS_SIDE)] as const;
    const to = [Math.ceil(((x + 1) * width) / PIXELS_SIDE), Math.ceil(((y + 1) * height) / PIXELS_SIDE)] as const;
    const sum = [0, 0, 0];
    for (let py = from[1]; py < to[1]; py++) for (let px = from[0]; px < to[0]; px++) for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (data[(py * width + px) * 3 + c] ?? 0);
    return sum.map((value) => value / ((to[0] - from[0]) * (to[1] - from[1])));
  }).data;
}
const meanDifference = (a: Uint8Array, b: Uint8Array): number => a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;

describe('a photo that is read', () => {
  it('has its hash, sizes, thumbnail, pixels and metadata', async () => {
    const bytes = await asSharp(quarters(800, 600)).withExif({
      IFD0: { Model: 'Kamera 1' }, IFD2: { DateTimeOriginal: '2024:05:01 10:15:30' },
      IFD3: { GPSLatitude: '48/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '11/1 30/1 0/1', GPSLongitudeRef: 'E' }
    }).jpeg().toBuffer();
    const photo = await readAs(bytes);
    expect(photo).toMatchObject({
      status: 'photo', hash: createHash('sha256').update(bytes).digest('hex'), format: 'jpeg', bytes: bytes.length, width: 800, height: 600,
      takenAt: Date.UTC(2024, 4, 1, 10, 15, 30), latitude: 48, longitude: 11.5, camera: 'Kamera 1'
    });
    expect(await sharp(photo.thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240, space: 'srgb', channels: 3 });
    expect(photo.pixels).toBeInstanceOf(Uint8Array);
    expect(photo.pixels).toHaveLength(128 * 128 * 3);
  });

  it('has its metadata from every format that carries EXIF', async () => {
    const tagged = asSharp(quarters(40, 30)).withExif({ IFD0: { Model: 'Kamera 2' }, IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } });
    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      expect(await readAs(await tagged.clone().toFormat(format).toBuffer()), format).toMatchObject({ format, camera: 'Kamera 2', takenAt: Date.UTC(2020, 0, 2, 3, 4, 5) });
    }
  });

  it('is squashed as a whole to the square, as by area averaging', async () => {
    const gradient = paint(700, 300, (x, y) => [(x / 700) * 255, (y / 300) * 255, 255 * Math.sin((x + y) / 90) ** 2]);
    const { pixels } = await readAs(await asSharp(gradient).png().toBuffer());
    expect(meanDifference(pixels, squash(gradient))).toBeLessThan(1.5);
  });

  it('is upright in all eight orientations, pixel by pixel', async () => {
    const picture = paint(96, 64, (x, y) => [x * 2, y * 3, (x < 20 && y < 20 ? 1 : 0) * 200]);
    const upright = await readAs(await asSharp(picture).tiff({ compression: 'none' }).toBuffer());
    expect(meanDifference(upright.pixels, squash(picture))).toBeLessThan(3);
    for (let orientation = 1; orientation <= 8; orientation++) {
      const photo = await readAs(await asSharp(store(picture, orientation)).withMetadata({ orientation }).tiff({ compression: 'none' }).toBuffer());
      expect([photo.width, photo.height], `orientation ${orientation}`).toEqual([96, 64]);
      expect(difference(photo.pixels, upright.pixels), `orientation ${orientation}`).toBeLessThanOrEqual(3);
      const thumbnail = await sharp(photo.thumbnail).raw().toBuffer({ resolveWithObject: true });
      expect(thumbnail.info).toMatchObject({ width: 96, height: 64 });
      expect(meanDifference(thumbnail.data, picture.data), `thumbnail of orientation ${orientation}`).toBeLessThan(4);
    }
  });

  it('is upright as JPEG too, whose decoder shrinks while reading', async () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const { pixels, width, height } = await readAs(await asSharp(store(quarters(640, 480), orientation)).withMetadata({ orientation }).jpeg().toBuffer());
      expect([width, height]).toEqual([640, 480]);
      const corners = [colourAt(pixels, 0.2, 0.2), colourAt(pixels, 0.8, 0.2), colourAt(pixels, 0.2, 0.8), colourAt(pixels, 0.8, 0.8)].flat();
      expect(difference(Uint8Array.from(corners), Uint8Array.of(220, 30, 30, 30, 200, 40, 30, 50, 220, 230, 220, 40)), `orientation ${orientation}`).toBeLessThan(6);
    }
  });

  it('keeps its colours in every format and pixel type', async () => {
    const picture = asSharp(quarters(200, 160));
    const kinds: Record<string, Buffer> = {
      png: await picture.clone().png().toBuffer(),
      'palette png': await picture.clone().png({ palette: true }).toBuffer(),
      '16-bit png': await picture.clone().toColourspace('rgb16').png().toBuffer(),
      webp: await picture.clone().webp().toBuffer(),
      avif: await picture.clone().avif({ effort: 0, quality: 80 }).toBuffer(),
      gif: await picture.clone().gif().toBuffer(),
      tiff: await picture.clone().tiff().toBuffer(),
      '16-bit tiff': await picture.clone().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
      'progressive jpeg': await picture.clone().jpeg({ progressive: true }).toBuffer(),
      'wide-gamut jpeg': await picture.clone().withIccProfile('p3').jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
    };
    for (const [kind, bytes] of Object.entries(kinds)) {
      const { pixels, format } = await readAs(bytes);
      expect(kind).toContain(format);
      expect(difference(Uint8Array.from(colourAt(pixels, 0.25, 0.25)), Uint8Array.of(220, 30, 30)), kind).toBeLessThan(14);
      expect(difference(Uint8Array.from(colourAt(pixels, 0.75, 0.75)), Uint8Array.of(230, 220, 40)), kind).toBeLessThan(14);
    }
  });

  it('in print colours is converted to screen colours', async () => {
    const { pixels } = await readAs(await asSharp(quarters(200, 160)).toColourspace('cmyk').jpeg().toBuffer());
    const [red = 0, green = 0, blue = 0] = colourAt(pixels, 0.25, 0.25);
    expect(red).toBeGreaterThan(180);
    expect(green + blue).toBeLessThan(140);
  });

  it('in grey has three equal channels', async () => {
    for (const grey of [asSharp(quarters(64, 64)).greyscale().jpeg(), asSharp(quarters(64, 64)).greyscale().toColourspace('b-w').png(), asSharp(quarters(64, 64)).toColourspace('grey16').png()]) {
      const { pixels } = await readAs(await grey.toBuffer());
      expect(pixels).toHaveLength(128 * 128 * 3);
      expect(pixels.every((value, i) => value === pixels[i - (i % 3)])).toBe(true);
      expect(new Set(pixels).size).toBeGreaterThan(3);
    }
  });

  it('is placed on a neutral grey where it is transparent', async () => {
    const clear = sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } });
    for (const bytes of [await clear.clone().png().toBuffer(), await clear.clone().webp().toBuffer(), await clear.clone().gif().toBuffer()]) {
      expect(difference(Uint8Array.from(colourAt((await readAs(bytes)).pixels, 0.5, 0.5)), Uint8Array.of(128, 128, 128))).toBeLessThan(2);
    }
  });

  it('that is animated is its first frame', async () => {
    const frames = await Promise.all([quarters(60, 40), paint(60, 40, () => [0, 0, 0]), paint(60, 40, () => [255, 255, 255])].map((frame) => asSharp(frame).png().toBuffer()));
    const animation = sharp(frames, { join: { animated: true } });
    for (const bytes of [await animation.clone().gif().toBuffer(), await animation.clone().webp().toBuffer()]) {
      const { pixels, width, height } = await readAs(bytes);
      expect([width, height]).toEqual([60, 40]);
      expect(difference(Uint8Array.from(colourAt(pixels, 0.25, 0.25)), Uint8Array.of(220, 30, 30))).toBeLessThan(20);
    }
  });

  it('with many pages is its first page', async () => {
    const pages = await Promise.all([quarters(60, 40), paint(60, 40, () => [0, 0, 0])].map((page) => asSharp(page).png().toBuffer()));
    const { pixels, height } = await readAs(await sharp(pages, { join: { animated: true } }).tiff().toBuffer());
    expect(height).toBe(40);
    expect(difference(Uint8Array.from(colourAt(pixels, 0.25, 0.25)), Uint8Array.of(220, 30, 30))).toBeLessThan(6);
  });

  it('may be a single pixel or a thin strip; small ones are not enlarged, long ones keep their rows', async () => {
    const pixel = await readAs(await asSharp(paint(1, 1, () => [10, 200, 30])).png().toBuffer());
    expect(colourAt(pixel.pixels, 0.5, 0.5)).toEqual([10, 200, 30]);
    expect(await sharp(pixel.thumbnail).metadata()).toMatchObject({ width: 1, height: 1 });
    // 8 bands of a panorama stay 8 bands in the square
    const { pixels, thumbnail } = await readAs(await asSharp(paint(2400, 240, (_, y) => (Math.floor(y / 30) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]))).png().toBuffer());
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 320, height: 32 });
    for (let band = 0; band < 8; band++) expect(colourAt(pixels, 0.5, (band + 0.5) / 8)[0]).toBeCloseTo(band % 2 === 0 ? 255 : 0, -1);
    expect((await readAs(await asSharp(paint(5000, 1, () => [9, 9, 9])).png().toBuffer())).pixels[0]).toBe(9);
  });

  it('keeps full chroma if it is small: stripes of red and blue stay red and blue', async () => {
    const stripes = paint(32, 32, (x) => (x % 2 === 0 ? [230, 20, 20] : [20, 20, 230]));
    const { thumbnail } = await readAs(await asSharp(stripes).png().toBuffer());
    expect(difference(await sharp(thumbnail).raw().toBuffer(), stripes.data)).toBeLessThan(60);
  });

  it('has one hash wherever it is, and another once a byte of it changes', async () => {
    const bytes = await asSharp(noise(40, 30)).png().toBuffer();
    const [here, there] = [await readAs(bytes), await readPhoto(await put(bytes, 'copy.png'))];
    expect(there.hash).toBe(here.hash);
    expect((await readAs(Buffer.concat([bytes, Buffer.alloc(1)]))).hash).not.toBe(here.hash);
  });

  it('is read without leaving a trace in its folder', async () => {
    const own = await mkdtemp(join(folder, 'own-'));
    await writeFile(join(own, 'a.jpg'), await asSharp(quarters(60, 40)).jpeg().toBuffer());
    await writeFile(join(own, 'b.jpg'), 'text');
    const list = (): string[] => fs.readdirSync(own).map((name) => `${name} ${fs.statSync(join(own, name)).mtimeMs} ${fs.statSync(join(own, name)).size}`);
    const before = [list(), fs.statSync(own).mtimeMs];
    await readPhoto(join(own, 'a.jpg'));
    await readPhoto(join(own, 'b.jpg'));
    expect([list(), fs.statSync(own).mtimeMs]).toEqual(before);
  });
});

describe('a picture that ends early', () => {
  it.each(['jpeg', 'png'] as const)('is shown as far as it goes, and said to be incomplete (%s)', async (format) => {
    const bytes = await asSharp(noise(400, 300)).toFormat(format).toBuffer();
    const { thumbnail } = await readAs(bytes);
    const photo = await readPhoto(await put(bytes.subarray(0, bytes.length * 0.7)));
    expect(photo).toMatchObject({ status: 'photo', incomplete: true, width: 400 });
    const top = (from: Buffer): Promise<Buffer> => sharp(from).extract({ left: 0, top: 0, width: 320, height: 90 }).raw().toBuffer();
    expect(difference(await top((photo as ReadPhoto).thumbnail), await top(thumbnail))).toBeLessThan(3);
  });

  it('is whole where only the end marker is missing, and the same picture', async () => {
    const bytes = await asSharp(noise(200, 150)).jpeg().toBuffer();
    const whole = await readAs(bytes);
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    const cut = await readAs(bytes.subarray(0, -2));
    expect(cut).toMatchObject({ incomplete: false, picture: whole.picture });
    expect(cut.thumbnail).toEqual(whole.thumbnail);
  });

  it('is damaged where nothing of it can be shown', async () => {
    const bytes = await asSharp(quarters(400, 300)).jpeg().toBuffer();
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    expect(await failAs(bytes.subarray(0, scan + 14))).toMatchObject({ code: 'damaged' });
  });
});

describe('a file that is not a photo', () => {
  it('is empty, text, or another format', async () => {
    expect(await failAs('')).toMatchObject({ code: 'empty', hash: null });
    expect(await failAs('Dear diary, no photo today.')).toMatchObject({ code: 'not-a-photo', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await failAs('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')).toMatchObject({ code: 'not-a-photo' });
    expect(await failAs('%PDF-1.7 and more')).toMatchObject({ code: 'unsupported', detail: expect.stringContaining('PDF') });
  });

  it('is gone, a folder, or unreadable', async () => {
    expect(await readPhoto(join(folder, 'nowhere.jpg'))).toMatchObject({ status: 'problem', code: 'vanished', hash: null });
    expect(await readPhoto(folder)).toMatchObject({ code: 'not-a-photo' });
    for (const [fault, code] of [['EACCES', 'unreadable'], ['EIO', 'unreadable'], ['ENOENT', 'vanished']] as const) {
      const path = await put('x');
      faults.set(path, fault);
      expect(await readPhoto(path)).toMatchObject({ code, detail: expect.stringContaining(fault) });
    }
  });

  it.skipIf(process.platform === 'win32')('is a pipe, which must not block', async () => {
    const { execFileSync } = await import('node:child_process');
    const path = join(folder, 'pipe.jpg');
    execFileSync('mkfifo', [path]);
    expect(await readPhoto(path)).toMatchObject({ code: 'not-a-photo' });
  });

  it('is damaged where nothing but one colour of it could be decoded', async () => {
    const jpeg = await asSharp(noise(400, 300, 1)).jpeg().toBuffer();
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    expect((await failAs(jpeg.subarray(0, scan + 14))).code).toBe('damaged');
  });

  it('is none where a picture of one colour lacks its end marker alone', async () => {
    const path = join(folder, 'red.jpg');
    const jpeg = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c02030' } }).jpeg().toBuffer();
    await writeFile(path, jpeg.subarray(0, -2));
    expect(await readPhoto(path)).toMatchObject({ status: 'photo' });
  });

  it('is shown where one of one colour has a spoilt byte, not called truncated', async () => {
    const jpeg = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#08080a' } }).jpeg().toBuffer();
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    for (const at of [40, 80, 120]) {
      const spoilt = Buffer.from(jpeg);
      spoilt[scan + at] = 0xff;
      spoilt[scan + at + 1] = 0xd3; // a marker where none belongs
      expect(await readPhoto(await put(spoilt))).toMatchObject({ status: 'photo' });
    }
  });

  it('is incomplete or damaged when truncated, whatever its format, and its hash is still known', async () => {
    const picture = asSharp(noise(150, 100));
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const) {
      const whole = await picture.clone().toFormat(format).toBuffer();
      expect(await readAs(whole)).toMatchObject({ incomplete: false });
      for (const part of [0.9, 0.5, 0.05]) {
        const cut = await readPhoto(await put(whole.subarray(0, whole.length * part)));
        expect(cut.status === 'photo' ? cut.incomplete : cut.code, `${format} cut to ${part}`).toBe(cut.status === 'photo' ? true : 'damaged');
        expect(cut.hash).toEqual(expect.any(String));
      }
    }
    const avif = await picture.clone().avif({ effort: 0 }).toBuffer();
    expect(await failAs(avif.subarray(0, avif.length / 2))).toMatchObject({ code: 'damaged' });
  });

  it.each(['jpeg', 'png'] as const)('is truncated where less than a tenth of the picture is there, and incomplete above (%s)', async (format) => {
    const whole = await asSharp(noise(600, 800)).toFormat(format).toBuffer();
    const partOf = (part: number) => put(whole.subarray(0, whole.length * part)).then((path) => readPhoto(path));
    expect(await partOf(0.3)).toMatchObject({ status: 'photo', incomplete: true });
    expect(await partOf(0.16)).toMatchObject({ status: 'photo', incomplete: true });
    expect(await partOf(0.06)).toMatchObject({ status: 'problem', code: 'truncated', detail: expect.stringMatching(/only \d % of the picture is in it/) as string });
  });

  it('may declare any size: nothing is decoded, and the size is reported', async () => {
    const problem = await failAs(pngOf(60_000, 60_000));
    expect(problem).toMatchObject({ code: 'too-large', detail: expect.stringContaining('60000 × 60000') });
    const bmp = Buffer.alloc(100);
    bmp.write('BM', 'latin1');
    bmp.writeUInt32LE(40, 14);
    bmp.writeInt32LE(1_000_000, 18);
    bmp.writeInt32LE(1_000_000, 22);
    bmp.writeUInt16LE(24, 28);
    expect(await failAs(bmp)).toMatchObject({ code: 'too-large', detail: expect.stringContaining('1000000 × 1000000') });
  });

  it('is too large sooner if its decoder must hold the whole picture', async () => {
    const million = Math.floor(mostHeld() / 4 / 1e6);
    expect(await failAs(pngOf(40_000, 40_000, { interlaced: true }))).toMatchObject({ code: 'too-large', detail: expect.stringContaining(`${million} million`) });
    // a row of this one is 25 MB, and decoders keep many
    expect(await failAs(pngOf(8_388_640, 32))).toMatchObject({ code: 'too-large' });
    // row by row only the missing rows are found
    expect(await failAs(pngOf(4000, 4000))).toMatchObject({ code: 'damaged' });
  });

  it('larger than the limit is not read at all', async () => {
    const path = await put('');
    fs.truncateSync(path, 600_000_000);
    expect(await readPhoto(path)).toMatchObject({ code: 'too-large', hash: null });
    fs.rmSync(path);
  });

});

/** A PNG whose header declares more pixels than its data could ever hold. */
function pngOf(width: number, height: number, { interlaced = false } = {}): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    const check = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1000))), chunk('IEND', Buffer.alloc(0))]);
}
