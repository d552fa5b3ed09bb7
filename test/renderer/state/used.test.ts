// What was last used in a library, after the page was loaded again.

import { expect, it } from 'vitest';
import type { LibraryBridge, LibraryId, PhotoId } from '../../../src-shared/contract.ts';
import type { AlbumId } from '../../../src-shared/albums/album.ts';
import type { LensId } from '../../../src-shared/ids.ts';
import { Exporting } from '../../../src-renderer/state/exporting.svelte.ts';
import { Used } from '../../../src-renderer/state/used.ts';

function storage(items = new Map<string, string>()) {
  return { items, getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value) };
}
const [one, other] = ['one' as LibraryId, 'other' as LibraryId];

it('keeps the folder and the albums of each library, and takes what is damaged for nothing', () => {
  const kept = storage();
  new Used(one, kept).keep({ exportFolder: '/out' });
  new Used(one, kept).keep({ albums: [3, 1] as AlbumId[] });
  new Used(other, kept).keep({ albums: Array.from({ length: 20 }, (_, at) => at as AlbumId) });
  const [again, second] = [new Used(one, kept), new Used(other, kept)];
  expect([again.exportFolder, again.albums, second.exportFolder, second.albums.length]).toEqual(['/out', [3, 1], null, 8]);
  for (const damaged of ['', '{', 'null', '[]', '{"exportFolder":5,"albums":"x"}']) {
    const used = new Used(one, storage(new Map([[[...kept.items.keys()][0]!, damaged]])));
    expect([used.exportFolder, used.albums]).toEqual([null, []]);
  }
  new Used(one, undefined).keep({ exportFolder: '/out' }); // where there is no storage
});

it('proposes the folder of the last export where it is still there, and not over one that was chosen', async () => {
  const kept = storage();
  const opened = async (isThere: boolean, chosen: string | null = null) => {
    const request = async (name: string): Promise<unknown> => (name === 'plans.list' ? [] : { draft: 'd', status: 'written' });
    const exporting = new Exporting({ bridge: { request } as unknown as LibraryBridge, lensId: () => 1 as LensId, used: new Used(one, kept) }); // it only asks
    const opening = exporting.open({ title: 'Sea', chosen: [{ photo: 1 as PhotoId }], pattern: '' });
    const recalling = exporting.recall(async () => isThere);
    exporting.folder = chosen;
    await Promise.all([opening, recalling]);
    return exporting;
  };
  expect((await opened(true)).folder).toBeNull();
  await (await opened(true, '/out')).look('Sea');
  expect([(await opened(true)).folder, (await opened(false)).folder, (await opened(true, '/other')).folder]).toEqual(['/out', null, '/other']);
  await (await opened(true, '/lists')).write('en');
  expect((await opened(true)).folder).toBe('/lists');
});
