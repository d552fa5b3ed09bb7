// Each augmentation on both backends that run everywhere: its shape, range and seed, and whether it does what its name says.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { registerWasmKernels } from '../../../src-shared/learning/backends/wasm-kernels.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { blur } from '../../../src-shared/learning/views/blur.ts';
import { drawColours, jitterColours } from '../../../src-shared/learning/views/colour-jitter.ts';
import { applyColourMaps, luma } from '../../../src-shared/learning/views/colour-map.ts';
import { greyOut } from '../../../src-shared/learning/views/grey.ts';
import { mirror, mirrorBoxes } from '../../../src-shared/learning/views/mirror.ts';
import { type Box, cropBoxes, drawBoxes, resizedCrop } from '../../../src-shared/learning/views/resized-crop.ts';
import { twoViews } from '../../../src-shared/learning/views/two-views.ts';

const [n, side] = [10, 12];
const next = uniform(5);
const values = Float32Array.from({ length: n * side * side * 3 }, () => next() * 2 - 1);
const at = (view: number, y: number, x: number, c: number, all: ArrayLike<number> = values, size = side): number => all[((view * size + y) * size + x) * 3 + c]!;

/** What `make` gives of the made photos; expects no tensor to be left. */
function of(make: (photos: tf.Tensor4D) => tf.Tensor4D, from: Float32Array = values): { readonly shape: number[]; readonly values: Float32Array } {
  const before = tf.memory().numTensors;
  const photos = tf.tensor4d(from, [from.length / (side * side * 3), side, side, 3]);
  const views = make(photos);
  const result = { shape: views.shape, values: views.dataSync<'float32'>().slice() };
  tf.dispose([photos, views]);
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

/** Views of which nothing differs from the photo by more than rounding. */
const unchanged = (views: Float32Array): number[] => {
  const size = values.length / n;
  return Array.from({ length: n }, (_, i) => i).filter((i) => views.subarray(i * size, (i + 1) * size).every((value, k) => Math.abs(value - values[i * size + k]!) < 1e-4));
};

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
});

describe.each(['cpu', 'wasm'])('views on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  it.each<[string, (photos: tf.Tensor4D, seed: number) => tf.Tensor4D, number[]]>([
    ['resizedCrop', (photos, seed) => resizedCrop(photos, 8, { seed }), [n, 8, 8, 3]],
    ['mirror', (photos, seed) => mirror(photos, { seed }), [n, side, side, 3]],
    ['jitterColours', (photos, seed) => jitterColours(photos, { seed }), [n, side, side, 3]],
    ['greyOut', (photos, seed) => greyOut(photos, { seed, share: 0.5 }), [n, side, side, 3]],
    ['blur', (photos, seed) => blur(photos, { seed, share: 0.5 }), [n, side, side, 3]],
    ['twoViews', (photos, seed) => twoViews(photos, { side: 8, seed }), [2 * n, 8, 8, 3]]
  ])('%s keeps to its shape, range and seed', (_, make, shape) => {
    const first = of((photos) => make(photos, 1));
    expect(first.shape).toEqual(shape);
    expect(first.values.every((value) => Math.abs(value) <= 1 + 1e-5)).toBe(true);
    expect(of((photos) => make(photos, 1))).toEqual(first);
    expect(of((photos) => make(photos, 2))).not.toEqual(first);
  });

  it('crop the box they are given, of the photo whose turn it is', () => {
    const boxes: Box[] = Array.from({ length: 2 * n }, () => [2 / 11, 5 / 11, 5 / 11, 8 / 11]);
    const { values: crops } = of((photos) => cropBoxes(photos, boxes, 4));
    for (const view of [0, 3, n + 3]) for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) expect(at(view, y, x, 1, crops, 4)).toBeCloseTo(at(view % n, y + 2, x + 5, 1), 4);
  });

  it('mirror about half of them, left to right', () => {
    const { values: mirrored } = of((photos) => mirror(photos, { seed: 1 }));
    const kept = unchanged(mirrored);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(n - 1);
    for (let view = 0; view < n; view++) if (!kept.includes(view)) expect(at(view, 3, 2, 0, mirrored)).toBeCloseTo(at(view, 3, side - 3, 0), 4);
    expect(unchanged(of((photos) => mirror(photos, { seed: 1, share: 0 })).values)).toHaveLength(n);
  });

  it('change colours by the matrix and offset that were drawn', () => {
    const maps = drawColours(n, { seed: 4 });
    const { values: coloured } = of((photos) => applyColourMaps(photos, maps));
    for (const [view, y, x, to] of [[0, 0, 0, 0], [4, 7, 2, 1], [9, 11, 11, 2]] as const) {
      const { matrix, offset } = maps[view]!;
      const sum = [0, 1, 2].reduce((all, from) => all + at(view, y, x, from) * matrix[from]![to], offset[to]);
      expect(at(view, y, x, to, coloured)).toBeCloseTo(Math.max(-1, Math.min(1, sum)), 5);
    }
    expect(() => tf.tidy(() => applyColourMaps(tf.zeros([n, 3, 3, 3]), maps.slice(1)))).toThrow('colour maps: expected one for each of 10 views, got 9');
  });

  it('stay black where photos are, whatever the light, and grey in the middle, whatever the contrast', () => {
    const only = { seed: 4, contrast: 0, brightness: 0, saturation: 0, tint: 0 };
    const through = (colour: number, changes: object): number[] => drawColours(n, { ...only, ...changes }).map(({ matrix, offset }) => colour * matrix.reduce((sum, row) => sum + row[0], 0) + offset[0]);
    for (const value of through(-1, { brightness: 0.5 })) expect(value).toBeCloseTo(-1, 6);
    for (const value of through(-0.1, { contrast: 0.5 })) expect(value).toBeCloseTo(-0.1, 6);
    expect(new Set(through(0.5, { brightness: 0.5 })).size).toBe(n);
  });

  it('leave grey where they take colour away', () => {
    const { values: grey } = of((photos) => greyOut(photos, { seed: 1, share: 1 }));
    for (let i = 0; i < grey.length; i += 3) {
      const expected = luma[0] * values[i]! + luma[1] * values[i + 1]! + luma[2] * values[i + 2]!;
      for (let c = 0; c < 3; c++) expect(Math.abs(grey[i + c]! - expected)).toBeLessThan(1e-5);
    }
    expect(unchanged(of((photos) => greyOut(photos, { seed: 1, share: 0 })).values)).toHaveLength(n);
  });

  it('blur a run of them, wherever it begins, and keep the mean', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => unchanged(of((photos) => blur(photos, { seed, share: 0.4 })).values).length);
    expect(counts).toEqual([6, 6, 6, 6, 6, 6, 6, 6]);
    expect(unchanged(of((photos) => blur(photos, { seed: 1, share: 0 })).values)).toHaveLength(n);
    // noise loses most of its variance, a plain view nothing
    const all = of((photos) => blur(photos, { seed: 1, share: 1 })).values;
    const spread = (rows: Float32Array): number => rows.reduce((sum, value) => sum + value * value, 0);
    expect(spread(all)).toBeLessThan(0.9 * spread(values));
    const plain = values.map(() => 0.5);
    expect(of((photos) => blur(photos, { seed: 1, share: 1 }), plain).values.every((value) => Math.abs(value - 0.5) < 1e-5)).toBe(true);
  });

  it('give the two views of a photo the colours of that photo', () => {
    const shades = Float32Array.from(values, (_, i) => Math.floor(i / (values.length / n)) / 5 - 0.9);
    const { values: views } = of((photos) => twoViews(photos, { side: 6, seed: 1 }), shades);
    const mean = (view: number): number => views.subarray(view * 108, (view + 1) * 108).reduce((sum, value) => sum + value, 0) / 108;
    const alike = Array.from({ length: n }, (_, i) => Math.abs(mean(i) - mean(n + i)));
    const apart = Array.from({ length: n }, (_, i) => Math.abs(mean(i) - mean(n + ((i + 5) % n))));
    const sum = (rows: number[]): number => rows.reduce((all, value) => all + value, 0);
    expect(sum(alike)).toBeLessThan(0.4 * sum(apart));
  });
});

