import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { LARGE, sha256, sha256AtOnce, SLICE } from '../../src-main/photos/sha256.ts';
import { noise } from './pictures.ts';

const of = (...pieces: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};
const bytes = Buffer.alloc(LARGE + SLICE + 1, Buffer.from(noise(100, 100, 3).data));

it('is the standard hash, of data of any size in any pieces', async () => {
  expect(await sha256([Buffer.from('abc')])).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'); // FIPS 180-4
  expect(await sha256([])).toBe(of());
  expect(sha256AtOnce([Buffer.from('a'), Buffer.alloc(0), Buffer.from('bc')])).toBe(await sha256([Buffer.from('abc')]));
  for (const length of [LARGE, LARGE + 1, bytes.length]) {
    const data = bytes.subarray(0, length);
    const [first, second] = [3, length - 5];
    expect(await sha256([data]), `${length} bytes`).toBe(of(data));
    expect(await sha256([data.subarray(0, first), Buffer.alloc(0), data.subarray(first, second), data.subarray(second)]), `${length} bytes in pieces`).toBe(of(data));
  }
});

it('lets other work go on after every slice of large data, however it is split', async () => {
  for (const size of [bytes.length, 3 * SLICE, 700_001]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
    let pauses = 0;
    expect(await sha256(pieces, async () => { pauses++; })).toBe(of(bytes));
    expect(pauses).toBe(Math.floor(bytes.length / SLICE));
  }
});
