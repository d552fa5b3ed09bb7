// What was learned, on the page: told where it was applied, waiting where it is much, and stored as it is shown.

import { beforeEach, expect, it } from 'vitest';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { Groups } from '../../../src-renderer/state/groups.svelte.ts';
import type { Applied } from '../../../src-renderer/state/offered.svelte.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';

/** Its metric learns when a test says so: then all photos are alike, or one more than before. */
class LearningBridge extends FakeBridge {
  learned: 'nothing' | 'little' | 'much' = 'nothing';

  override space(): PhotoSpace {
    const space = super.space();
    if (this.learned === 'nothing') return space;
    const points = this.learned === 'much' ? space.points.map(() => 0) : space.points.slice();
    if (this.learned === 'little') points.set(points.slice(-space.dims), 0); // the first photo goes to the last
    const calibration = { middle: 1, slope: 10 };
    return { ...space, points, revision: 2, metric: { ...space.metric, calibration, answers: 3 } as NonNullable<PhotoSpace['metric']> }; // all that is read of it
  }
}

let bridge: LearningBridge;
let applied: Applied[];
let always: boolean;
let groups: Groups;
const sizes = (): number[] => Array.from({ length: groups.table.count }, (_, place) => groups.table.sizeAt(place));

beforeEach(async () => {
  bridge = new LearningBridge({ photos: 40 });
  [applied, always] = [[], false];
  groups = new Groups({ bridge, lensId, saveAfterMs: 5, port: bridge.port(), onFailure: (error) => { throw error; }, always: () => always, onApplied: (what) => applied.push(what) });
  await groups.read(() => []);
});

const learn = (much: LearningBridge['learned']): Promise<void> => {
  bridge.learned = much;
  return groups.read(() => []);
};

it('tells of a few photos that moved, and takes them back', async () => {
  const before = sizes();
  await learn('little');
  expect(applied).toEqual([{ kind: 'few', moved: 1 }]);
  expect(sizes()).not.toEqual(before);
  await groups.offered.revert();
  expect(sizes()).toEqual(before);
  await groups.flush();
  expect(bridge.saved.groups.filter(({ photos }) => photos.length > 1).map(({ photos }) => photos.length)).toEqual(before);
});

it('keeps the groups and the slider while much is offered, and changes both where it is applied', async () => {
  const [before, position] = [sizes(), groups.position];
  await learn('much');
  expect([sizes(), groups.position, applied]).toEqual([before, position, []]);
  expect(groups.offered.offer).toMatchObject({ before: before.length, after: 1 });
  expect((await groups.offered.changes()).count).toBe(1);
  await groups.offered.decline();
  expect([sizes(), groups.offered.offer]).toEqual([before, null]);
  await groups.offered.follow();
  expect(sizes()).toEqual([40]);
});

it('applies what is offered, and tells of it', async () => {
  await learn('much');
  const { offer } = groups.offered;
  await groups.offered.accept();
  expect([sizes(), applied, groups.offered.offer]).toEqual([[40], [{ kind: 'offer', offer }], null]);
});

it('applies it once, however often it is asked for, and stores it at once', async () => {
  await learn('much');
  const before = sizes();
  const { offer } = groups.offered;
  groups.offered.take({ offer, followed: 0, reverted: false });
  await Promise.all([groups.offered.accept(), groups.offered.accept()]);
  expect([sizes(), applied]).toEqual([[40], [{ kind: 'offer', offer }]]);
  expect(bridge.saved.groups.filter(({ photos }) => photos.length > 1).map(({ photos }) => photos.length)).toEqual([40]);
  await groups.move(0.9);
  expect(await groups.offered.revert()).toBe(true); // whatever the slider did
  expect(sizes()).toEqual(before);
});

it('says whether it could be taken back: not once another page stored other groups', async () => {
  await learn('much');
  await groups.offered.accept();
  await groups.takeStored(++bridge.revision);
  expect(await groups.offered.revert()).toBe(false);
});

it('applies it at once where that is set', async () => {
  always = true;
  await learn('much');
  expect([sizes(), applied.length]).toEqual([[40], 1]);
});

it('knows where the slider is suggested to stand, and stays where it was put', async () => {
  expect(groups.suggested).toBeCloseTo(groups.position, 5);
  await groups.move(0.3);
  await learn('much');
  expect(groups.position).toBeCloseTo(0.3, 5);
  expect(groups.suggested).toBeGreaterThan(0.35);
  await groups.offered.follow();
  expect(groups.position).toBeCloseTo(groups.suggested!, 5);
  await groups.flush();
  expect(bridge.saved.height).toBeNull();
});
