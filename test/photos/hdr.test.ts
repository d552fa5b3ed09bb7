import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hdrOf, toneMap } from '../../src-main/photos/hdr.ts';
import { asSharp, quarters } from './pictures.ts';

/** SMPTE ST 2084's inverse: the signal of a light in candela a square metre, as the standard writes it. */
function pqSignal(light: number): number {
  const power = (light / 10_000) ** (2610 / 16384);
  return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
}
const grey = (light: number): number => toneMap(Uint16Array.from([0, 0, 0].fill(Math.round(65535 * pqSignal(light)))), 65535, { transfer: 'pq', wide: false })[0]!;

describe('light', () => {
  it('is black where there is none, keeps its tones, makes paper nearly white, and rises with what is brighter', () => {
    expect(grey(0)).toBe(0);
    // a grey card reflects 18 %: sRGB's 118
    expect(Math.abs(grey(0.18 * 203) - 118)).toBeLessThanOrEqual(2);
    expect(grey(203)).toBeGreaterThan(235);
    expect(grey(1000)).toBe(255);
    for (let light = 1, before = 0; light < 1500; light *= 1.2) {
      expect(grey(light)).toBeGreaterThanOrEqual(before);
      before = grey(light);
    }
  });

  it('keeps greys grey whatever the primaries, and makes wide colours of BT.2020 what they are', () => {
    const of = (rgb: readonly number[]): number[] => [...toneMap(Uint16Array.from(rgb, (light) => Math.round(65535 * pqSignal(light))), 65535, { transfer: 'pq', wide: true })];
    const [r, g, b] = of([60, 60, 60]) as [number, number, number];
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThanOrEqual(1);
    const [red, green] = of([100, 20, 20]) as [number, number, number];
    expect(red).toBeGreaterThan(green + 60);
  });

  it('of HLG has its paper at three quarters of the signal (BT.2408)', () => {
    const [paper] = toneMap(Uint8Array.from([191, 191, 191]), 255, { transfer: 'hlg', wide: false });
    expect(paper).toBeGreaterThan(235);
    expect(paper).toBeLessThan(255);
  });
});

it('is recognised by the code points of PNG and of profiles, and nothing else is', async () => {
  const png = await asSharp(quarters(8, 8)).png().toBuffer();
  const withPoints = (primaries: number, transfer: number): Buffer => {
    const body = Buffer.from(['c', 'I', 'C', 'P'].map((letter) => letter.charCodeAt(0)).concat(primaries, transfer, 0, 1));
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([png.subarray(0, 33), length, body, check, png.subarray(33)]);
  };
  expect(hdrOf(withPoints(9, 16), 'png', null)).toEqual({ transfer: 'pq', wide: true });
  expect(hdrOf(withPoints(1, 18), 'png', null)).toEqual({ transfer: 'hlg', wide: false });
  expect(hdrOf(withPoints(1, 13), 'png', null)).toBe(null);
  expect(hdrOf(png, 'png', null)).toBe(null);
  const profile = Buffer.alloc(200);
  profile.writeUInt32BE(1, 128);
  profile.write('cicp', 132, 'latin1');
  profile.writeUInt32BE(150, 136);
  profile.set([9, 16], 158);
  expect(hdrOf(Buffer.alloc(0), 'jpeg', profile)).toEqual({ transfer: 'pq', wide: true });
  expect(hdrOf(Buffer.alloc(0), 'jpeg', profile.subarray(0, 140))).toBe(null);
});
