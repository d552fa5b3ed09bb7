// Every file of a collection of odd, broken and hostile pictures ends up as a photo or as a problem.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ReadPhoto, type ReadProblem, readPhoto } from '../../src-main/photos/read.ts';
import { renderPhoto } from '../../src-main/photos/render.ts';

// the collection is no part of the repository
const folder = fileURLToPath(new URL('../../../shared/data/odd-files/files/', import.meta.url));
const there = existsSync(folder);
const reason = there ? '' : ' (skipped: no ../shared/data/odd-files beside the repository)';

describe.skipIf(!there)(`odd files${reason}`, () => {
  const results = new Map<string, ReadPhoto | ReadProblem>();
  const photo = (end: string): ReadPhoto => {
    const [, found] = [...results].find(([name]) => name.endsWith(end)) ?? [];
    if (found?.status !== 'photo') throw new Error(`${end}: ${found?.detail ?? 'not there'}`);
    return found;
  };
  const meanDifference = (a: Uint8Array, b: Uint8Array): number => a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;

  beforeAll(async () => {
    const names = readdirSync(folder).values();
    const reader = async (): Promise<void> => {
      for (const name of names) results.set(name, await readPhoto(folder + name));
    };
    await Promise.all([reader(), reader(), reader(), reader()]);
  }, 120_000);

  it('all end up as a photo with a thumbnail or as a problem with a reason, in bounded memory', async () => {
    expect(results.size).toBe(readdirSync(folder).length);
    for (const [name, result] of results) {
      if (result.status === 'problem') expect(result.detail.length, name).toBeGreaterThan(5);
      else {
        expect(result.pixels, name).toHaveLength(128 * 128 * 3);
        const { width, height, format } = await sharp(result.thumbnail).metadata();
        expect(format, name).toBe('jpeg');
        expect(Math.max(width, height), name).toBe(Math.min(320, Math.max(result.width, result.height)));
      }
    }
    // kilobytes
    expect(process.resourceUsage().maxRSS).toBeLessThan(1_000_000);
  });

  it('are mostly photos: no format is rejected entirely', () => {
    const formats = new Map<string, number>();
    for (const result of results.values()) if (result.status === 'photo') formats.set(result.format, (formats.get(result.format) ?? 0) + 1);
    for (const [format, least] of [['jpeg', 145], ['png', 185], ['bmp', 38], ['heic', 22], ['avif', 20], ['tiff', 18], ['webp', 11], ['gif', 10]] as const) {
      expect(formats.get(format), format).toBeGreaterThanOrEqual(least);
    }
  });

  it('in all eight orientations are the same upright picture', () => {
    for (const [shape, size] of [['Landscape', [1800, 1200]], ['Portrait', [1200, 1800]]] as const) {
      const upright = photo(`${shape}_1.jpg`);
      for (let orientation = 2; orientation <= 8; orientation++) {
        const turned = photo(`${shape}_${orientation}.jpg`);
        expect([turned.width, turned.height]).toEqual(size);
        // each carries its own number, hence not zero
        expect(meanDifference(turned.pixels, upright.pixels), `${shape} ${orientation}`).toBeLessThan(6);
      }
    }
  });

  it('of an iPhone are read: picture, time and place', () => {
    expect(photo('IMG_2682.heic')).toMatchObject({
      format: 'heic', width: 4032, height: 3024, camera: 'iPhone 7', takenAt: Date.UTC(2019, 2, 21, 11, 4, 22, 348), latitude: expect.closeTo(41.2203, 4), longitude: expect.closeTo(-96.0716, 4)
    });
  });

  it('in HEIC have the pixels of the PNG they were made from, in 8, 10 and 12 bits', () => {
    for (const [bits, original] of [[8, 8], [10, 16], [12, 16]]) {
      expect(meanDifference(photo(`RGB_${bits}__128x128.heif`).pixels, photo(`RGB_${original}__128x128.png`).pixels), `${bits} bits`).toBeLessThan(4);
    }
    expect(meanDifference(photo('L_8__29x100.heif').pixels, photo('-L_8__29x100.png').pixels)).toBeLessThan(4);
  });

  it('in HEIC are rendered large from the full picture, not from the embedded thumbnail', async () => {
    const name = [...results.keys()].find((one) => one.endsWith('IMG_2682.heic')) ?? '';
    const view = await renderPhoto(folder + name, { longerSide: 1280 });
    expect(await sharp(view).metadata()).toMatchObject({ width: 1280, height: 960 });
    // a thumbnail blown up has no fine detail
    const { channels } = await sharp(await sharp(view).greyscale().convolve({ width: 3, height: 3, kernel: [0, -1, 0, -1, 4, -1, 0, -1, 0], offset: 128, scale: 1 }).toBuffer()).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(8);
    // else it is the same picture; the phone has sharpened its thumbnail
    const inside = sharp(photo('IMG_2682.heic').pixels, { raw: { width: 128, height: 128, channels: 3 } });
    const [coarse, coarseInside] = await Promise.all([sharp(view), inside].map((image) => image.resize(8, 8, { fit: 'fill' }).raw().toBuffer()));
    expect(meanDifference(coarse ?? Buffer.alloc(0), coarseInside ?? Buffer.alloc(0))).toBeLessThan(5);
  }, 60_000);
});
