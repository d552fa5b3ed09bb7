// The photos a place shows, in its order: what the viewer leafs through.

import type { OpenLibrary } from './open-library.svelte.ts';
import type { Place } from './places.svelte.ts';

export function listOf({ screen, group, album, among }: Place, { photos, groups: { table }, filter, showing, albums, alike }: Pick<OpenLibrary, 'photos' | 'groups' | 'filter' | 'showing' | 'albums' | 'alike'>): Uint32Array {
  if (among) return Uint32Array.from(among);
  if (screen === 'singles') return showing.sorted(filter.of(photos.newestFirst(table.singles)), photos);
  if (screen === 'all') return showing.sorted(filter.of(photos.byTime), photos);
  if (screen === 'alike') return filter.of(alike.ids);
  if (album !== undefined) return filter.of(albums.list.photosOf(album) ?? new Uint32Array());
  if (screen !== 'group' || group === null) return photos.byTime;
  const place = table.placeOf(group);
  return place < 0 ? new Uint32Array() : filter.of(photos.oldestFirst(table.photosAt(place)));
}
