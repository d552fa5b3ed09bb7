// Maps of an open library, with the real worker: made, told of, cancelled, kept on disk, continued.
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LensId, LibraryEmit, PhotoSpace } from '../../../src-shared/contract.ts';
import type { MapMethod, MapProgress } from '../../../src-shared/mapping/map.ts';
import { Maps } from '../../../src-main/library/mapping/maps.ts';
import { madeSpace, without } from './made.ts';

const lens = 1 as LensId;
let stored: string;
let space: PhotoSpace;
let told: MapProgress[];
const opened: Maps[] = [];

beforeEach(async () => {
  stored = await mkdtemp(join(tmpdir(), 'kindred-maps-'));
  space = madeSpace();
  told = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((maps) => maps.close()));
  await rm(stored, { recursive: true, force: true });
});

function open(): Maps {
  const emit: LibraryEmit = (name, payload) => {
    if (name === 'map.progress') told.push(payload as MapProgress); // of that name
  };
  const maps = new Maps({ stored, space: async () => space, emit });
  opened.push(maps);
  return maps;
}

async function made(maps: Maps, method: MapMethod = 'umap'): Promise<void> {
  const before = told.length;
  maps.start(lens, method);
  await vi.waitFor(() => expect(told.slice(before).some(({ phase }) => phase !== 'running')).toBe(true), { timeout: 60_000, interval: 20 });
  expect(told.at(-1)).toMatchObject({ phase: 'done', share: 1 });
}

describe('a map', () => {
  it.each(['umap', 'tsne', 'pca', 'autoencoder'] as const)('is made by %s, with its quality', async (method) => {
    if (method === 'autoencoder') space = madeSpace({ clusters: 2, each: 6 });
    const maps = open();
    expect(await maps.read(lens, method)).toEqual({ map: null, current: false, progress: null });
    await made(maps, method);
    const { map, current } = await maps.read(lens, method);
    expect(current).toBe(true);
    expect(map).toMatchObject({ method, ids: space.ids, placed: 0 });
    expect(map!.positions).toHaveLength(2 * space.ids.length);
    expect(map!.trustworthiness).toBeGreaterThan(0.7);
    expect(map!.continuity).toBeGreaterThan(0.7);
    expect(map!.certainty.every((one) => one >= 0 && one <= 1)).toBe(true);
  });

  it('is gone from memory and disk with its lens, and those of other lenses stay', async () => {
    const maps = open();
    await made(maps, 'pca');
    const other = (await readdir(stored))[0]!.replace(/^map-1/, 'map-2');
    await copyFile(join(stored, (await readdir(stored))[0]!), join(stored, other));
    await maps.drop(lens);
    expect(await readdir(stored)).toEqual([other]);
    expect((await maps.read(lens, 'pca')).map).toBeNull();
  });

  it('keeps nothing that is still being made when its lens is deleted', async () => {
    const maps = open();
    maps.start(lens, 'umap');
    await maps.drop(lens);
    expect(await readdir(stored)).toEqual([]);
  });

  it('is there again when the library is opened again, unless its file is damaged', async () => {
    const first = open();
    await made(first, 'pca');
    const { map } = await first.read(lens, 'pca');
    expect(await open().read(lens, 'pca')).toEqual({ map, current: true, progress: null });
    const file = join(stored, 'map-1-pca.bin');
    const bytes = await readFile(file);
    bytes[100]! ^= 1;
    await writeFile(file, bytes);
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await open().read(lens, 'pca')).toMatchObject({ map: null });
    expect(complain).toHaveBeenCalledWith(expect.stringContaining('its checksum does not match'));
    complain.mockRestore();
  });

  it('takes in a few new photos between their neighbours, and moves no other', async () => {
    const all = space;
    space = without(all, 3);
    const maps = open();
    await made(maps);
    const { map: before } = await maps.read(lens, 'umap');
    space = all;
    expect(await maps.read(lens, 'umap')).toMatchObject({ current: false });
    await made(maps);
    const { map, current } = await maps.read(lens, 'umap');
    expect(current).toBe(true);
    expect(map).toMatchObject({ ids: all.ids, placed: 3, seconds: before!.seconds });
    expect(map!.positions.subarray(0, before!.positions.length)).toEqual(before!.positions);
  });

  it('is made again where many photos are new, or the metric changed, and laid onto the last', async () => {
    const maps = open();
    await made(maps);
    const { map: before } = await maps.read(lens, 'umap');
    space = madeSpace({ scale: 1.5, revision: 2 });
    expect(await maps.read(lens, 'umap')).toMatchObject({ current: false });
    await made(maps);
    const { map } = await maps.read(lens, 'umap');
    let [moved, size] = [0, 0];
    map!.positions.forEach((value, at) => {
      moved += (value - before!.positions[at]!) ** 2;
      size += before!.positions[at]! ** 2;
    });
    expect(moved).toBeGreaterThan(0);
    expect(Math.sqrt(moved / size)).toBeLessThan(0.5); // 1.4 for maps that have nothing to do with each other
    space = madeSpace({ clusters: 4, from: 1 });
    await made(maps);
    expect((await maps.read(lens, 'umap')).map).toMatchObject({ placed: 0 });
  });

  it('is not made where it is cancelled, and what was there stays', async () => {
    space = madeSpace({ clusters: 10, each: 60 });
    const maps = open();
    const started = maps.start(lens, 'tsne');
    expect(started).toMatchObject({ phase: 'running', share: 0 });
    expect(maps.start(lens, 'tsne')).toEqual(started);
    await vi.waitFor(() => expect(told.some(({ phase, share }) => phase === 'running' && share > 0)).toBe(true), { timeout: 30_000, interval: 10 });
    maps.cancel();
    await vi.waitFor(() => expect(told.at(-1)!.phase).toBe('cancelled'), { timeout: 30_000 });
    expect(await maps.read(lens, 'tsne')).toMatchObject({ map: null, progress: null });
  });

  it('gives way to another that is wanted', async () => {
    space = madeSpace({ clusters: 10, each: 60 });
    const maps = open();
    maps.start(lens, 'tsne');
    await made(maps, 'pca').catch(() => undefined); // the first end told is that of the other
    await vi.waitFor(() => expect(told.map(({ method, phase }) => `${method} ${phase}`)).toEqual(expect.arrayContaining(['tsne cancelled', 'pca done'])), { timeout: 30_000 });
  });

  it('fails with the reason where there is no space', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const maps = new Maps({ stored, space: () => Promise.reject(new Error('no points')), emit: (name, payload) => { if (name === 'map.progress') told.push(payload as MapProgress); } });
    opened.push(maps);
    maps.start(lens, 'pca');
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ phase: 'failed', reason: 'no points' }));
    complain.mockRestore();
  });
});
