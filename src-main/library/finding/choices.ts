// What can be chosen to find photos by, with how many photos each would find; and what titles say of each photo.
import { posix } from 'node:path';
import type { FindingChoices, TitleColumns } from '../../../src-shared/contract.ts';
import type { Store } from '../../store/database.ts';
import { readAlbumMembers } from '../../store/finding.ts';
import type { PhotoIndex } from './photo-index.ts';

export function choicesOf(index: PhotoIndex): FindingChoices {
  const count = (column: ArrayLike<number>, length: number): Uint32Array => {
    const counts = new Uint32Array(length);
    for (let row = 0; row < column.length; row++) counts[column[row]!]!++;
    return counts;
  };
  const named = (names: readonly string[], counts: Uint32Array) => names.map((name, at) => ({ name, photos: counts[at]! })).filter(({ name, photos }) => name !== '' && photos > 0).sort((a, b) => b.photos - a.photos);
  const towns = count(index.towns, index.townList.length);
  const years = new Map<number, number>();
  let undated = 0;
  for (const taken of index.takenAt) {
    if (Number.isNaN(taken)) undated++;
    else years.set(new Date(taken).getUTCFullYear(), (years.get(new Date(taken).getUTCFullYear()) ?? 0) + 1);
  }
  return {
    folders: folderTree(index),
    cameras: named(index.cameraNames, count(index.cameras, index.cameraNames.length)),
    optics: named(index.opticsNames, count(index.optics, index.opticsNames.length)),
    formats: named(index.formatNames, count(index.formats, index.formatNames.length)),
    towns: index.townList.flatMap((town, at) => (town && towns[at]! > 0 ? [{ key: town.key, name: town.name, country: town.country, photos: towns[at]! }] : [])).sort((a, b) => b.photos - a.photos),
    years: [...years].map(([year, photos]) => ({ year, photos })).sort((a, b) => b.year - a.year),
    undated, photos: index.ids.length
  };
}

/** Each folder, and those around it, with the photos in it and below: a photo with two files in one counts once. */
function folderTree({ ids, fileStarts, fileFolders, folders }: PhotoIndex): FindingChoices['folders'] {
  const tree = new Map<string, { readonly folder: string; readonly path: string; photos: number; last: number }>();
  // the folders that each lies in, itself first
  const around = folders.map(({ folder, path }) => {
    const above: string[] = [];
    for (let at = path; ; at = posix.dirname(at) === '.' ? '' : posix.dirname(at)) {
      const key = `${folder}\0${at}`;
      if (!tree.has(key)) tree.set(key, { folder, path: at, photos: 0, last: -1 });
      above.push(key);
      if (at === '') return above.map((each) => tree.get(each)!);
    }
  });
  for (let row = 0; row < ids.length; row++) {
    for (let file = fileStarts[row]!; file < fileStarts[row + 1]!; file++) {
      for (const node of around[fileFolders[file]!]!) {
        if (node.last === row) continue;
        node.last = row;
        node.photos++;
      }
    }
  }
  const nodes = [...tree.values()].map(({ folder, path, photos }) => ({ folder, path, photos, key: `${folder}\0${path.replaceAll('/', '\0')}` }));
  return nodes.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ folder, path, photos }) => ({ folder, path, photos }));
}

/** What is the same as long as the index is: albums come and go. */
const ranks = new WeakMap<PhotoIndex, Uint32Array>();

export function columnsOf(index: PhotoIndex, store: Store): TitleColumns {
  const byName = ranks.get(index) ?? nameRanks(index);
  ranks.set(index, byName);
  return {
    ids: index.ids, folders: index.ids.map((_, row) => index.fileFolders[index.fileStarts[row]!] ?? 0), folderNames: index.folders,
    towns: index.towns, townNames: index.townList.map((town) => town?.name ?? ''), nameRanks: byName,
    ...albumColumn(index, store)
  };
}

function albumColumn({ ids, rowOf }: PhotoIndex, store: Store): Pick<TitleColumns, 'albums' | 'albumNames'> {
  const made = readAlbumMembers(store).filter(({ smart }) => !smart).sort((a, b) => b.photos.length - a.photos.length);
  const albums = new Uint32Array(ids.length);
  made.forEach(({ photos }, at) => {
    for (const photo of photos) if ((rowOf[photo] ?? -1) >= 0) albums[rowOf[photo]!] = at + 1; // a smaller one comes later
  });
  return { albums, albumNames: ['', ...made.map(({ name }) => name)] };
}

/** Equal names have equal ranks. */
function nameRanks({ names, written }: PhotoIndex): Uint32Array {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const distinct = [...new Set(names)].map((number) => ({ number, text: written.textOf(number) })).sort((a, b) => compare(a.text, b.text));
  const ranks = new Map(distinct.map(({ number }, rank) => [number, rank]));
  return names.map((number) => ranks.get(number)!);
}
