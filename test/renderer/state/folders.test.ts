import { describe, expect, it } from 'vitest';
import type { Bridge, FolderListing } from '../../../src-shared/contract.ts';
import { Folders } from '../../../src-renderer/state/folders.svelte.ts';

const listing = (path: string): FolderListing => ({ path, parent: null, folders: [], photos: 0, backups: [] });

/** A bridge whose answers come when the test says so, in any order. */
function slow() {
  const answers = new Map<string | null, () => void>();
  const request = ((name: string, { path }: { path: string | null }) => name === 'folders.count' ? Promise.resolve({ photos: 1046, folders: 12, done: true, more: false }) : new Promise((resolve) => answers.set(path, () => resolve(listing(path ?? '/home/ada'))))) as Bridge['request'];
  return { bridge: { request, page: 'test' }, answer: (path: string | null) => answers.get(path)?.() };
}

describe('walking through folders', () => {
  it('shows the path of the folder it went to', async () => {
    const { bridge, answer } = slow();
    const folders = new Folders(bridge);
    const gone = folders.go(null);
    answer(null);
    await gone;
    expect(folders.path).toBe('/home/ada');
  });

  it('takes the path of a folder as soon as it is gone to, so that choosing it before it is listed means it', async () => {
    const { bridge, answer } = slow();
    const folders = new Folders(bridge);
    const gone = folders.go('/a');
    expect(folders.path).toBe('/a');
    answer('/a');
    await gone;
    expect(folders.path).toBe('/a');
  });

  it('counts the photos below the folder it went to', async () => {
    const { bridge, answer } = slow();
    const folders = new Folders(bridge);
    const gone = folders.go(null);
    answer(null);
    await gone;
    await new Promise((resolve) => setTimeout(resolve));
    expect(folders.below).toMatchObject({ photos: 1046, folders: 12 });
  });

  it('leaves the path field to the user while it has the focus', async () => {
    const { bridge, answer } = slow();
    const folders = new Folders(bridge);
    const gone = folders.go(null);
    folders.editing = true;
    folders.path = '/media/photos';
    answer(null);
    await gone;
    expect(folders.path).toBe('/media/photos');
    expect(folders.listing?.path).toBe('/home/ada');
  });

  it('shows the last of two folders, whichever is listed first', async () => {
    const { bridge, answer } = slow();
    const folders = new Folders(bridge);
    const gone = [folders.go('/a'), folders.go('/b')];
    answer('/b');
    answer('/a');
    await Promise.all(gone);
    expect(folders.path).toBe('/b');
  });
});
