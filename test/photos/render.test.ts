import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPhoto } from '../../src-main/photos/render.ts';
import { asSharp, difference, quarters, store } from './pictures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-render-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the large view', () => {
  it('is an upright JPEG no longer than asked for, without the camera’s metadata', async () => {
    const path = join(folder, 'a.jpg');
    await writeFile(path, await asSharp(store(quarters(900, 600), 6)).withMetadata({ orientation: 6 }).withExifMerge({ IFD3: { GPSLatitude: '1/1 0/1 0/1' } }).jpeg().toBuffer());
    const view = await renderPhoto(path, { longerSide: 450 });
    const meta = await sharp(view).metadata();
    expect(meta).toMatchObject({ format: 'jpeg', width: 450, height: 300 });
    expect([meta.exif, meta.orientation]).toEqual([undefined, undefined]);
    const { data } = await sharp(view).resize(2, 2, { kernel: 'nearest' }).raw().toBuffer({ resolveWithObject: true });
    expect(difference(data, Buffer.from([220, 30, 30, 30, 200, 40, 30, 50, 220, 230, 220, 40]))).toBeLessThan(8);
  });

  it('is never enlarged', async () => {
    const path = join(folder, 'small.png');
    await writeFile(path, await asSharp(quarters(90, 60)).png().toBuffer());
    expect(await sharp(await renderPhoto(path)).metadata()).toMatchObject({ width: 90, height: 60 });
  });

  it('of a file that is gone or not a photo is refused with the reason', async () => {
    const path = join(folder, 'text.jpg');
    await writeFile(path, 'text');
    await expect(renderPhoto(path)).rejects.toMatchObject({ name: 'PhotoProblem', code: 'not-a-photo' });
    await expect(renderPhoto(join(folder, 'gone.jpg'))).rejects.toMatchObject({ code: 'vanished' });
  });
});
