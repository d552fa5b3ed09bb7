import { expect, it } from 'vitest';
import { readHeader } from '../../src-main/photos/header.ts';
import { asSharp, quarters } from './pictures.ts';

it.each([['4:2:0', 3], ['4:4:4', 6]] as const)('a progressive JPEG holds two bytes of each sample (%s), one that is not works row by row', async (chromaSubsampling, least) => {
  const made = (progressive: boolean): Promise<Buffer> => asSharp(quarters(100, 100)).jpeg({ progressive, chromaSubsampling }).toBuffer();
  const { held } = await readHeader(await made(true));
  expect(held / 10_000).toBeGreaterThanOrEqual(least);
  expect(held / 10_000).toBeLessThan(least + 2);
  expect((await readHeader(await made(false))).held).toBe(0);
});
