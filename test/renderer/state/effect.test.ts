import { beforeAll, expect, it } from 'vitest';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { effectOf } from '../../../src-renderer/state/effect.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';

beforeAll(() => messages.speak('en', 'en'));

/** Groups with their ids in order, and photos that are alone. */
function table(groups: readonly (readonly number[])[], singles: readonly number[] = [], first = 1): GroupTable {
  let end = 0;
  return new GroupTable({
    ids: Uint32Array.from(groups, (_, at) => at + first), ends: Uint32Array.from(groups, ({ length }) => (end += length)), photos: Uint32Array.from(groups.flat()),
    covers: new Uint32Array(4 * groups.length), names: [], singles: Uint32Array.from(singles)
  });
}

const led: string[] = [];
const places = (group: number | null) => ({ now: { screen: 'group', group, photo: null }, openGroup: (id: number) => led.push(`group ${id}`), openPhoto: (id: number) => led.push(`photo ${id}`) }) as never; // brands

const before = table([[1, 2, 3, 4, 5], [6, 7]], [8]);

it('says how a group was parted, and leads to the part that is not open', () => {
  const effect = effectOf(before, table([[1, 2, 3], [4, 5], [6, 7]], [8]), places(1))!;
  expect(effect.words).toBe('Split into 3 and 2');
  effect.show!.run();
  effectOf(before, table([[1, 2, 3], [4, 5], [6, 7]], [8]), places(2))!.show!.run();
  effectOf(before, table([[1, 2, 3, 4], [6, 7]], [5, 8]), places(1))!.show!.run();
  expect(led).toEqual(['group 2', 'group 1', 'photo 5']);
});

it('says how large the group is that others were joined into', () => {
  expect(effectOf(before, table([[1, 2, 3, 4, 5, 6, 7]], [8]), places(null))).toEqual({ words: 'Joined into a group of 7', show: null });
});

it('says nothing where nothing changed, where photos moved, and where several things changed', () => {
  for (const after of [before, table([[1, 2, 3, 4, 5], [6, 7]], [8]), table([[1, 2, 3, 4], [5, 6, 7]], [8]), table([[1, 2, 3], [4, 5], [6, 7, 8]])]) {
    expect(effectOf(before, after, places(null))).toBeNull();
  }
});
