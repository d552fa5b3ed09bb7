// A library that was only opened, scanned and looked at is as it was, to the byte: a start copies one that was written since the last copy.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Library } from '../../src-main/library/library.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { makeLibrary } from '../made-library.ts';
import { index, openLibrary, photos, small } from './opened-library.ts';

/** What a page does with it: it looks, and stores the groups it shows. */
async function look(library: Library): Promise<void> {
  expect(await index(library)).toMatchObject({ phase: 'done' });
  await library.duplicates.look();
  await library.space();
  const ids = [...library.lenses.grouping(DEFAULT_LENS).photos];
  const all = ids.length > 0 ? ids : Array.from((await library.space()).ids);
  const groups = [{ id: 7 as GroupId, name: 'Busan', cover: all[0] as PhotoId, photos: Uint32Array.from(all.slice(0, 2)) }, { id: 9 as GroupId, name: null, cover: all[2] as PhotoId, photos: Uint32Array.from(all.slice(2)) }];
  library.lenses.saveGrouping(DEFAULT_LENS, toSavedColumns({ height: 0.5, groups }));
}

it('stays the same file while nothing changes, and becomes another one once a photo is gone', async () => {
  await makeLibrary(photos, small);
  const once = async (): Promise<string> => {
    const library = await openLibrary();
    await look(library);
    const { folder } = library.store;
    await library.close();
    return createHash('sha256').update(readFileSync(join(folder, 'library.db'))).digest('hex');
  };
  await once();
  const settled = await once();
  expect(await once()).toBe(settled);
  const library = await openLibrary();
  const [{ folder, path }] = library.photo(1 as PhotoId).files as [{ folder: string; path: string }]; // it has one
  await library.close();
  rmSync(join(folder, path));
  expect(await once()).not.toBe(settled);
});

it('has its space made once where the scan ends before that is there', async () => {
  await makeLibrary(photos, small);
  const first = await openLibrary();
  await look(first);
  await first.close();
  const told: unknown[] = [];
  const library = await openLibrary({ emit: (name, value) => { if (name === 'space.changed') told.push(value); } });
  const space = library.space();
  await index(library);
  expect((await space).ids).toHaveLength(6);
  await vi.waitFor(() => expect(told).not.toEqual([]));
  await new Promise((resolve) => setTimeout(resolve, 700)); // another would take less
  expect(told).toHaveLength(1);
});
