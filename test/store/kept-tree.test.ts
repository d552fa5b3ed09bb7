import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readGroupingWithTree, writeGrouping } from '../../src-main/store/groups.ts';
import { keepTree, readTree } from '../../src-main/store/kept-tree.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { madeFolder, madeStore } from './made-store.ts';

const tree = { children: Uint32Array.of(0, 1, 2, 3), heights: Float64Array.of(0.1, 0.1 + 0.2) };

it('comes back as it was kept, under its name alone', async () => {
  const folder = madeFolder();
  expect(readTree(folder, DEFAULT_LENS, 'these photos')).toBeNull();
  await keepTree(folder, DEFAULT_LENS, 'these photos', tree);
  expect(readTree(folder, DEFAULT_LENS, 'these photos')).toEqual(tree);
  expect(readTree(folder, DEFAULT_LENS, 'other photos')).toBeNull();
});

it('is not believed where a bit of it is another one, and that is said', async () => {
  const folder = madeFolder();
  await keepTree(folder, DEFAULT_LENS, 'these photos', tree);
  const path = join(folder, `tree-${DEFAULT_LENS}.bin`);
  const whole = readFileSync(path);
  const tell = vi.spyOn(console, 'error').mockReturnValue();
  for (let at = 0; at < whole.length; at += 7) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 4;
    writeFileSync(path, damaged);
    expect(readTree(folder, DEFAULT_LENS, 'these photos')).toBeNull();
  }
  expect(tell).toHaveBeenCalledTimes(Math.ceil(whole.length / 7));
  tell.mockRestore();
});

it('is kept beside the groups that it is settled with, and left where they are written without', async () => {
  const store = madeStore();
  const nothing = toSavedColumns({ height: null, groups: [] });
  const settled = { of: 'these photos', suggested: 0.5 };
  writeGrouping(store, DEFAULT_LENS, { ...nothing, settled: { ...settled, tree } });
  await vi.waitFor(() => expect(readGroupingWithTree(store, DEFAULT_LENS).settled).toEqual({ ...settled, tree }));
  writeGrouping(store, DEFAULT_LENS, { ...nothing, settled });
  expect(readGroupingWithTree(store, DEFAULT_LENS).settled).toEqual({ ...settled, tree });
  writeGrouping(store, DEFAULT_LENS, { ...nothing, settled: { ...settled, of: 'others' } });
  expect(readGroupingWithTree(store, DEFAULT_LENS).settled).toEqual({ ...settled, of: 'others' });
});
