// Which photos keys that act on photos mean: the open one, else the selected ones, else the one that has the focus. Where keys answer, the one
// pointed at (keyboard/pointed).

import type { PhotoId } from '../../src-shared/contract.ts';
import type { Place } from '../state/places.svelte.ts';
import type { Selection } from '../state/selection.svelte.ts';

const withoutTiles: readonly string[] = ['review', 'learn', 'albums', 'answers', 'problems', 'filed'];

/** Whether keys answer there, so that they mark with Alt alone. */
export function isAnswering({ screen, photo, set }: Place): boolean {
  return photo === null && (screen === 'review' || (screen === 'duplicates' && set !== undefined));
}

export function photosForKeys(place: Place, selection: Pick<Selection, 'count' | 'photos'>): readonly PhotoId[] {
  if (place.photo !== null) return [place.photo];
  if (withoutTiles.includes(place.screen)) return [];
  if (selection.count > 0) return selection.photos;
  const tile = document.activeElement?.closest<HTMLElement>('[data-testid=photo]');
  return tile ? [Number(tile.dataset.photoId) as PhotoId] : []; // a tile has the id of its photo
}
