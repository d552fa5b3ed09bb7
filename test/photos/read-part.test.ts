// A part of an image, as it would be indexed if it were a photo of its own.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { readPart } from '../../src-main/photos/read-part.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { readPartApart } from '../../src-main/photos/readers.ts';
import { asSharp, quarters, store } from './pictures.ts';

let folder: string;
let path: string;
let bytes: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-part-'));
  path = join(folder, 'turned.jpg');
  bytes = await asSharp(store(quarters(900, 600), 6)).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
  await writeFile(path, bytes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const mean = (pixels: Uint8Array): number[] => [0, 1, 2].map((channel) => {
  let sum = 0;
  for (let at = channel; at < pixels.length; at += 3) sum += pixels[at]!;
  return Math.round(sum / (pixels.length / 3));
});

it('is the photo itself, pixel by pixel, where it is the whole picture, from a file or from bytes', async () => {
  const photo = await readPhoto(path);
  if (photo.status !== 'photo') throw new Error(photo.detail);
  for (const from of [{ path }, { bytes: new Uint8Array(bytes) }]) expect((await readPart(from)).pixels).toEqual(photo.pixels);
  expect(new Uint8Array((await readPartApart({ bytes: new Uint8Array(bytes) }, { left: 0, top: 0, width: 1, height: 1 })).pixels)).toEqual(photo.pixels);
});

it('is what lies in the region of the upright picture', async () => {
  // quarters: red and green above blue and yellow
  const colours = [[220, 30, 30], [30, 200, 40], [30, 50, 220], [230, 220, 40]];
  for (const [at, [left, top]] of [[0, 0], [0.5, 0], [0, 0.5], [0.5, 0.5]].entries()) {
    const { pixels, thumbnail } = await readPart({ path }, { left: left! + 0.05, top: top! + 0.05, width: 0.4, height: 0.4 });
    mean(pixels).forEach((value, channel) => expect(Math.abs(value - colours[at]![channel]!)).toBeLessThan(10));
    const meta = await sharp(thumbnail).metadata();
    expect(meta.width / meta.height).toBeCloseTo(1.5, 1);
  }
  expect((await readPart({ path }, { left: 0.99, top: 0.99, width: 0.01, height: 0.01 })).pixels).toHaveLength(128 * 128 * 3);
});

it('is refused with the reason where there is no picture', async () => {
  await expect(readPart({ bytes: new TextEncoder().encode('no picture at all') })).rejects.toMatchObject({ code: 'not-a-photo' });
  await expect(readPartApart({ bytes: new Uint8Array(bytes.subarray(0, 400)) }, { left: 0, top: 0, width: 1, height: 1 })).rejects.toMatchObject({ name: 'PhotoProblem' });
  await expect(readPart({ path: join(folder, 'gone.jpg') })).rejects.toMatchObject({ code: 'vanished' });
});
