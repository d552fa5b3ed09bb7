// Covers as cards ask for them: once, together, and never those of other groups.

import { expect, it, vi } from 'vitest';
import type { GroupsRequest } from '../../../src-shared/contract.ts';
import { DrawnCovers } from '../../../src-renderer/state/drawn-covers.svelte.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';

/** Three groups of two photos, the covers of the first alone known. */
function table(): GroupTable {
  return new GroupTable({ ids: Uint32Array.of(1, 2, 3), ends: Uint32Array.of(2, 4, 6), photos: Uint32Array.of(1, 2, 3, 4, 5, 6), covers: Uint32Array.of(2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), names: [], singles: new Uint32Array() });
}
type Covers = Extract<GroupsRequest, { readonly kind: 'covers' }>;

/** `answer` answers with the last photo of each group first; `now` can be set. */
function drawing() {
  const asked: Covers[] = [];
  const waiting: ((drawn: Uint32Array | null) => void)[] = [];
  const now = { table: table(), edition: 4 as number | null };
  const failures: unknown[] = [];
  const covers = new DrawnCovers({
    now: () => now,
    ask: (message) => { asked.push(message as Covers); return new Promise((resolve) => waiting.push((drawn) => resolve({ drawn }))); },
    onFailure: (error) => failures.push(error)
  });
  return { covers, asked, waiting, now, failures };
}

it('are those that came with the groups, and else asked for together, once', async () => {
  const { covers, asked, waiting } = drawing();
  expect(covers.at(0)).toEqual([2, 1]);
  expect([covers.at(2), covers.at(1), covers.at(2)]).toEqual([[], [], []]);
  await vi.waitFor(() => expect(asked).toEqual([{ kind: 'covers', edition: 4, places: Uint32Array.of(2, 1) }]));
  covers.at(1);
  await Promise.resolve();
  expect(asked).toHaveLength(1);
  waiting[0]!(Uint32Array.of(6, 5, 0, 0, 4, 3, 0, 0));
  await vi.waitFor(() => expect(covers.at(1)).toEqual([4, 3]));
  expect(covers.at(2)).toEqual([6, 5]);
});

it('are not taken for those of newer groups', async () => {
  const { covers, asked, waiting, now } = drawing();
  covers.at(1);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  [now.table, now.edition] = [table(), 5];
  waiting[0]!(null);
  await Promise.resolve();
  expect(covers.at(1)).toEqual([]);
  await vi.waitFor(() => expect(asked[1]).toMatchObject({ edition: 5, places: Uint32Array.of(1) }));
});

it('are the first photos where the groups are those that were stored', () => {
  const { covers, asked, now } = drawing();
  now.edition = null;
  expect(covers.at(1)).toEqual([3, 4]);
  expect(asked).toEqual([]);
});
