// No HEIC file can be made here (sharp has no HEVC encoder): good ones are tested where ../shared exists (odd-files.test.ts).
import { expect, it } from 'vitest';
import { decodeHeic } from '../../src-main/photos/heic.ts';
import { asSharp, quarters } from './pictures.ts';

it('bytes that are not HEIC are damaged, and the thread survives', async () => {
  for (let i = 0; i < 3; i++) await expect(decodeHeic(Buffer.from(`nothing ${i}`), 320, 20_000)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('heif') });
});

it('a file with another codec inside is damaged too', async () => {
  const avif = await asSharp(quarters(16, 16)).avif({ effort: 0 }).toBuffer();
  await expect(decodeHeic(avif, 320, 20_000)).rejects.toMatchObject({ code: 'damaged' });
});

it('decoding that takes too long is stopped, and the next photo gets a new thread', async () => {
  await expect(decodeHeic(Buffer.alloc(20_000_000), 320, 0)).rejects.toMatchObject({ code: 'timeout' });
  await expect(decodeHeic(Buffer.alloc(100), 320, 20_000)).rejects.toMatchObject({ code: 'damaged' });
});
