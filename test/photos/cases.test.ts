// Files as phones, cameras and programs write them, and what each must look like: reported cases, if they lie beside the repository, and a file of every
// kind around them, which is made here.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { orientationOf } from '../../src-main/photos/raw.ts';
import { type ReadPhoto, readPhoto } from '../../src-main/photos/read.ts';
import { readApart } from '../../src-main/photos/readers.ts';
import { exifOf, madeKinds, PICTURE, SIDES } from './made-kinds.ts';
import { hasPeaks, peaksOf } from './peaks.ts';
import { asSharp, store } from './pictures.ts';

const cases = fileURLToPath(new URL('../../../shared/data/cases/', import.meta.url));
const there = existsSync(cases);
const reason = there ? '' : ' (skipped: no ../shared/data/cases beside the repository)';
const root = mkdtempSync(join(tmpdir(), 'kindred-cases-'));
afterAll(() => rmSync(root, { recursive: true }));

async function photo(path: string): Promise<ReadPhoto> {
  const found = await readPhoto(path);
  if (found.status !== 'photo') throw new Error(`${path}: ${found.code} ${found.detail}`);
  return found;
}

async function photosOf(name: string): Promise<Map<string, ReadPhoto>> {
  const folder = join(cases, name, 'photos');
  const found = new Map<string, ReadPhoto>();
  for (const file of readdirSync(folder)) found.set(file, await photo(join(folder, file)));
  return found;
}

const meanDifference = (a: Uint8Array, b: Uint8Array): number => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

describe.skipIf(!there)(`reported${reason}`, () => {
  it('pictures of 45 and 108 million pixels in AVIF and HEIC are photos, and take less than a gigabyte', async () => {
    for (const [name, width, height] of [['eosr5_45mp.avif', 8192, 5464], ['phone_108mp.heic', 12000, 9000]] as const) {
      const { result, peaks } = await peaksOf(readApart(join(cases, 'large-avif-heic-refused/photos', name), { known: { isKnown: () => false, isSeen: () => false } }));
      expect(result).toMatchObject({ status: 'photo', width, height });
      if (hasPeaks) expect(peaks.one).toBeGreaterThan(2e8);
      expect(peaks.one).toBeLessThan(1e9);
    }
  }, 120_000);

  it('orientations in HEIC and AVIF count once, from the container or else from EXIF', async () => {
    const found = await photosOf('heic-exif-orientation-without-irot');
    const upright = found.get('upright.jpg')!; // it is in the case
    for (const [name, { width, height, pixels }] of found) {
      expect([width, height], name).toEqual([432, 576]);
      expect(meanDifference(pixels, upright.pixels), name).toBeLessThan(4);
    }
  });

  it('pictures of light look like those of the screen', async () => {
    const found = await photosOf('hdr-pq-grey');
    for (const [name, { pixels }] of found) expect(meanDifference(pixels, found.get(name.replace(/_hdr\..*/, '_sdr.jpg'))?.pixels ?? pixels), name).toBeLessThan(8);
  });

  it('a JPEG that lacks its end marker alone is whole, and the same picture', async () => {
    const found = await photosOf('jpeg-without-end-marker');
    const [whole, without] = [found.get('a_ok.jpg')!, found.get('d_no_eoi.jpg')!]; // both are in the case
    expect([whole.incomplete, without.incomplete, without.picture]).toEqual([false, false, whole.picture]);
    expect(meanDifference(whole.pixels, without.pixels)).toBe(0);
  });

  it('dates are found in EXIF, XMP, IPTC and names, a day alone being one', async () => {
    const found = await photosOf('dates-in-names-and-xmp');
    expect(found.size).toBe(8);
    for (const [name, { takenAt, takenDay, takenFrom }] of found) {
      expect([name, takenAt]).toEqual([name, Date.UTC(2019, 6, 14, takenDay ? 12 : 10, takenDay ? 0 : 30)]);
      expect(takenDay, name).toBe(/dateonly|WA0003/.test(name));
      expect(takenFrom, name).toBe(/^(IMG|Screen)/.test(name) ? 'name' : /xmp/.test(name) ? 'xmp' : /iptc/.test(name) ? 'iptc' : 'exif');
    }
  });

  it('a raw file, JPEG XL, APNG, AVIFS, MPO and a photo without an ending are photos', async () => {
    const found = await photosOf('unread-formats-not-told');
    const plain = found.get('IMG_0846.jpg')!; // it is in the case
    for (const [name, { pixels }] of found) expect(meanDifference(pixels, plain.pixels), name).toBeLessThan(6);
    expect(found.size).toBe(7);
  }, 60_000);
});

const kinds = await madeKinds();
const reference = await asSharp(PICTURE).resize(128, 128, { fit: 'fill' }).raw().toBuffer();

it.each(kinds.map((kind) => [kind.name, kind] as const))('%s is the picture that was put into it', async (name, { bytes, cut, off = 3 }) => {
  const path = join(root, name);
  writeFileSync(path, bytes);
  const found = await photo(path);
  expect({ width: found.width, height: found.height, incomplete: found.incomplete }).toEqual({ ...SIDES, incomplete: cut ?? false });
  if (cut) expect((await sharp(found.thumbnail).stats()).channels[0]!.stdev).toBeGreaterThan(5); // three
  else expect(meanDifference(found.pixels, reference)).toBeLessThan(off);
});

it('an orientation in the EXIF of an AVIF counts where its container says none', async () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const avif = await asSharp(store(PICTURE, orientation)).withExif({ IFD0: { Model: 'made' } }).avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer();
    const { exif = Buffer.alloc(0) } = await sharp(avif).metadata();
    const at = avif.indexOf(exif.subarray(6));
    const said = Buffer.from(avif);
    // in place of what was written, as long as that
    exifOf(orientation).copy(said, at);
    expect(orientationOf(said.subarray(at))).toBe(orientation);
    const path = join(root, `exif-${orientation}.avif`);
    writeFileSync(path, said);
    const found = await photo(path);
    expect([found.width, found.height], String(orientation)).toEqual([SIDES.width, SIDES.height]);
    expect(meanDifference(found.pixels, reference), String(orientation)).toBeLessThan(3);
  }
});

// they take minutes and gigabytes of disk: KINDRED_LARGE=1
describe.skipIf(!process.env.KINDRED_LARGE)('very large', () => {
  it.each([
    ['a progressive JPEG of 240 million pixels', 'large.jpg', 20_000, 12_000, (image: Sharp) => image.jpeg({ progressive: true, quality: 30 })],
    ['a TIFF of 150 million pixels and 16 bits', 'large.tif', 15_000, 10_000, (image: Sharp) => image.toColourspace('rgb16').tiff({ compression: 'deflate' })]
  ])('%s is a photo', async (_, name, width, height, write) => {
    const path = join(root, name);
    await write(sharp({ create: { width, height, channels: 3, background: '#c08040' } }).composite([{ input: { create: { width: width / 2, height: height / 2, channels: 3, background: '#204080' } }, gravity: 'northwest' }])).toFile(path);
    const { result, peaks } = await peaksOf(readApart(path, { known: { isKnown: () => false, isSeen: () => false } }));
    expect(result).toMatchObject({ status: 'photo', width, height, incomplete: false });
    expect(peaks.one).toBeLessThan(1e9);
  }, 600_000);
});
