// Which photos `kindred export` takes: all of the folder, those of its groups or of an album, and of them the picked or starred ones.
import { join } from 'node:path';
import { distinctNames } from '../../src-shared/exchange/group-names.ts';
import type { ListedChoice } from '../../src-shared/exchange/list.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { flagOf, starsOf } from '../../src-shared/marks/packed.ts';
import { CodedError } from '../failure.ts';
import { byRule, RuleSource } from '../library/albums/by-rule.ts';
import { findStored } from '../library/finding/find-stored.ts';
import { groupPhotos } from '../library/spaces/group-stored.ts';
import { readPresent } from '../store/album-reading.ts';
import { readAlbumPhotos, readAlbums } from '../store/albums.ts';
import type { Store } from '../store/database.ts';
import { readMark } from '../store/marks.ts';
import { readFirstFiles, readPhotoTable } from '../store/photos.ts';
import { isInside } from '../store/places.ts';

export interface Source {
  /** Whether photos come by groups; those that are in none are left out. */
  readonly groups: boolean;
  /** The name of an album; `null` for none. */
  readonly album: string | null;
  readonly picked: boolean;
  /** The fewest stars. */
  readonly stars: number;
  /** Only photos inside this folder (absolute); `null` for all of the library. */
  readonly folder: string | null;
}

/** The photos, in the order of the groups or of their ids. @throws {CodedError} `no-library` where nothing is indexed */
export async function chosenPhotos(store: Store, { groups, album, picked, stars, folder }: Source): Promise<ListedChoice[]> {
  const all = groups ? await photosOfGroups(store) : album !== null ? await photosOfAlbum(store, album) : Array.from(readPhotoTable(store).ids, (photo): ListedChoice => ({ photo: photo as PhotoId })); // the column holds these
  const wanted = all.filter(({ photo }) => {
    const mark = readMark(store, photo);
    return (!picked || flagOf(mark) === 'picked') && starsOf(mark) >= stars;
  });
  if (folder === null) return wanted;
  const files = readFirstFiles(store, wanted.map(({ photo }) => photo));
  return wanted.filter((_, at) => {
    const file = files[at];
    return file !== null && file !== undefined && isInside(join(file.folder, file.path), folder);
  });
}

async function photosOfAlbum(store: Store, wanted: string): Promise<ListedChoice[]> {
  const albums = readAlbums(store);
  const found = albums.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (!found) throw new CodedError('bad-request', `There is no album ${wanted}. ${albums.length === 0 ? 'This library has none.' : `There are: ${albums.map(({ name }) => name).join(', ')}.`}`);
  const last = readAlbumPhotos(store, found.id);
  const source = new RuleSource(store, (filter, lensId) => findStored(store, filter, lensId));
  const photos = readPresent(store, found.rule === null ? last : await byRule(source, found.rule, last), found.sort);
  return Array.from(photos, (photo) => ({ photo: photo as PhotoId, album: found.name })); // ids of photos
}

async function photosOfGroups(store: Store): Promise<ListedChoice[]> {
  const groups = (await groupPhotos(store)).groups.filter(({ photos }) => photos.length > 1);
  const table = readPhotoTable(store);
  const takenAt = new Map(Array.from(table.ids, (id, row) => [id, table.takenAt[row] ?? NaN]));
  const names = distinctNames(groups.map(({ name, photos }) => name ?? dayOf(Array.from(photos, (id) => takenAt.get(id) ?? NaN))), 'Group');
  return groups.flatMap(({ photos }, at) => Array.from(photos, (photo): ListedChoice => ({ photo: photo as PhotoId, group: names[at] ?? 'Group' }))); // ids of photos
}

/** The day that photos were first taken on; `null` if none has a date. */
function dayOf(times: readonly number[]): string | null {
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? null : new Date(Math.min(...known)).toISOString().slice(0, 10);
}
