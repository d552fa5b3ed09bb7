import { describe, expect, it } from 'vitest';
import { align } from '../../../src-shared/learning/copies/align.ts';
import { fingerprint, FINGERPRINT_BYTES, GRID, packFingerprint, unpackFingerprint } from '../../../src-shared/learning/copies/fingerprint.ts';
import { findFrame, WHOLE } from '../../../src-shared/learning/copies/frame.ts';
import { invariantsOf } from '../../../src-shared/learning/copies/invariants.ts';
import { cellsOf, lieOf } from '../../../src-shared/learning/copies/lie.ts';
import { squareOf, toPicture } from '../../../src-shared/learning/copies/picture.ts';
import { qualityOf } from '../../../src-shared/learning/copies/quality.ts';
import { turnFrame, turnGrid, TURNS, uprightFrame, UNTURNED } from '../../../src-shared/learning/copies/turns.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { crop, draw, frame, half, mirror, quarterTurn, scene, square } from './scenes.ts';

const next = uniform(3);
const grid = Float32Array.from({ length: GRID * GRID }, () => 255 * next());
const distance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((value, i) => value - b[i]!));

describe('turns', () => {
  it('are eight different ones', () => {
    expect(new Set(TURNS.map((turn) => turnGrid(grid, GRID, turn).join())).size).toBe(8);
  });

  it('turn the pixels of a picture as they turn it: mirrored first, then clockwise', () => {
    const original = scene(2, 64, 64);
    const red = (drawn: typeof original): Float32Array => Float32Array.from({ length: 64 * 64 }, (_, i) => drawn.pixels[3 * i]!);
    let drawn = mirror(original);
    for (const quarters of [0, 1, 2, 3] as const) {
      expect(turnGrid(red(original), 64, { quarters, mirrored: true })).toEqual(red(drawn));
      drawn = quarterTurn(drawn);
    }
  });

  it('know which part of the original a part shows, and back', () => {
    const part = { left: 0.1, top: 0.25, right: 0.5, bottom: 0.875 };
    for (const turn of TURNS) {
      const back = uprightFrame(turnFrame(part, turn), turn);
      for (const side of ['left', 'top', 'right', 'bottom'] as const) expect(back[side]).toBeCloseTo(part[side], 9);
    }
    expect(turnFrame(part, { quarters: 1, mirrored: false })).toEqual({ left: 0.25, right: 0.875, top: 0.5, bottom: 0.9 });
  });
});

describe('frames', () => {
  it('are found within borders of any colour and any width, to two pixels', () => {
    for (const [margin, colour] of [[12, [255, 255, 255]], [30, [0, 0, 0]], [50, [200, 30, 60]]] as const) {
      const found = findFrame(square(frame(scene(4), margin, colour)), 128)!;
      expect(found.left).toBeCloseTo(margin / (240 + 2 * margin), 1);
      expect(found.bottom).toBeCloseTo(1 - margin / (180 + 2 * margin), 1);
    }
  });

  it('leave out the clock of a screenshot', () => {
    const bars = frame(scene(4, 160, 100), 90, [0, 0, 0]);
    const screenshot = draw(bars.width, bars.height, (x, y) => (y > 4 && y < 12 && x > 10 && x < 40 && x % 3 === 0 ? [255, 255, 255] : [...bars.pixels.subarray((y * bars.width + x) * 3, (y * bars.width + x) * 3 + 3)] as unknown as [number, number, number]));
    expect(findFrame(square(screenshot), 128)!.top).toBeCloseTo(90 / 280, 1);
  });

  it('are none where there is no border, or nothing else', () => {
    expect(findFrame(square(scene(4)), 128)).toBeNull();
    expect(findFrame(square(draw(64, 64, () => [9, 9, 9])), 128)).toBeNull();
  });
});

describe('fingerprints', () => {
  it('keep what they say as bytes', () => {
    for (const drawn of [scene(1), frame(scene(1), 40, [255, 255, 255])]) {
      const print = fingerprint(square(drawn), 128);
      const packed = packFingerprint(print);
      expect(packed).toHaveLength(FINGERPRINT_BYTES);
      const back = unpackFingerprint(packed);
      expect([back.whole, back.inner]).toEqual([print.whole, print.inner]);
      expect(back.frame?.left ?? 0).toBeCloseTo(print.frame?.left ?? 0, 2);
    }
    expect(() => unpackFingerprint(new Uint8Array(3))).toThrow('expected a fingerprint of 516 bytes, got 3');
  });

  it('are means of the cells', () => {
    const { whole } = fingerprint(square(draw(128, 128, (x) => (x < 64 ? [10, 10, 10] : [200, 200, 200]))), 128);
    expect([whole[0], whole[7], whole[8], whole[255]]).toEqual([10, 10, 200, 200]);
  });
});

