import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readPhoto } from '../../src-main/photos/read.ts';
import { tiffOf } from './made-kinds.ts';
import { colourAt } from './pictures.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-floats-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A TIFF of 16 × 16 pixels whose numbers have a point. @param pixel its channels @returns where it is of one colour, 0 to 255 */
async function middleOf(channels: number, tags: Parameters<typeof tiffOf>[2], pixel: readonly number[]): Promise<number[]> {
  const samples = Buffer.alloc(16 * 16 * channels * 4);
  for (let at = 0; at < 16 * 16 * channels; at++) samples.writeFloatLE(pixel[at % channels]!, 4 * at); // as many
  const all = Array.from({ length: channels });
  writeFileSync(join(root, 'a.tif'), tiffOf({ width: 16, height: 16 }, samples, [[258, 3, all.map(() => 32)], [277, 3, [channels]], [339, 3, all.map(() => 3)], ...tags]));
  const photo = await readPhoto(join(root, 'a.tif'));
  if (photo.status !== 'photo') throw new Error(photo.detail);
  return colourAt(photo.pixels, 0.5, 0.5);
}

/** sRGB of light (IEC 61966-2-1). */
const seen = (light: number): number => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

it.each([[0], [0.05], [0.214], [0.8], [1], [4]])('grey of light %f is grey, not black', async (light) => {
  for (const value of await middleOf(1, [[262, 3, [1]]], [light])) expect(Math.abs(value - seen(Math.min(1, light)))).toBeLessThan(2);
});

it.each([['apart from the colours', 2], ['put into the colours', 1]])('transparent parts show the neutral ground, their opacity being %s', async (_, kind) => {
  for (const opacity of [0, 0.5, 1]) {
    const light = [0.8, 0.2, 0.05].map((value) => (kind === 1 ? value * opacity : value));
    const found = await middleOf(4, [[262, 3, [2]], [338, 3, [kind]]], [...light, opacity]);
    for (const [channel, value] of [0.8, 0.2, 0.05].entries()) expect(Math.abs(found[channel]! - (seen(value) * opacity + 128 * (1 - opacity)))).toBeLessThan(3);
  }
});

it('what is not a number is black', async () => {
  expect(await middleOf(3, [[262, 3, [2]]], [NaN, 0, -Infinity])).toEqual([0, 0, 0]);
});
