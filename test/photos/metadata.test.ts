import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Metadata, readMetadata } from '../../src-main/photos/metadata.ts';
import { tagsTiff } from './made-raw.ts';
import { asSharp, quarters } from './pictures.ts';

/** The EXIF block of a JPEG that sharp has written with these tags (IFD2 is EXIF, IFD3 is GPS), without its `Exif\0\0`. */
async function block(exif: NonNullable<Parameters<Sharp['withExif']>[0]>): Promise<Buffer> {
  const { exif: bytes } = await sharp(await asSharp(quarters(8, 8)).withExif(exif).jpeg().toBuffer()).metadata();
  return bytes?.subarray(6) ?? Buffer.alloc(0);
}
const taken = async (tags: Record<string, string>): Promise<number | null> => (await readMetadata(await block({ IFD2: tags }))).takenAt;
const place = async (tags: Record<string, string>): Promise<Pick<Metadata, 'latitude' | 'longitude'>> => {
  const { latitude, longitude } = await readMetadata(await block({ IFD3: tags }));
  return { latitude, longitude };
};
const nowhere = { latitude: null, longitude: null };

describe('capture time', () => {
  it('is the camera’s local time read as UTC, with its sub-seconds', async () => {
    const time = Date.UTC(2024, 4, 1, 10, 15, 30);
    expect(await taken({ DateTimeOriginal: '2024:05:01 10:15:30' })).toBe(time);
    expect(await taken({ DateTimeOriginal: '2024:05:01 10:15:30', SubSecTimeOriginal: '5' })).toBe(time + 500);
    expect(await taken({ DateTimeOriginal: '2024:05:01 10:15:30', SubSecTimeOriginal: '045' })).toBe(time + 45);
    expect(await taken({ DateTimeOriginal: '2024:05:01 10:15:30', SubSecTimeOriginal: '123456' })).toBe(time + 123);
    // the zone says where on Earth, not which hour the photographer saw
    expect(await taken({ DateTimeOriginal: '2024:05:01 10:15:30', OffsetTimeOriginal: '+09:00' })).toBe(time);
  });

  it('is kept with its time zone, if the camera wrote one', async () => {
    const offset = async (tags: Record<string, string>): Promise<number | null> => (await readMetadata(await block({ IFD2: tags }))).takenOffset;
    const time = '2024:05:01 10:15:30';
    expect(await offset({ DateTimeOriginal: time, OffsetTimeOriginal: '+09:00', OffsetTimeDigitized: '+01:00' })).toBe(540);
    expect(await offset({ DateTimeDigitized: time, OffsetTimeDigitized: '-03:30' })).toBe(-210);
    expect(await offset({ DateTimeOriginal: time, OffsetTimeDigitized: '+01:00' })).toBe(null);
    for (const nonsense of ['   :  ', '+99:00', 'UTC']) expect(await offset({ DateTimeOriginal: time, OffsetTimeOriginal: nonsense })).toBe(null);
  });

  it('falls back to the digitising time, but not to the time a program changed the file', async () => {
    expect(await taken({ DateTimeDigitized: '1999:12:31 23:59:59', SubSecTimeDigitized: '9' })).toBe(Date.UTC(1999, 11, 31, 23, 59, 59, 900));
    expect((await readMetadata(await block({ IFD0: { DateTime: '2024:05:01 10:15:30' } }))).takenAt).toBe(null);
  });

  it('is found in the first directory too, where TIFF/EP and some programs have it, that of EXIF counting more', async () => {
    const astray = await readMetadata(tagsTiff({ 272: 'made', 36867: '2006:02:14 22:00:58', 36881: '+02:00', 37521: '25' }));
    expect(astray).toMatchObject({ takenAt: Date.UTC(2006, 1, 14, 22, 0, 58, 250), takenOffset: 120, camera: 'made' });
    const both = await readMetadata([await block({ IFD2: { DateTimeOriginal: '2024:05:01 10:15:30' } }), tagsTiff({ 36867: '2006:02:14 22:00:58' })]);
    expect(both.takenAt).toBe(Date.UTC(2024, 4, 1, 10, 15, 30));
  });

  it('is unknown if the camera wrote no real date', async () => {
    for (const value of ['0000:00:00 00:00:00', '    :  :     :  :  ', '2024:02:30 10:00:00', '2024:13:01 10:00:00', '2024:01:01 25:00:00', '1000:01:01 00:00:00', 'yesterday']) {
      expect(await taken({ DateTimeOriginal: value }), value).toBe(null);
    }
  });
});

