// Which photos the filter leaves on the map: the one place where it is connected to it.

import type { OpenLibrary } from '../state/open-library.svelte.ts';

/** Photos that are wanted, `null` for all; the others are dimmed and cannot be selected. */
export function wantedPhotos({ filter }: Pick<OpenLibrary, 'filter'>): Uint32Array | null {
  return filter.photos;
}
