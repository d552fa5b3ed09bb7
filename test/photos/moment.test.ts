import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { momentOf } from '../../src-main/photos/moment.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { appleNote, withAppleNote } from './made-apple.ts';
import { asSharp, quarters } from './pictures.ts';

const [BURST, CONTENT] = ['0B8D7A1C-9E4F-4E8B-8C55-1A2B3C4D5E6F', '7F2A9C10-1111-4222-8333-ABCDEFABCDEF'];

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
    const of = async (name: string, bytes: Buffer): Promise<unknown> => {
      writeFileSync(join(root, name), bytes);
      const found = await readPhoto(join(root, name));
      return found.status === 'photo' && found.moment;
    };
    const apple = withAppleNote(jpeg, appleNote({ 0x11: CONTENT }));
    expect(await of('IMG_1.jpg', apple)).toBe(CONTENT);
    expect(await of('IMG_20190714_103000_BURST012.jpg', apple)).toBe(CONTENT);
    expect(await of('IMG_20190714_103000_BURST013.jpg', jpeg)).toBe('burst 20190714_103000');
    expect(await of('plain.jpg', jpeg)).toBeNull();
  });
});
