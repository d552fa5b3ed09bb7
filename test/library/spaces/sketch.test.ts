// A large library that is opened for the first time: a space of some of its photos comes before that of all.

import { expect, it } from 'vitest';
import { SpaceKeeper } from '../../../src-main/library/spaces/space-keeper.ts';
import { makeSpace, sketchedOf } from '../../../src-main/library/spaces/space.ts';
import { isSpaceKept } from '../../../src-main/library/spaces/space-cache.ts';
import { writeGrouping } from '../../../src-main/store/groups.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import type { GroupId, PhotoId, PhotoSpace } from '../../../src-shared/contract.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { DIM, madeFile, madePhoto, madeStore, madeVersions } from '../../store/made-store.ts';

function madeLibrary(count: number) {
  const store = madeStore();
  const versions = madeVersions(store);
  const next = uniform(1);
  const vector = (length: number): Float32Array => Float32Array.from({ length }, next);
  writeIndexed(store, versions, Array.from({ length: count }, (_, at) => ({
    ...madeFile(`${at}.jpg`), outcome: { ...madePhoto(`${at}`), takenAt: at }, descriptors: { embedding: vector(DIM), features: { colour: vector(2), layout: vector(3), texture: vector(5) }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) }
  })), 0);
  return { store, versions };
}

/** Whoever opens the library, which is said to be of so many photos: what is read first, and all spaces that were told of. */
async function open({ store, versions }: ReturnType<typeof madeLibrary>, photos: number): Promise<{ readonly first: PhotoSpace; readonly told: PhotoSpace[] }> {
  const told: Promise<PhotoSpace>[] = [];
  const keeper = new SpaceKeeper({ stored: store.folder, versions }, () => told.push(keeper.read()), { photos: () => photos, sketched: 120 });
  try {
    const first = await keeper.read();
    await expect.poll(() => keeper.busy, { timeout: 25_000 }).toBe(false);
    return { first, told: await Promise.all(told) };
  } finally {
    await keeper.close();
  }
}

it('comes as a space of runs of its photos first, then as that of all, which alone is kept', async () => {
  const library = madeLibrary(300);
  const { first, told } = await open(library, 20_000);
  expect(told.map(({ revision, ids }) => [revision, ids.length])).toEqual([[1, 120], [2, 300]]);
  expect(first).toBe(told[0]);
  const { revision: _, digest: _digest, ...whole } = told[1]!;
  expect(whole).toEqual(await makeSpace(library.store, library.versions));

  expect(isSpaceKept(library.store.folder)).toBe(true);
  const again = await open(library, 20_000);
  expect(again.told.map(({ ids }) => ids.length)).toEqual([300]);
});

it('comes whole at once where there are groups to look at meanwhile, and where it is not large', async () => {
  const small = await open(madeLibrary(30), 19_999);
  expect(small.told).toHaveLength(1);

  const library = madeLibrary(30);
  writeGrouping(library.store, DEFAULT_LENS, toSavedColumns({ height: null, groups: [{ id: 1 as GroupId, name: null, cover: 1 as PhotoId, photos: Uint32Array.of(1, 2) }] }));
  const { told } = await open(library, 20_000);
  expect(told.map(({ revision, ids }) => [revision, ids.length])).toEqual([[1, 30]]);
});

it('takes runs of photos that follow each other from all over the library', () => {
  const ids = Uint32Array.from({ length: 100_000 }, (_, at) => at + 1);
  const some = sketchedOf(ids, 6000);
  expect(some).toHaveLength(6000);
  const starts = some.filter((id, at) => at === 0 || id !== some[at - 1]! + 1);
  expect(starts).toHaveLength(100);
  for (const [at, start] of starts.entries()) expect(Math.abs(start - 1 - at * 1000)).toBeLessThanOrEqual(1);
  expect(sketchedOf(ids.subarray(0, 5000), 6000)).toEqual(ids.subarray(0, 5000));
  for (const count of [6001, 6100, 20_001, 77_777]) {
    const picked = sketchedOf(ids.subarray(0, count), 6000);
    expect(Math.abs(picked.length - 6000)).toBeLessThanOrEqual(100);
    expect(picked.toSorted()).toEqual(picked);
  }
});
