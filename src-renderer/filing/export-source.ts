// What an export is of: the selected photos, the picked or shown groups, the open album, or the photos that are shown.

import type { AlbumId } from '../../src-shared/albums/album.ts';
import { distinctNames } from '../../src-shared/exchange/group-names.ts';
import type { ListedChoice } from '../../src-shared/exchange/list.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import type { Gestures } from '../gestures/gestures.svelte.ts';
import { matchingGroups } from '../groups/matching.ts';
import { titleOf } from '../groups/title.ts';
import { t } from '../messages/messages.svelte.ts';
import type { ExportSource } from '../state/exporting.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';

/** Opens the dialog about what the user has before them; does nothing where there are no photos. */
export function exportNow(kindred: Kindred, library: OpenLibrary, gestures: Pick<Gestures, 'picked'>): void {
  const source = sourceNow(kindred, library, gestures);
  if (source.chosen.length > 0) open(kindred, library, source);
}

/** The same about these photos. */
export function exportPhotos(kindred: Kindred, library: OpenLibrary, photos: readonly PhotoId[]): void {
  if (photos.length > 0) void kindred.attempt(library.exporting.open(sourceOfPhotos(library, photos)));
}

/** The same about groups at these places in the table. */
export function exportGroups(kindred: Kindred, library: OpenLibrary, places: readonly number[]): void {
  open(kindred, library, sourceOfGroups(library, places));
}

/** The same about an album, whose photos are given in its order. */
export function exportAlbum(kindred: Kindred, library: OpenLibrary, name: string, photos: readonly PhotoId[]): void {
  open(kindred, library, albumSource(name, photos));
}

function open(kindred: Kindred, { exporting }: OpenLibrary, source: ExportSource): void {
  void kindred.attempt(exporting.open(source));
  void exporting.recall((path) => kindred.bridge.request('folders.list', { path }).then(() => true, () => false)); // gone, or not to be read: another is chosen
}

function sourceNow({ places: { now } }: Kindred, library: OpenLibrary, { picked }: Pick<Gestures, 'picked'>): ExportSource {
  const { selection, photos, groups: { table }, filter, showing } = library;
  if (now.photo !== null) return sourceOfPhotos(library, [now.photo]);
  if (selection.count > 0) return sourceOfPhotos(library, selection.photos);
  if (now.screen === 'group' && now.group !== null) return sourceOfGroups(library, [table.placeOf(now.group)].filter((place) => place >= 0));
  if (now.album !== undefined) return sourceOfAlbum(library, now.album);
  if (now.screen === 'groups' && table.count > 0) {
    const shown = picked.length > 0 ? picked.map((group) => table.placeOf(group)) : matchingGroups(table, filter)?.places;
    return sourceOfGroups(library, shown ?? Array.from({ length: table.count }, (_, place) => place));
  }
  const shown = now.screen === 'singles' ? photos.newestFirst(table.singles) : now.screen === 'new' ? photos.newestFirst(library.added) : photos.byTime;
  return sourceOfPhotos(library, Array.from(['singles', 'all', 'new'].includes(now.screen) ? showing.sorted(filter.of(shown), photos) : shown) as PhotoId[]); // the lists hold ids
}

/** Photos one by one; `{group}` still knows which groups they are in. */
function sourceOfPhotos(library: OpenLibrary, ids: readonly PhotoId[]): ExportSource {
  const { groups: { table } } = library;
  const places = [...new Set(ids.map((id) => table.placeOfPhoto(id)).filter((place) => place >= 0))];
  const names = namesOf(library, places);
  const chosen = ids.map((photo): ListedChoice => {
    const group = names.get(table.placeOfPhoto(photo));
    return { photo, ...(group !== undefined && { group }) };
  });
  return { title: t('export.photos', { count: ids.length }), chosen, pattern: '' };
}

/** In the album's order. */
function sourceOfAlbum({ albums }: OpenLibrary, id: AlbumId): ExportSource {
  return albumSource(albums.of(id)?.name ?? '', Array.from(albums.list.photosOf(id) ?? []) as PhotoId[]); // albums hold ids
}

function albumSource(name: string, photos: readonly PhotoId[]): ExportSource {
  return { title: name, chosen: photos.map((photo): ListedChoice => ({ photo, album: name })), pattern: '{album}' };
}

function sourceOfGroups(library: OpenLibrary, places: readonly number[]): ExportSource {
  const { groups: { table }, photos } = library;
  const names = namesOf(library, places);
  const chosen = places.flatMap((place) => Array.from(photos.oldestFirst(table.photosAt(place)), (photo): ListedChoice => ({ photo: photo as PhotoId, group: names.get(place) ?? '' }))); // the table holds ids
  const [only = 0] = places;
  return { title: places.length === 1 ? (names.get(only) ?? '') : t('export.groups', { count: places.length }), chosen, pattern: '{group}' };
}

/** Their titles, each different, by place. */
function namesOf(library: OpenLibrary, places: readonly number[]): ReadonlyMap<number, string> {
  const { groups: { table } } = library;
  const names = distinctNames(places.map((place) => titleOf(table, place, library).text), t('groups.unnamed'));
  return new Map(places.map((place, at) => [place, names[at]!]));
}
