// Reference values made by resources/encoder/pretraining/fixtures.py, and the picture formula it shares with these tests.
import { readFileSync } from 'node:fs';

export interface Reference {
  readonly photos: number;
  readonly embeddings: readonly number[];
  readonly version?: string;
}

export function readReference(name: 'tiny' | 'encoder'): Reference {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Reference; // made by our own script
}

export function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, import.meta.url)));
}

/** Photo n, row y, column x, channel c: (x (5 + n) + y (3 + 2n) + 85c + ⌊xy / 64⌋) mod 256. */
export function makePictures(count: number, side = 128): Uint8Array {
  const pixels = new Uint8Array(count * side * side * 3);
  let i = 0;
  for (let n = 0; n < count; n++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (let c = 0; c < 3; c++) pixels[i++] = (x * (5 + n) + y * (3 + 2 * n) + 85 * c + ((x * y) >> 6)) % 256;
  return pixels;
}

/** Largest difference of two rows relative to the largest value of the second. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) throw new RangeError(`expected ${expected.length} values, got ${got.length}`);
  let error = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    error = Math.max(error, Math.abs((got[i] ?? NaN) - (expected[i] ?? NaN)));
    scale = Math.max(scale, Math.abs(expected[i] ?? NaN));
  }
  return error / scale;
}
