// A library that a few photos came to or left: its space is the one before with what changed, and near the one that would be made anew.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { LikeRanker } from '../../../src-main/library/alike/rank.ts';
import { currentSpace, keptSpace } from '../../../src-main/library/spaces/current-space.ts';
import { digestOf } from '../../../src-main/library/spaces/space-digest.ts';
import { makeSpace, type MadeSpace } from '../../../src-main/library/spaces/space.ts';
import type { Store } from '../../../src-main/store/database.ts';
import type { DescriptorVersions } from '../../../src-main/store/descriptors.ts';
import { fromHalf } from '../../../src-main/store/half.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { DIM, madeFile, madePhoto, madeStore, madeVersions } from '../../store/made-store.ts';

const PER_SCENE = 12;
const SCENES = 25;
/** Every library is worth updating. */
const small = { from: 10, changed: 0.1 };

interface Made {
  readonly store: Store;
  readonly versions: DescriptorVersions;
  /** Adds photos of scene after scene, the next from where the last left off. */
  readonly add: (count: number, latitude?: number) => void;
}

function madeLibrary(count: number): Made {
  const store = madeStore();
  const versions = madeVersions(store);
  const next = normal(2);
  const sizes = [DIM, 2, 3, 5];
  const vectors = (): Float32Array[] => sizes.map((length) => Float32Array.from({ length }, next));
  const scenes = Array.from({ length: SCENES }, vectors);
  let made = 0;
  const add = (more: number, latitude: number | null = null): void => {
    writeIndexed(store, versions, Array.from({ length: more }, () => {
      const at = made++;
      const [embedding, colour, layout, texture] = scenes[Math.floor(at / PER_SCENE) % scenes.length]!.map((scene) => scene.map((value) => value + 0.15 * next())) as [Float32Array, Float32Array, Float32Array, Float32Array];
      // ids run the other way from time
      return { ...madeFile(`${at}.jpg`), outcome: { ...madePhoto(`${at}`), takenAt: 1e12 - at * 1e6, latitude, longitude: latitude }, descriptors: { embedding, features: { colour, layout, texture }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) } };
    }), 0);
  };
  add(count);
  return { store, versions, add };
}

const pointOf = ({ ids, dims, points }: MadeSpace, id: number): number[] => [...points.subarray(ids.indexOf(id) * dims, (ids.indexOf(id) + 1) * dims)];
const nearOf = ({ ids, k, neighbours }: MadeSpace, id: number, count: number): number[] => [...neighbours.subarray(ids.indexOf(id) * k, ids.indexOf(id) * k + count)].map((row) => ids[row]!);

/** The share of the ten nearest of `ids` that two spaces have in common. */
function agreement(a: MadeSpace, b: MadeSpace, ids: Iterable<number>): number {
  const shares = Array.from(ids, (id) => nearOf(a, id, 10).filter((other) => nearOf(b, id, 10).includes(other)).length / 10);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

it('keeps the points of those that stay, places those that come among them, and forgets those that go', async () => {
  const { store, versions, add } = madeLibrary(600);
  const before = await currentSpace(store, versions, small);
  expect(before).toEqual(await makeSpace(store, versions)); // there was none to update
  add(30);
  for (const path of ['5.jpg', '77.jpg']) store.db.prepare('UPDATE files SET missing_since = 1 WHERE path = ?').run(path);
  store.db.prepare('UPDATE photos SET taken_at = taken_at + 7e9 WHERE id = 200').run();

  const updated = await currentSpace(store, versions, small);
  const anew = await makeSpace(store, versions);
  expect(updated.ids).toEqual(anew.ids);
  expect([...updated.ids].filter((id) => id <= 600 && JSON.stringify(pointOf(before, id)) !== JSON.stringify(pointOf(updated, id)))).toEqual([200]);
  const came = [...updated.ids].filter((id) => id > 600);
  expect(came).toHaveLength(30);
  const sceneOf = (id: number): number => Math.floor((id - 1) / PER_SCENE) % SCENES; // ids count up from 1
  for (const space of [updated, anew]) for (const id of [...came, 200]) expect(nearOf(space, id, 10).filter((other) => sceneOf(other) === sceneOf(id)).length).toBeGreaterThanOrEqual(9);
  // those that stay have the neighbours that they would have, as far as those of before did
  const stay = [...updated.ids].filter((id) => id <= 600);
  expect(agreement(updated, anew, stay)).toBeGreaterThan(agreement(before, anew, stay));
  expect(await currentSpace(store, versions, small)).toEqual(updated);
  expect(keptSpace(store, versions)).toEqual(updated);
});

it.each([['only went', 0, 12], ['came alone', 1, 0]])('is updated where photos %s', async (_, come, go) => {
  const { store, versions, add } = madeLibrary(300);
  const before = await currentSpace(store, versions, small);
  store.db.prepare('UPDATE files SET missing_since = 1 WHERE photo_id <= ?').run(go);
  add(come);
  const updated = await currentSpace(store, versions, small);
  const anew = await makeSpace(store, versions);
  expect(updated.ids).toEqual(anew.ids);
  const stay = [...updated.ids].filter((id) => id <= 300);
  for (const id of stay) expect(pointOf(updated, id)).toEqual(pointOf(before, id));
  expect(agreement(updated, anew, stay)).toBeGreaterThan(agreement(before, anew, stay) - 0.02);
});

it('is made anew where too much has changed in all, and where there is more to tell photos apart by', async () => {
  const library = madeLibrary(400);
  const { store, versions, add } = library;
  await currentSpace(store, versions, small);
  for (const came of [20, 15]) {
    add(came);
    expect(await currentSpace(store, versions, small)).not.toEqual(await makeSpace(store, versions));
  }
  add(15); // 50 of 450 since
  expect(await currentSpace(store, versions, small)).toEqual(await makeSpace(store, versions));

  add(10, 48);
  const placed = await currentSpace(store, versions, small);
  expect(placed).toEqual(await makeSpace(store, versions));
  expect(placed.metric!.sections.map(({ name }) => name)).toContain('place');
});

it('is made anew where how photos were placed is not kept', async () => {
  const { store, versions, add } = madeLibrary(300);
  await currentSpace(store, versions, small);
  add(10);
  const updated = await currentSpace(store, versions, small);
  writeFileSync(join(store.folder, 'frame.bin'), '');
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(keptSpace(store, versions)).toBeNull();
  const anew = await currentSpace(store, versions, small);
  expect(anew).toEqual(await makeSpace(store, versions));
  expect(anew).not.toEqual(updated);
  complaint.mockRestore();
});

it('places an image from outside as its photos were placed', async () => {
  const { store, versions, add } = madeLibrary(500);
  await currentSpace(store, versions, small);
  add(40);
  const space = await currentSpace(store, versions, small);
  const prior = { ...space, revision: 1, digest: digestOf(space), sections: space.metric!.sections };
  for (const id of [3, 250, 520]) {
    const [embedding, colour, layout, texture] = (store.db.prepare('SELECT e.vector, d.colour, d.layout, d.texture FROM embeddings e JOIN features d ON d.photo_id = e.photo_id WHERE e.photo_id = ?').raw().get(id) as Buffer[]).map((bytes) => fromHalf(bytes)) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const look = { encoder: 'made', embedding, colour, layout, texture };
    const found = new LikeRanker(() => store).rank({ versions, prior, lens: prior, maps: null }, { like: [{ kind: 'image', look }], among: null, count: 3 });
    expect(found.ids[0]).toBe(id);
    expect(found.distances[0]).toBeLessThan(0.01);
  }
});
