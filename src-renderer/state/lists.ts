// The photos a place shows, in its order: what the viewer leafs through.

import type { OpenLibrary } from './open-library.svelte.ts';
import type { Place } from './places.svelte.ts';

export function listOf({ screen, group, album, among }: Place, { photos, groups: { table }, filter, albums }: Pick<OpenLibrary, 'photos' | 'groups' | 'filter' | 'albums'>): Uint32Array {
  if (among) return Uint32Array.from(among);
  if (screen === 'singles') return filter.of(photos.newestFirst(table.singles));
  if (screen === 'all') return filter.of(photos.byTime);
  if (album !== undefined) return filter.of(albums.list.photosOf(album) ?? new Uint32Array());
  if (screen !== 'group' || group === null) return photos.byTime;
  const place = table.placeOf(group);
  return place < 0 ? new Uint32Array() : filter.of(photos.oldestFirst(table.photosAt(place)));
}
