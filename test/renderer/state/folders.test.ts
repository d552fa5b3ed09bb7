import { describe, expect, it } from 'vitest';
import type { Bridge, FolderListing } from '../../../src-shared/contract.ts';
import { Folders } from '../../../src-renderer/state/folders.svelte.ts';

const listing = (path: string): FolderListing => ({ path, parent: null, folders: [], photos: 0, backups: [] });

/** A bridge whose answers come when the test says so, in any order. */
function slow() {
  const answers = new Map<string | null, () => void>();
  const refusals = new Map<string | null, () => void>();
  const made: string[] = [];
  const request = ((name: string, { path, name: called }: { path: string | null; name?: string }) => {
    if (name === 'folders.count') return Promise.resolve({ photos: 1046, folders: 12, done: true, more: false });
    if (called !== undefined) made.push(`${path}/${called}`);
    return new Promise((resolve, reject) => {
      answers.set(path, () => resolve(listing(path ?? '/home/ada')));
      refusals.set(path, () => reject(new Error('This folder cannot be read.')));
    });
  }) as Bridge['request'];
  return { bridge: { request, page: 'test' }, made, answer: (path: string | null) => answers.get(path)?.(), refuse: (path: string | null) => refusals.get(path)?.() };
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

  /** At /home/ada. */
  async function atHome() {
    const one = slow();
    const folders = new Folders(one.bridge);
    const gone = folders.go(null);
    one.answer(null);
    await gone;
    return { folders, ...one };
  }

  it('puts the path back where the folder that was clicked cannot be read, and keeps one that was typed', async () => {
    const { folders, refuse } = await atHome();
    const twice = [folders.go('/secret'), folders.go('/secret')];
    refuse('/secret');
    await twice[1];
    expect([folders.path, folders.listing?.path, folders.failure?.message]).toEqual(['/home/ada', '/home/ada', 'This folder cannot be read.']);
    folders.editing = true;
    folders.path = '/secrte';
    const typed = folders.go('/secrte');
    folders.editing = false; // the field is left
    refuse('/secrte');
    await typed;
    expect(folders.path).toBe('/secrte');
  });

  it('keeps the path of the last folder gone to, and what is typed meanwhile, where an earlier one cannot be read', async () => {
    const { folders, answer, refuse } = await atHome();
    const gone = [folders.go('/secret'), folders.go('/b')];
    refuse('/secret');
    await gone[0];
    expect(folders.path).toBe('/b');
    answer('/b');
    await gone[1];
    const clicked = folders.go('/secret');
    folders.path = '/media';
    refuse('/secret');
    await clicked;
    expect(folders.path).toBe('/media');
  });

  it('makes no folder while another is on its way: it would be made in the one that was left', async () => {
    const { folders, answer, made } = await atHome();
    const gone = folders.go('/a');
    expect(await folders.make('new')).toBe(false);
    answer('/a');
    await gone;
    const [first, second] = [folders.make('new'), folders.make('new')];
    expect(await second).toBe(false);
    answer('/a');
    expect([await first, made]).toEqual([true, ['/a/new']]);
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
