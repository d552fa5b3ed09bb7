// Nothing here encodes HEVC: beside the one file that is kept as bytes, good ones are tested where ../shared exists (odd-files.test.ts).
import { expect, it } from 'vitest';
import { decodeHeic } from '../../../src-main/photos/decoders/heic.ts';
import { asSharp, colourAt, difference, quarters } from '../pictures.ts';
import { QUARTERS_HEIC, withWrongThumbnail } from './made-heic.ts';

it('bytes that are not HEIC are damaged, however often', () => {
  for (let i = 0; i < 3; i++) expect(() => decodeHeic(Buffer.from(`nothing ${i}`), 320)).toThrow(expect.objectContaining({ code: 'damaged', message: expect.stringContaining('heif') as string }));
});

it('a file with another codec inside is damaged too', async () => {
  const avif = await asSharp(quarters(16, 16)).avif({ effort: 0 }).toBuffer();
  expect(() => decodeHeic(avif, 320)).toThrow(expect.objectContaining({ code: 'damaged' }));
});

it('a thumbnail that is large enough is taken in place of the picture', () => {
  expect(decodeHeic(QUARTERS_HEIC, 32)).toMatchObject({ width: 32, height: 24 });
  expect(decodeHeic(QUARTERS_HEIC, 320)).toMatchObject({ width: 64, height: 48 });
});

it('a thumbnail that cannot be decoded costs nothing: the picture is', async () => {
  const { data, ...size } = decodeHeic(withWrongThumbnail(), 32);
  expect(size).toMatchObject({ width: 64, height: 48 });
  const pixels = await asSharp({ ...size, data: Buffer.from(data) }).resize(128, 128, { fit: 'fill' }).raw().toBuffer();
  const found = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]].flatMap(([x = 0, y = 0]) => colourAt(pixels, x, y));
  expect(difference(Uint8Array.from(found), Uint8Array.from([192, 48, 32, 32, 160, 64, 32, 64, 192, 224, 208, 32]))).toBeLessThan(12);
});
