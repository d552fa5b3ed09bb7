// What is done with the folders of the open library from several screens.

import type { Kindred } from './kindred.svelte.ts';
import type { OpenLibrary } from './open-library.svelte.ts';

/** Asks for a folder and takes it into the library. */
export async function addFolder(kindred: Kindred, { bridge }: OpenLibrary): Promise<void> {
  const folder = await kindred.attempt(kindred.chooser.ask('add'));
  if (folder) await kindred.attempt(bridge.request('folders.add', { folder }));
}

/** Asks where a folder that is away lies now. */
export async function locateFolder(kindred: Kindred, { state: { id } }: OpenLibrary, from: string): Promise<void> {
  const to = await kindred.attempt(kindred.chooser.ask('locate'));
  if (to) await kindred.attempt(kindred.bridge.request('library.relocate', { library: id, from, to }));
}
