import { describe, expect, it } from 'vitest';
import { formatOf, FORMATS, hasPhotoEnding, nameOtherImage, sniff } from '../../src-main/photos/formats.ts';
import { readHeader } from '../../src-main/photos/header.ts';
import { madeKinds } from './made-kinds.ts';
import { asSharp, quarters } from './pictures.ts';

const heif = (brand: string, ...compatible: string[]): Buffer => {
  const box = Buffer.from(`    ftyp${brand}\0\0\0\0${compatible.join('')}`, 'latin1');
  box.writeUInt32BE(box.length);
  return Buffer.concat([box, Buffer.alloc(64)]);
};

it('the table names every ending once, and each format matches by content alone', () => {
  const endings = FORMATS.flatMap((format) => format.endings);
  expect(new Set(endings).size).toBe(endings.length);
  for (const { matches } of FORMATS) expect(matches(Buffer.alloc(64))).toBe(false);
});

it('the table names what reads the files of each format', async () => {
  const used = new Map<string, Set<string>>();
  for (const { name, bytes } of await madeKinds()) {
    const header = await readHeader(bytes).catch(() => null); // made to be refused
    if (header) used.set(header.container, new Set([...(used.get(header.container) ?? []), header.decoder]));
    const names: readonly string[] = header ? formatOf(header.container).decoders : [];
    if (header) expect(header.container === 'raw' || names.includes(header.decoder), `${name} is read by ${header.decoder}`).toBe(true);
  }
  expect(used.size).toBeGreaterThan(4);
});

it('what libvips shows wrongly without a word is read by ImageMagick', async () => {
  const kinds = new Map((await madeKinds()).map(({ name, bytes }) => [name, bytes]));
  for (const name of ['old-jpeg.tif', 'integers.tif', 'signed.tif']) expect((await readHeader(kinds.get(name)!)).decoder, name).toBe('magick'); // they are made
});

describe('a photo’s extension', () => {
  it('is recognised in any case, and only at the end of a name', () => {
    for (const name of ['a.jpg', 'A.JPG', 'b.JpEg', 'c.png', 'd.webp', 'e.avif', 'f.gif', 'g.tif', 'h.TIFF', 'i.bmp', 'j.heic', 'k.HEIF', 'a.b.jpg', 'k.jxl', 'l.CR3', 'm.dng', 'n.psd', 'o.jp2', 'p.apng', 'q.avifs', 'r.mpo']) {
      expect(hasPhotoEnding(name), name).toBe(true);
    }
    for (const name of ['a.jpg.txt', 'jpg', 'a.jp', 'a.', '', 'a.mp4', 'a.svg', 'a.jpg~']) expect(hasPhotoEnding(name), name).toBe(false);
  });

  it('does not count for hidden files: macOS leaves `._` files without a picture next to real photos', () => {
    expect(hasPhotoEnding('._IMG_0001.JPG')).toBe(false);
    expect(hasPhotoEnding('.jpg')).toBe(false);
  });
});

describe('sniffing', () => {
  it('recognises the formats by content', async () => {
    const image = asSharp(quarters(8, 8));
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const) expect(sniff(await image.clone().toFormat(format).toBuffer())).toBe(format);
    expect(sniff(await image.clone().avif({ effort: 0 }).toBuffer())).toBe('heif');
    expect(sniff(heif('heic', 'mif1', 'heic'))).toBe('heif');
    expect(sniff(heif('xxxx', 'mif1'))).toBe('heif');
    expect(sniff(heif('crx '))).toBe('raw');
    expect(sniff(Buffer.from('FUJIFILMCCD-RAW 0201'))).toBe('raw');
    expect(sniff(Buffer.from('8BPS\0\x01\0\0'))).toBe('psd');
    expect(sniff(Buffer.from([0xff, 0x0a, 0, 0]))).toBe('jxl');
    expect(sniff(Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1'))).toBe('jp2');
  });

  it('does not mistake text, empty files or other files in the same containers for photos', () => {
    for (const text of ['', 'BM', 'BMW is a car maker', 'hello', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'RIFF\0\0\0\0WAVEfmt ', 'II', 'GIF']) {
      expect(sniff(Buffer.from(text)), text).toBe(null);
    }
    expect(sniff(heif('isom', 'mp42'))).toBe(null);
    expect(sniff(heif('avif').subarray(0, 8))).toBe(null);
  });

  it('names images of other formats', () => {
    expect(nameOtherImage(Buffer.from('%PDF-1.7'))).toBe('PDF');
    expect(nameOtherImage(Buffer.from('P6\n4 4\n255\n'))).toBe('portable anymap');
    expect(nameOtherImage(Buffer.from('Dear diary'))).toBe(null);
  });
});
