// Spaces by address: fetched by the worker's side, answered in order.

import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { expect, it, vi } from 'vitest';
import { AddressedDesk } from '../../../src-renderer/workers/addressed-desk.ts';
import { GroupsDesk } from '../../../src-renderer/workers/groups-desk.ts';
import type { Grouped } from '../../../src-renderer/workers/groups-messages.ts';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';

const saved = toSavedColumns({ height: null, groups: [] });

it('answers in order, however long a space takes', async () => {
  const bridge = new FakeBridge({ photos: 12 });
  let arrive = (_: PhotoSpace): void => {};
  const desk = new AddressedDesk(new GroupsDesk(), () => new Promise((resolve) => (arrive = resolve)));
  const order: string[] = [];
  const started = desk.ask({ kind: 'start', space: 'here', judgments: [], saved }).then(() => order.push('start'));
  const stored = desk.ask({ kind: 'save' }).then(() => order.push('save'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(order).toEqual([]);
  arrive(bridge.space());
  await Promise.all([started, stored]);
  expect(order).toEqual(['start', 'save']);
});

it('says of an empty space that there is nothing to group, and of one that does not come why', async () => {
  const bridge = new FakeBridge({ photos: 12 });
  const desk = new AddressedDesk(new GroupsDesk(), async (address) => {
    if (address === 'lost') throw new Error('the library was closed');
    return address === 'empty' ? { ...bridge.space(), ids: new Uint32Array() } : bridge.space();
  });
  expect(await desk.ask({ kind: 'start', space: 'empty', judgments: [], saved })).toBeNull();
  await expect(desk.ask({ kind: 'start', space: 'lost', judgments: [], saved })).rejects.toThrow('the library was closed');
  expect((await desk.ask({ kind: 'start', space: 'whole', judgments: [], saved }) as Grouped).columns.ids.length).toBeGreaterThan(0); // and goes on
});

it('answers what is asked while something is learned, between the steps of that', async () => {
  const bridge = new FakeBridge({ photos: 12 });
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
  const addressed = new AddressedDesk(desk, async () => bridge.space());
  const started = (await addressed.ask({ kind: 'start', space: 'here', judgments: [], saved })) as Grouped;
  const learned = addressed.ask({ kind: 'learn' }).then(() => order.push('learn'));
  await vi.waitFor(() => expect(steps).toBeGreaterThan(1));
  await addressed.ask({ kind: 'height', height: started.height }).then(() => order.push('height'));
  await learned;
  expect(order).toEqual(['height', 'learn']);
});
