// What photos are found by that only a scan changes, in memory: a row a photo, newest first, those without a date at the end. Built in slices.
import { basename, posix } from 'node:path';
import type { FolderPlace } from '../../../src-shared/finding/filter.ts';
import type { Store } from '../../store/database.ts';
import { type FactsRow, type FileRow, readFactsAfter, readFilesBetween } from '../../store/finding.ts';
import { Interned } from './interned.ts';
import { Texts } from './texts.ts';
import { type Town, Towns } from './towns.ts';

/** Parallel columns, one entry a photo; those that name something hold its place in a list. */
export interface PhotoIndex {
  readonly ids: Uint32Array;
  /** By id; -1 for a photo that is not there. */
  readonly rowOf: Int32Array;
  /** Milliseconds since 1970 in the camera's local time; NaN where unknown. */
  readonly takenAt: Float64Array;
  readonly widths: Uint32Array;
  readonly heights: Uint32Array;
  readonly bytes: Float64Array;
  readonly formats: Uint16Array;
  /** 0 for none. */
  readonly cameras: Uint16Array;
  /** Lenses of cameras; 0 for none. */
  readonly optics: Uint16Array;
  /** 0 for none. */
  readonly towns: Uint32Array;
  /** The nearest places, which may be parts of those; 0 for none. */
  readonly townParts: Uint32Array;
  /** Degrees; NaN where unknown. */
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
  /** 1: it is not there now, or nothing could be computed of it. */
  readonly problems: Uint8Array;
  /** The folders of a photo's files: `fileFolders` from its `fileStarts` on. */
  readonly fileStarts: Uint32Array;
  readonly fileFolders: Uint32Array;
  /** The text that is the name of its first file. */
  readonly names: Uint32Array;
  /** Its texts, likewise. */
  readonly textStarts: Uint32Array;
  readonly texts: Uint32Array;
  readonly formatNames: readonly string[];
  readonly cameraNames: readonly string[];
  readonly opticsNames: readonly string[];
  readonly townList: readonly (Town | null)[];
  /** Their keys; '' for none. */
  readonly townPartKeys: readonly string[];
  readonly folders: readonly FolderPlace[];
  readonly written: Texts;
}

const SLICE = 2000;

/** Reads all photos of a store; yields where others can have their turn. */
export async function* buildIndex(store: Store): AsyncGenerator<void, PhotoIndex, undefined> {
  const facts: FactsRow[] = [];
  const files: FileRow[] = [];
  for (let after = 0; ; ) {
    const rows = readFactsAfter(store, after, SLICE);
    const last = rows.at(-1)?.[0];
    if (last === undefined) break;
    for (const row of rows) facts.push(row);
    for (const row of readFilesBetween(store, after, last)) files.push(row);
    after = last;
    yield;
  }
  return yield* arrange(facts, files);
}

async function* arrange(facts: readonly FactsRow[], files: readonly FileRow[]): AsyncGenerator<void, PhotoIndex, undefined> {
  const count = facts.length;
  const order = orderInTime(facts);
  const rowOf = new Int32Array((facts.at(-1)?.[0] ?? 0) + 1).fill(-1);
  const places = facts.some(([, , , , , , , , latitude]) => latitude !== null) ? await Towns.load() : null;
  yield;
  const columns = {
    ids: new Uint32Array(count), takenAt: new Float64Array(count), widths: new Uint32Array(count), heights: new Uint32Array(count), bytes: new Float64Array(count),
    formats: new Uint16Array(count), cameras: new Uint16Array(count), optics: new Uint16Array(count), towns: new Uint32Array(count), townParts: new Uint32Array(count), latitudes: new Float64Array(count), longitudes: new Float64Array(count),
    problems: new Uint8Array(count), names: new Uint32Array(count), fileStarts: new Uint32Array(count + 1), textStarts: new Uint32Array(count + 1)
  };
  const written = new Texts();
  const [formatNames, cameraNames, opticsNames, townKeys, townPartKeys, folderKeys] = [new Interned(), new Interned(['']), new Interned(['']), new Interned(['']), new Interned(['']), new Interned()];
  const townList: (Town | null)[] = [null];
  const folders: FolderPlace[] = [];
  const fileFolders: number[] = [];
  const texts: number[] = [];
  const firstFile = firstFiles(facts, files);

  for (let row = 0; row < count; row++) {
    if (row % SLICE === SLICE - 1) yield;
    const at = order[row]!;
    const [id, takenAt, width, height, bytes, format, camera, optics, latitude, longitude, described] = facts[at]!;
    rowOf[id] = row;
    columns.ids[row] = id;
    columns.takenAt[row] = takenAt ?? NaN;
    columns.widths[row] = width;
    columns.heights[row] = height;
    columns.bytes[row] = bytes;
    columns.formats[row] = formatNames.place(format);
    columns.cameras[row] = cameraNames.place(camera ?? '');
    columns.optics[row] = opticsNames.place(optics ?? '');
    columns.latitudes[row] = latitude ?? NaN;
    columns.longitudes[row] = longitude ?? NaN;
    const town = places && latitude !== null && longitude !== null ? places.nearest(latitude, longitude) : null;
    if (town) columns.towns[row] = townKeys.place(town.key, () => townList.push(town));
    if (town) columns.townParts[row] = townPartKeys.place(town.partKey);
    if (camera !== null) texts.push(written.number('camera', camera));
    if (optics) texts.push(written.number('optics', optics));
    if (town) texts.push(written.number('town', `${town.name} ${town.part} ${countryNames(town.country)}`));
    let isThere = false;
    for (let file = firstFile[at]!; file < firstFile[at + 1]!; file++) {
      const [, folder, path, offline] = files[file]!;
      const below = posix.dirname(path);
      const place = { folder, path: below === '.' ? '' : below };
      fileFolders.push(folderKeys.place(`${folder}\0${place.path}`, () => folders.push(place)));
      const name = written.number('name', posix.basename(path));
      if (file === firstFile[at]) columns.names[row] = name;
      texts.push(written.number('folder', `${basename(folder)}/${place.path}`), name);
      isThere ||= offline === 0;
    }
    columns.problems[row] = isThere && described === 1 ? 0 : 1;
    columns.fileStarts[row + 1] = fileFolders.length;
    columns.textStarts[row + 1] = texts.length;
  }
  yield;
  for (const _ of written.index()) yield;
  return {
    ...columns, rowOf, fileFolders: Uint32Array.from(fileFolders), texts: Uint32Array.from(texts), formatNames: formatNames.all, cameraNames: cameraNames.all, opticsNames: opticsNames.all, townList, townPartKeys: townPartKeys.all, folders, written
  };
}

/** Newest first; of equal times the lower id first. */
function orderInTime(facts: readonly FactsRow[]): Uint32Array {
  const times = Float64Array.from(facts, ([, takenAt]) => -(takenAt ?? -Infinity));
  return Uint32Array.from(facts, (_, at) => at).sort((a, b) => times[a]! - times[b]! || a - b);
}

/** Where the files of each photo begin; both lists are in order of id. */
function firstFiles(facts: readonly FactsRow[], files: readonly FileRow[]): Uint32Array {
  const starts = new Uint32Array(facts.length + 1);
  let file = 0;
  facts.forEach(([id], at) => {
    while (file < files.length && files[file]![0] < id) file++;
    starts[at] = file;
    while (file < files.length && files[file]![0] === id) file++;
    starts[at + 1] = file;
  });
  return starts;
}

const inLanguages = ['en', 'ko'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));

/** A country in the languages of the app. */
function countryNames(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? inLanguages.map((names) => names.of(code) ?? code).join(' ') : code;
}
