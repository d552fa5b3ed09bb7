// Messages in their order, and what takes long in steps.

import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { expect, it, vi } from 'vitest';
import { SteppedDesk } from '../../src-shared/desk/stepped-desk.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import type { Grouped } from '../../src-shared/contract.ts';
import { FakeBridge } from '../renderer/fake-bridge.ts';

const saved = toSavedColumns({ height: null, groups: [] });
const space = new FakeBridge({ photos: 12 }).space();

it('answers in the order in which it was asked', async () => {
  const desk = new SteppedDesk(new GroupsDesk());
  const order: string[] = [];
  await Promise.all([
    desk.ask({ kind: 'start', space, judgments: [], saved }).then(() => order.push('start')),
    desk.ask({ kind: 'save' }).then(() => order.push('save'))
  ]);
  expect(order).toEqual(['start', 'save']);
});

it('says of an empty space that there is nothing to group, and of a message before any space what is missing, and goes on', async () => {
  const desk = new SteppedDesk(new GroupsDesk());
  expect(await desk.ask({ kind: 'start', space: { ...space, ids: new Uint32Array() }, judgments: [], saved })).toBeNull();
  await expect(desk.ask({ kind: 'standing' })).rejects.toThrow('expected a space before anything is grouped');
  expect(((await desk.ask({ kind: 'start', space, judgments: [], saved })) as Grouped).columns.ids.length).toBeGreaterThan(0);
});

it('answers what is asked while something is learned, between the steps of that', async () => {
  const order: string[] = [];
  const desk = new GroupsDesk();
  let steps = 0;
  vi.spyOn(desk, 'prepare').mockImplementation(function* () {
    // more steps than are taken unless there are turns between them
    while (!order.includes('height')) {
      steps++;
      yield;
    }
  });
  const stepped = new SteppedDesk(desk);
  const started = (await stepped.ask({ kind: 'start', space, judgments: [], saved })) as Grouped;
  const learned = stepped.ask({ kind: 'learn' }).then(() => order.push('learn'));
  await vi.waitFor(() => expect(steps).toBeGreaterThan(1));
  await stepped.ask({ kind: 'height', height: started.height }).then(() => order.push('height'));
  await learned;
  expect(order).toEqual(['height', 'learn']);
});
