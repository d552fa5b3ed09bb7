// The photos a place shows, in its order: what the viewer leafs through.

import type { OpenLibrary } from './open-library.svelte.ts';
import type { Place } from './places.svelte.ts';

export function listOf({ screen, group, album, among }: Place, { photos, groups: { table }, marks, markFilter, albums, alike }: Pick<OpenLibrary, 'photos' | 'groups' | 'marks' | 'markFilter' | 'albums' | 'alike'>): Uint32Array {
  if (among) return Uint32Array.from(among);
  if (screen === 'singles') return markFilter.of(photos.newestFirst(table.singles), marks);
  if (screen === 'all') return markFilter.of(photos.byTime, marks);
  if (screen === 'alike') return alike.ids;
  if (album !== undefined) return albums.list.photosOf(album) ?? new Uint32Array();
  if (screen !== 'group' || group === null) return photos.byTime;
  const place = table.placeOf(group);
  return place < 0 ? new Uint32Array() : photos.oldestFirst(table.photosAt(place));
}
