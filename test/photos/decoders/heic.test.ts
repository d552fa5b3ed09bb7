// No HEIC file can be made here (sharp has no HEVC encoder): good ones are tested where ../shared exists (odd-files.test.ts).
import { expect, it } from 'vitest';
import { decodeHeic } from '../../../src-main/photos/decoders/heic.ts';
import { asSharp, quarters } from '../pictures.ts';

it('bytes that are not HEIC are damaged, however often', () => {
  for (let i = 0; i < 3; i++) expect(() => decodeHeic(Buffer.from(`nothing ${i}`), 320)).toThrow(expect.objectContaining({ code: 'damaged', message: expect.stringContaining('heif') as string }));
});

it('a file with another codec inside is damaged too', async () => {
  const avif = await asSharp(quarters(16, 16)).avif({ effort: 0 }).toBuffer();
  expect(() => decodeHeic(avif, 320)).toThrow(expect.objectContaining({ code: 'damaged' }));
});
