import { expect, it, vi } from 'vitest';
import { Photos } from '../../../src-renderer/state/photos.ts';
import { Showing } from '../../../src-renderer/state/showing.svelte.ts';
import { USUAL_VIEW, type View } from '../../../src-shared/finding/view.ts';
import type { LensId } from '../../../src-shared/contract.ts';

const ids = Uint32Array.from([1, 2, 3]);
const photos = new Photos({ ids, widths: Uint32Array.from([10, 30, 20]), heights: Uint32Array.from([10, 10, 10]), takenAt: Float64Array.from([3, 2, 1]) });

function made(view?: View) {
  const kept: View[] = [];
  const writes: (() => void)[] = [];
  const bridge = {
    request: async () => ({ ids, folders: new Uint32Array(3), folderNames: [{ folder: '/p', path: '' }], towns: new Uint32Array(3), townNames: [''], albums: new Uint32Array(), albumNames: [''], nameRanks: Uint32Array.from([2, 0, 1]) }),
    on: () => () => {}
  };
  const onView = (changed: View) => (kept.push(changed), new Promise<void>((resolve) => writes.push(resolve)));
  return { showing: new Showing({ bridge: bridge as never, lensId: () => 1 as LensId, onFailure: (error) => { throw error; }, view, onView }), kept, writes };
}

it('puts photos into each order', async () => {
  const { showing } = made();
  await showing.read();
  const order = (sort: 'newest' | 'oldest' | 'name' | 'pixels') => (showing.change({ photos: sort }), [...showing.sorted(ids, photos)]);
  expect([order('newest'), order('oldest'), order('name'), order('pixels')]).toEqual([[1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 3, 1]]);
});

it('shows as it was kept, and keeps what is chosen within bounds', async () => {
  const { showing, kept } = made({ ...USUAL_VIEW, groups: 'name', dense: true });
  expect([showing.groups, showing.photos, showing.dense]).toEqual(['name', 'newest', true]);
  showing.resize(7);
  await vi.waitFor(() => expect(kept).toEqual([{ ...USUAL_VIEW, groups: 'name', dense: true, size: 2 }]));
});

it('writes the newest of many changes once the one before is written', async () => {
  const { showing, kept, writes } = made();
  for (const size of [0.6, 0.7, 0.8]) showing.resize(size);
  await vi.waitFor(() => expect(writes).toHaveLength(1));
  for (const size of [0.9, 1.1]) showing.resize(size);
  writes[0]!();
  await vi.waitFor(() => expect(writes).toHaveLength(2));
  expect(kept.map(({ size }) => size)).toEqual([0.6, 1.1]);
});
