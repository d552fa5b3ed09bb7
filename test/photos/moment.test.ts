import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { momentOf } from '../../src-main/photos/moment.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { asSharp, quarters } from './pictures.ts';

const [BURST, CONTENT] = ['0B8D7A1C-9E4F-4E8B-8C55-1A2B3C4D5E6F', '7F2A9C10-1111-4222-8333-ABCDEFABCDEF'];

/** A directory of entries whose values are texts behind it. @param from where offsets count from, before it */
function directory(entries: readonly (readonly [tag: number, type: number, value: Buffer | number])[], at: number): Buffer {
  const head = Buffer.alloc(2 + 12 * entries.length + 4);
  head.writeUInt16BE(entries.length);
  const values: Buffer[] = [];
  let end = at + head.length;
  for (const [place, [tag, type, value]] of entries.entries()) {
    const entry = 2 + 12 * place;
    head.writeUInt16BE(tag, entry);
    head.writeUInt16BE(type, entry + 2);
    head.writeUInt32BE(typeof value === 'number' ? 1 : value.length, entry + 4);
    head.writeUInt32BE(typeof value === 'number' ? value : end, entry + 8);
    if (typeof value === 'number') continue;
    values.push(value);
    end += value.length;
  }
  return Buffer.concat([head, ...values]);
}

/** As an iPhone writes it. */
function appleNote(ids: Readonly<Record<number, string>>): Buffer {
  const entries = [[0x01, 9, 14] as const, ...Object.entries(ids).map(([tag, id]) => [Number(tag), 2, Buffer.from(`${id}\0`)] as const)];
  return Buffer.concat([Buffer.from('Apple iOS\0\0\x01MM', 'latin1'), directory(entries, 14)]);
}

const root = mkdtempSync(join(tmpdir(), 'kindred-moment-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('photos of one moment', () => {
  it('are known by Apple ids: that of the burst before that of the Live Photo', () => {
    expect(momentOf(appleNote({ 0x11: CONTENT }), 'IMG_1234.HEIC')).toBe(CONTENT);
    expect(momentOf(appleNote({ 0x0b: BURST, 0x11: CONTENT }), 'IMG_1234.HEIC')).toBe(BURST);
    expect(momentOf(appleNote({}), 'IMG_1234.HEIC')).toBeNull();
    expect(momentOf(appleNote({ 0x11: 'no id' }), 'IMG_1234.HEIC')).toBeNull();
  });

  it.each([
    ['00000IMG_00000_BURST20190714103000123_COVER.jpg', 'burst 20190714103000123'],
    ['00100lPORTRAIT_00100_BURST20190714103000123.jpg', 'burst 20190714103000123'],
    ['IMG_20190714_103000_BURST012.jpg', 'burst 20190714_103000'],
    ['IMG_20190714_103000_BURST001_COVER.jpg', 'burst 20190714_103000'],
    ['IMG_20190714_103000.jpg', null],
    ['BURST.jpg', null]
  ])('are known by the name %s: %s', (name, moment) => {
    expect(momentOf(null, name)).toBe(moment);
  });

  it('cannot be confused by a damaged note', () => {
    const note = appleNote({ 0x0b: BURST, 0x11: CONTENT });
    fc.assert(fc.property(fc.nat(note.length - 1), fc.nat(255), fc.nat(note.length), (at, value, length) => {
      const broken = Buffer.from(note.subarray(0, length));
      if (at < length) broken[at] = value;
      expect(() => momentOf(broken, '')).not.toThrow();
    }), { numRuns: 3000, seed: 4 });
  });

  it('are read from the file: in its EXIF, else in its name', async () => {
    const jpeg = await asSharp(quarters(32, 24)).jpeg().toBuffer();
    const note = appleNote({ 0x11: CONTENT });
    const first = directory([[0x8769, 4, 26]], 8);
    const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), first, directory([[0x927c, 7, note]], 26)]);
    const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    const of = async (name: string, bytes: Buffer): Promise<unknown> => {
      writeFileSync(join(root, name), bytes);
      const found = await readPhoto(join(root, name));
      return found.status === 'photo' && found.moment;
    };
    const apple = Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
    expect(await of('IMG_1.jpg', apple)).toBe(CONTENT);
    expect(await of('IMG_20190714_103000_BURST012.jpg', apple)).toBe(CONTENT);
    expect(await of('IMG_20190714_103000_BURST013.jpg', jpeg)).toBe('burst 20190714_103000');
    expect(await of('plain.jpg', jpeg)).toBeNull();
  });
});
