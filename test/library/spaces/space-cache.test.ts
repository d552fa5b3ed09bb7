import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sharedSpace } from '../../../src-main/library/spaces/shared-space.ts';
import { readKeptSpace, spaceKey, writeSpaceCache } from '../../../src-main/library/spaces/space-cache.ts';
import type { MadeSpace } from '../../../src-main/library/spaces/space.ts';
import type { Described } from '../../../src-main/store/columns.ts';
import { seeded } from '../../made-library.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'kindred-space-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const described = (digest: string): Pick<Described, 'digest'> => ({ digest });
const space: MadeSpace = {
  ids: Uint32Array.of(3, 5), dims: 1, points: Float32Array.of(0.5, -0.5), k: 1, neighbours: Uint32Array.of(1, 0), distances: Float32Array.of(1, 1),
  levels: { finest: 0.1, sameShot: 0.2, sameMoment: 0.3, related: 0.4, coarsest: 0.5, default: 0.3 }
};

it('gives back what was kept, and of what it was made', () => {
  const key = spaceKey(described('a'));
  expect(readKeptSpace(folder)).toBeNull();
  writeSpaceCache(folder, key, space, 3);
  expect(readKeptSpace(folder)).toEqual({ key, space, changed: 3 });
  expect(spaceKey(described('b'))).not.toBe(key);
});

it.each([1, 2, 3])('gives arrays that threads share (%d photos)', (count) => {
  const ids = Uint32Array.from({ length: count }, (_, at) => at + 1);
  const key = spaceKey(described('a'));
  const k = count - 1;
  const large = { ...space, ids, points: new Float32Array(count * 300), dims: 300, k, neighbours: new Uint32Array(count * k), distances: new Float32Array(count * k) };
  writeSpaceCache(folder, key, large);
  const kept = readKeptSpace(folder)!.space;
  expect(kept).toEqual(large);
  for (const { buffer } of [kept.ids, kept.points, kept.neighbours, kept.distances]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(sharedSpace(kept)).toBe(kept);
});

it('says so and rebuilds the space where the file is damaged or the place cannot be written', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const key = spaceKey(described('a'));
  writeSpaceCache(folder, key, space);
  await truncate(join(folder, 'space.bin'), 20);
  expect(readKeptSpace(folder)).toBeNull();
  writeSpaceCache(join(folder, 'nowhere'), key, space);
  expect(complaint).toHaveBeenCalledTimes(2);
  complaint.mockRestore();
});

it('gives back what was kept or nothing, however the file was damaged', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const random = seeded(4);
  const below = (count: number): number => Math.floor(random() * count);
  const count = 40;
  const made: MadeSpace = {
    ...space, ids: Uint32Array.from({ length: count }, (_, at) => 2 * at + 1), dims: 3, points: Float32Array.from({ length: 3 * count }, random),
    k: 2, neighbours: Uint32Array.from({ length: 2 * count }, () => below(count)), distances: Float32Array.from({ length: 2 * count }, random),
    metric: { sections: [{ name: 'colour', start: 0, dims: 3, share: 1 }], calibration: { middle: 1, slope: 4 } }
  };
  const key = spaceKey(described('a'));
  writeSpaceCache(folder, key, made);
  const whole = readFileSync(join(folder, 'space.bin'));
  const damages: ((bytes: Buffer) => Buffer)[] = [
    (bytes) => (bytes.writeUInt8(bytes[0]! ^ 1, 0), bytes),
    (bytes) => { const at = below(bytes.length); bytes[at]! ^= 1 << below(8); return bytes; },
    (bytes) => { bytes.fill(below(256), below(bytes.length)); return bytes; },
    (bytes) => { bytes.writeFloatLE([NaN, Infinity, -1][below(3)]!, below(bytes.length - 4)); return bytes; },
    (bytes) => { bytes.writeUInt32LE(0xffff_ffff, below(bytes.length - 4)); return bytes; },
    (bytes) => bytes.subarray(0, below(bytes.length)),
    (bytes) => { const at = below(bytes.length); return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(16))]); },
    (bytes) => Buffer.concat([bytes, bytes.subarray(below(bytes.length))])
  ];
  for (let turn = 0; turn < 1200; turn++) {
    writeFileSync(join(folder, 'space.bin'), damages[turn % damages.length]!(Buffer.from(whole)));
    const read = readKeptSpace(folder);
    if (read !== null) expect(read, `mutation ${turn}`).toEqual({ key, space: made, changed: 0 });
  }
  vi.restoreAllMocks();
});
