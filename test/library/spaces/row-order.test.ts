import { expect, it } from 'vitest';
import { makeSpace } from '../../../src-main/library/spaces/space.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import type { JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import { Grouper } from '../../../src-shared/learning/groups/grouping.ts';
import { lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { asked } from '../../origins.ts';
import { DIM, madeFile, madePhoto, madeStore, madeVersions } from '../../store/made-store.ts';

const names = Array.from({ length: 400 }, (_, at) => `${at}.jpg`);

/** The groups at the default, as lists of names, of a library whose files were read in that order. */
async function groupsOf(order: readonly string[]): Promise<string[]> {
  const store = madeStore();
  const versions = madeVersions(store);
  writeIndexed(store, versions, order.map((name) => {
    const next = uniform(1 + Math.floor(Number.parseInt(name) / 4)); // scenes of four
    const own = uniform(100 + Number.parseInt(name));
    // only colour tells the scenes apart, so that there is something to learn
    const vector = (length: number): Float32Array => Float32Array.from({ length }, () => (length === 2 ? next() + 0.05 * own() : own()));
    return { ...madeFile(name), outcome: madePhoto(name), descriptors: { embedding: vector(DIM), features: { colour: vector(2), layout: vector(3), texture: vector(5) }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) } };
  }), 0);
  const nameOf = new Map(store.db.prepare<[], [number, string]>('SELECT photo_id, path FROM files').raw().all());
  const idOf = new Map(Array.from(nameOf, ([id, name]) => [name, id as PhotoId]));
  const judgments = Array.from({ length: 48 }, (_, at) => {
    const photos = [idOf.get(names[at * 8]!)!, idOf.get(names[at * 8 + (at % 2 === 0 ? 1 : 4)]!)!] as const;
    return { id: (at + 1) as JudgmentId, statement: { kind: at % 2 === 0 ? 'similar' : 'different', photos }, origin: asked } as const;
  });
  const space = lensSpace({ revision: 1, ...(await makeSpace(store, versions)) }, judgments);
  const { groups } = new Grouper().group({ space, judgments });
  store.close();
  return groups.map(({ photos }) => Array.from(photos, (id) => nameOf.get(id)!).sort().join(' ')).sort();
}

it('gives the same photos and answers the same groups, whatever order their files were read in', async () => {
  const next = uniform(7);
  const shuffled = names.map((name) => ({ name, at: next() })).sort((a, b) => a.at - b.at).map(({ name }) => name);
  const groups = await groupsOf(names);
  expect(groups.length).toBeGreaterThan(5);
  expect(await groupsOf(shuffled)).toEqual(groups);
  expect(await groupsOf(names.toReversed())).toEqual(groups);
});
