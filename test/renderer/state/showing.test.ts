import { expect, it } from 'vitest';
import { Photos } from '../../../src-renderer/state/photos.ts';
import { Showing } from '../../../src-renderer/state/showing.svelte.ts';
import type { LensId } from '../../../src-shared/contract.ts';

const ids = Uint32Array.from([1, 2, 3]);
const photos = new Photos({ ids, widths: Uint32Array.from([10, 30, 20]), heights: Uint32Array.from([10, 10, 10]), takenAt: Float64Array.from([3, 2, 1]) });

function made(kept: string | null = null) {
  const stored = new Map(kept === null ? [] : [['kindred-view', kept]]);
  const bridge = {
    request: async () => ({ ids, folders: new Uint32Array(3), folderNames: [{ folder: '/p', path: '' }], towns: new Uint32Array(3), townNames: [''], nameRanks: Uint32Array.from([2, 0, 1]) }),
    on: () => () => {}
  };
  const storage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) };
  return { showing: new Showing({ bridge: bridge as never, lensId: () => 1 as LensId, onFailure: (error) => { throw error; }, kept: storage }), stored };
}

it('puts photos into each order', async () => {
  const { showing } = made();
  await showing.read();
  const order = (sort: 'newest' | 'oldest' | 'name' | 'pixels') => (showing.change({ photos: sort }), [...showing.sorted(ids, photos)]);
  expect([order('newest'), order('oldest'), order('name'), order('pixels')]).toEqual([[1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 3, 1]]);
});

it('keeps what was chosen, within bounds, and nothing that it does not know', () => {
  const { showing, stored } = made('{"groups":"name","photos":"sideways","size":99,"dense":true}');
  expect([showing.groups, showing.photos, showing.size, showing.dense, showing.titles]).toEqual(['name', 'newest', 1, true, 'all']);
  showing.resize(7);
  expect([showing.size, JSON.parse(stored.get('kindred-view') ?? '') as object]).toMatchObject([2, { size: 2, groups: 'name' }]);
  for (const text of ['{', 'null', '[]', '"x"', '{"size":"big"}']) expect(made(text).showing.size).toBe(1);
});