describe('invariants', () => {
  it('are the same however a picture is turned, and as bright and contrasty as it is', () => {
    const own = invariantsOf(grid);
    for (const turn of TURNS) expect(distance(invariantsOf(turnGrid(grid, GRID, turn)), own)).toBeLessThan(1e-4);
    expect(distance(invariantsOf(grid.map((value) => 0.5 * value + 60)), own)).toBeLessThan(1e-4);
  });

  it('of other pictures are further than those of a copy', () => {
    const of = (drawn: ReturnType<typeof scene>): Float32Array => invariantsOf(fingerprint(square(drawn), 128).whole);
    const copy = distance(of(scene(1)), of(half(scene(1))));
    for (const other of [2, 3, 4]) expect(distance(of(scene(1)), of(scene(other)))).toBeGreaterThan(5 * copy);
  });

  it('of a picture of one brightness are zero', () => {
    expect(invariantsOf(new Uint8Array(GRID * GRID).fill(7)).every((value) => value === 0)).toBe(true);
  });
});

it('a lie finds each turn, and the border that one has and the other has not', () => {
  const cells = (drawn: ReturnType<typeof scene>): ReturnType<typeof cellsOf> => cellsOf(fingerprint(square(drawn), 128));
  let turned = scene(5);
  for (const quarters of [0, 3, 2, 1]) { // what turns it back
    expect(lieOf(cells(scene(5)), cells(turned))?.turn).toEqual({ quarters, mirrored: false });
    turned = quarterTurn(turned);
  }
  const lie = lieOf(cells(scene(5)), cells(frame(scene(5), 40, [0, 0, 0])))!;
  expect(lie.frames[0]).toBe(WHOLE);
  expect(lie.frames[1].left).toBeGreaterThan(0.1);
  expect(lieOf(cells(scene(5)), cells(scene(6)))).toBeNull();
});

it('a crop is laid where it was cut', () => {
  const [original, cropped] = [scene(9), crop(scene(9), 24, 9, 204, 153)];
  const squares = [original, cropped].map(({ pixels, width, height }) => toPicture(pixels, width, height)).map((picture) => ({ coarse: squareOf(picture, WHOLE, GRID, UNTURNED), fine: squareOf(picture, WHOLE, 64, UNTURNED) }));
  const { first, second, correlation } = align([squares[0]!.coarse, squares[1]!.coarse], [squares[0]!.fine, squares[1]!.fine]);
  expect(correlation).toBeGreaterThan(0.95);
  expect(first.left).toBeCloseTo(24 / 240, 1);
  expect(first.bottom).toBeCloseTo(162 / 180, 1);
  expect(second.right).toBeGreaterThan(0.97);
});

describe('squares', () => {
  it('of a part are what the part alone would be', () => {
    const whole = toPicture(scene(3).pixels, 240, 180);
    const part = crop(scene(3), 60, 45, 120, 90);
    const own = squareOf(toPicture(part.pixels, 120, 90), WHOLE, 24, UNTURNED).light;
    const cut = squareOf(whole, { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }, 24, UNTURNED).light;
    // but for the outermost, which see beyond the edge
    for (let y = 1; y < 23; y++) for (let x = 1; x < 23; x++) expect(Math.abs(cut[y * 24 + x]! - own[y * 24 + x]!)).toBeLessThan(0.01);
  });

  it('keep the brightness of a picture of one colour, larger or smaller than it is', () => {
    for (const [width, height] of [[300, 40], [20, 9]] as const) {
      const picture = toPicture(draw(width, height, () => [90, 90, 90]).pixels, width, height);
      for (const value of squareOf(picture, WHOLE, 32, UNTURNED).light) expect(value).toBeCloseTo(90, 3);
    }
    expect(() => toPicture(new Uint8Array(5), 2, 2)).toThrow('expected 12 values for 2 × 2 pixels, got 5');
  });
});

it('a blurred picture is less sharp, and a burnt out one is clipped', () => {
  const quality = ({ pixels, width, height }: ReturnType<typeof scene>): ReturnType<typeof qualityOf> => qualityOf(toPicture(pixels, width, height));
  const blurred = draw(240, 180, (x, y) => [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let k = -4; k <= 4; k++) sum += scene1.pixels[(y * 240 + Math.max(0, Math.min(239, x + k))) * 3 + channel]!;
    return sum / 9;
  }) as unknown as [number, number, number]);
  expect(quality(blurred).sharpness).toBeLessThan(0.6 * quality(scene1).sharpness);
  expect(quality(draw(50, 50, (x) => (x < 25 ? [255, 255, 255] : [120, 120, 120]))).clipped).toBeCloseTo(0.5, 2);
});
const scene1 = scene(1);