describe('random boxes', () => {
  const boxes = drawBoxes(2000, { seed: 9, area: [0.2, 0.8], aspect: 4 / 3 });

  it('lie within the photo, and cover the shares and shapes that are asked for', () => {
    const areas = boxes.map(([y1, x1, y2, x2]) => (y2 - y1) * (x2 - x1));
    const shapes = boxes.map(([y1, x1, y2, x2]) => (x2 - x1) / (y2 - y1));
    expect(boxes.flat().every((edge) => edge >= 0 && edge <= 1 + 1e-12)).toBe(true);
    expect(Math.min(...areas)).toBeCloseTo(0.2, 1);
    expect(Math.max(...areas)).toBeCloseTo(0.8, 1);
    expect(areas.reduce((sum, area) => sum + area, 0) / areas.length).toBeCloseTo(0.5, 1);
    expect([Math.min(...shapes) >= 0.749, Math.max(...shapes) <= 1.334]).toEqual([true, true]);
  });

  it('are spread evenly: a place in the middle is seen more often than a corner, left as often as right', () => {
    const seen = (y: number, x: number): number => boxes.filter(([y1, x1, y2, x2]) => y >= y1 && y <= y2 && x >= x1 && x <= x2).length / boxes.length;
    expect(seen(0.5, 0.5)).toBeGreaterThan(2 * seen(0.02, 0.02));
    expect(Math.abs(seen(0.5, 0.2) - seen(0.5, 0.8))).toBeLessThan(0.05);
    const mirrored = mirrorBoxes(boxes, { seed: 3 }).filter(([, x1, , x2]) => x1 > x2).length / boxes.length;
    expect(Math.abs(mirrored - 0.5)).toBeLessThan(0.05);
  });

  it('refuse areas that are none', () => {
    expect(() => drawBoxes(1, { seed: 1, area: [0, 1] })).toThrow('area: expected two fractions with 0 < from ≤ to ≤ 1, got 0 and 1');
    expect(() => drawBoxes(1, { seed: 1, area: [0.5, 1.2] })).toThrow(RangeError);
  });
});
