// Spaces by address: fetched by the worker's side, answered in order.

import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { expect, it } from 'vitest';
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
