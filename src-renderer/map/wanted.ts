// Which photos a filter leaves on the map: the one place where a filter of the library is connected to it.

import type { OpenLibrary } from '../state/open-library.svelte.ts';

/** Photos that are wanted, `null` for all; the others are dimmed and cannot be selected. */
export function wantedPhotos({ photos, marks, markFilter }: Pick<OpenLibrary, 'photos' | 'marks' | 'markFilter'>): Uint32Array | null {
  const wanted = markFilter.of(photos.byTime, marks);
  return wanted.length === photos.byTime.length ? null : wanted;
}
