// A space as bytes, there and back.

import { expect, it } from 'vitest';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { readSpace, spaceParts } from '../../../src-shared/learning/metric/space-bytes.ts';

const levels = { finest: 0, sameShot: 0.25, sameMoment: 1, related: 2, coarsest: 4, default: 1 };
const space: PhotoSpace = {
  revision: 7, ids: Uint32Array.of(3, 5, 4294967295), dims: 2, points: Float32Array.of(0, 1, -2.5, 3, 4, 5), k: 1,
  neighbours: Uint32Array.of(1, 0, 1), distances: Float32Array.of(3.2, 3.2, 6.8), levels,
  metric: { sections: [{ name: 'colour', start: 0, dims: 2, share: 1 }], calibration: { middle: 1.5, slope: 0.6 }, answers: 4 }
};

function bytesOf(one: PhotoSpace): ArrayBuffer {
  const parts = spaceParts(one);
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

it('is the same space after its way, its arrays views of the bytes', () => {
  const bytes = bytesOf(space);
  const read = readSpace(bytes);
  expect(read).toEqual(space);
  expect([read.ids, read.points, read.neighbours, read.distances].every(({ buffer }) => buffer === bytes)).toBe(true);
});

it('copies no array on its way out', () => {
  expect(spaceParts(space).slice(1).map(({ buffer }) => buffer)).toEqual([space.ids.buffer, space.points.buffer, space.neighbours.buffer, space.distances.buffer]);
});

it('may hold no photo, or one without neighbours, or be a part of larger arrays', () => {
  const none: PhotoSpace = { revision: 1, ids: new Uint32Array(), dims: 1, points: new Float32Array(), k: 0, neighbours: new Uint32Array(), distances: new Float32Array(), levels };
  expect(readSpace(bytesOf(none))).toEqual(none);
  const one = { ...none, ids: Uint32Array.of(9, 8).subarray(1), points: Float32Array.of(1, 2, 3).subarray(2) };
  expect(readSpace(bytesOf(one))).toEqual({ ...one, ids: Uint32Array.of(8), points: Float32Array.of(3) });
});

it('refuses bytes that are no space, of another layout, or cut short', () => {
  const bytes = bytesOf(space);
  for (const wrong of [new ArrayBuffer(0), new ArrayBuffer(64), new TextEncoder().encode('There is nothing here.').buffer]) expect(() => readSpace(wrong)).toThrow('expected a space of layout 1');
  expect(() => readSpace(bytes.slice(0, -4))).toThrow(`expected ${bytes.byteLength} bytes of a space of 3 photos`);
  expect(() => readSpace(bytes.slice(0, 20))).toThrow('expected a head');
  new Uint32Array(bytes, 4, 1)[0] = 2;
  expect(() => readSpace(bytes)).toThrow('got layout 2');
});