describe('place', () => {
  it('is read in degrees, south and west negative', async () => {
    const { latitude, longitude } = await place({ GPSLatitude: '33/1 51/1 3150/100', GPSLatitudeRef: 'S', GPSLongitude: '151/1 12/1 3960/100', GPSLongitudeRef: 'E' });
    expect(latitude).toBeCloseTo(-(33 + 51 / 60 + 31.5 / 3600), 9);
    expect(longitude).toBeCloseTo(151 + 12 / 60 + 39.6 / 3600, 9);
    expect((await place({ GPSLatitude: '10/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '20/1 30/1 0/1', GPSLongitudeRef: 'W' })).longitude).toBe(-20.5);
  });

  it('is unknown at 0° 0°, out of range, divided by zero, or incomplete', async () => {
    const good = { GPSLatitude: '10/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '20/1 0/1 0/1', GPSLongitudeRef: 'E' };
    expect(await place(good)).toEqual({ latitude: 10, longitude: 20 });
    expect(await place({ ...good, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' })).toEqual(nowhere);
    expect(await place({ ...good, GPSLatitude: '91/1 0/1 0/1' })).toEqual(nowhere);
    expect(await place({ ...good, GPSLongitude: '181/1 0/1 0/1' })).toEqual(nowhere);
    expect(await place({ ...good, GPSLatitude: '0/0 0/0 0/0' })).toEqual(nowhere);
    expect(await place({ GPSLatitude: '10/1 0/1 0/1', GPSLatitudeRef: 'N' })).toEqual(nowhere);
    // on the equator is a place
    expect(await place({ ...good, GPSLatitude: '0/1 0/1 0/1' })).toEqual({ latitude: 0, longitude: 20 });
  });
});

describe('metadata', () => {
  it('names the camera, without padding', async () => {
    expect((await readMetadata(await block({ IFD0: { Model: 'Canon EOS R5' } }))).camera).toBe('Canon EOS R5');
    expect((await readMetadata(await block({ IFD0: { Model: '   ' } }))).camera).toBe(null);
  });

  it("names the camera's lens, and none where a lens without contacts left the field blank", async () => {
    const named = async (LensModel: string) => (await readMetadata(await block({ IFD2: { LensModel } }))).optics;
    expect(await named('RF85mm F1.2 L USM')).toBe('RF85mm F1.2 L USM');
    for (const blank of ['  ', '----', '0.0 mm f/0.0', '0']) expect(await named(blank), blank).toBe(null);
  });

  it('is read in both byte orders', async () => {
    for (const little of [true, false]) expect(await readMetadata(tiff(little))).toMatchObject({ camera: 'Scanner 12', takenAt: Date.UTC(2001, 1, 3, 4, 5, 6) });
  });

  it('is empty at once for a block that is another container, such as one whose boxes have no length', async () => {
    const heif = Buffer.from('\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf\0\0\0\0meta\0\0\0\0\0\0\0!hdlr\0\0\0\0', 'latin1');
    expect(await readMetadata(heif)).toMatchObject({ takenAt: null, camera: null });
  }, 5000);

  it('is empty without an EXIF block', async () => {
    expect(await readMetadata(null)).toEqual({ mark: 0, moment: null, takenAt: null, takenFrom: null, takenOffset: null, takenDay: false, latitude: null, longitude: null, camera: null, optics: null });
    expect(await readMetadata(Buffer.alloc(0))).toMatchObject({ takenAt: null });
  });

  it('survives any block and returns only values that make sense', async () => {
    const whole = await block({ IFD0: { Model: 'M' }, IFD2: { DateTimeOriginal: '2024:05:01 10:15:30' }, IFD3: { GPSLatitude: '1/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '1/1 0/1 0/1', GPSLongitudeRef: 'E' } });
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    const property = fc.asyncProperty(changes, fc.nat(whole.length), async (edits, length) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of edits) bytes[at] = value;
      const { takenAt, latitude, longitude } = await readMetadata(bytes.subarray(0, length < 40 ? length : whole.length));
      expect(takenAt === null || Number.isFinite(takenAt)).toBe(true);
      expect(latitude === null || Math.abs(latitude) <= 90).toBe(true);
      expect(longitude === null || Math.abs(longitude) <= 180).toBe(true);
    });
    await fc.assert(property, { numRuns: 150, seed: 7 });
  });
});

/** A TIFF structure by hand: IFD0 with Model and a pointer to the EXIF IFD with DateTimeOriginal. */
function tiff(little: boolean): Buffer {
  const model = Buffer.from('Scanner 12\0', 'latin1');
  const time = Buffer.from('2001:02:03 04:05:06\0', 'latin1');
  const bytes = Buffer.alloc(120);
  const short = (value: number, at: number): number => (little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at));
  const long = (value: number, at: number): number => (little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at));
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    short(tag, at);
    short(type, at + 2);
    long(count, at + 4);
    long(value, at + 8);
  };
  bytes.write(little ? 'II' : 'MM', 'latin1');
  short(42, 2);
  long(8, 4);
  short(2, 8);
  entry(10, 0x0110, 2, model.length, 60);
  entry(22, 0x8769, 4, 1, 40);
  short(1, 40);
  entry(42, 0x9003, 2, time.length, 80);
  bytes.set(model, 60);
  bytes.set(time, 80);
  return bytes;
}
