// Looks for what people decided elsewhere: albums, keywords and groups as sets of photos, and marks. Changes nothing.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Mark, PhotoId } from '../../../src-shared/contract.ts';
import type { Found, FoundKind, FoundMarks, FoundSet } from '../../../src-shared/exchange/import.ts';
import { folded } from '../../../src-shared/exchange/keywords.ts';
import { isSaid, packMark, unpackMark } from '../../../src-shared/marks/packed.ts';
import { readAlbums } from '../../store/albums.ts';
import type { Store } from '../../store/database.ts';
import { readMarks } from '../../store/marks.ts';
import { readCoordinates, readPhotoTableInSlices } from '../../store/photos.ts';
import { filesHere, filesIn, type LookedAt } from './match.ts';
import { readWritten, type Written } from './read-written.ts';

/** What was found, with the photos of each set, for when some of it is chosen. */
export interface Looked {
  readonly found: Found;
  /** Of each set of `found.sets`. */
  readonly photos: readonly (readonly PhotoId[])[];
  /** Marks to be given: of photos whose own mark the user has not given here, and that would change. */
  readonly marks: ReadonlyMap<PhotoId, Mark>;
}

interface Collected {
  readonly kind: FoundKind;
  readonly levels: readonly string[];
  readonly level: number;
  readonly photos: Set<PhotoId>;
}

/** Folders are offered by level down to this one. */
const DEEPEST = 3;
/** Photos shown of a set. */
const SOME = 4;

/** @param from a folder (absolute) to look in, instead of the library's own */
export async function lookElsewhere(store: Store, from: string | null, onProgress: (done: number, total: number) => void = () => {}): Promise<Looked> {
  const files = from === null ? filesHere(store) : await filesIn(store, from);
  const sets = new Map<string, Collected>();
  const marks = new Map<PhotoId, Mark>();
  const google = new Map<PhotoId, Written['google']>();
  let [done, unreadable] = [0, 0];
  for (const inFolder of Map.groupBy(files, ({ folder }) => folder).values()) {
    const written = await readWritten(inFolder, () => onProgress(++done, files.length));
    unreadable += written.unreadable;
    for (const photo of written.photos) {
      const { id } = photo.file;
      if (id === null) continue;
      collect(sets, photo, id);
      if (photo.mark) marks.set(id, joined(marks.get(id) ?? null, photo.mark));
      if (photo.google) google.set(id, photo.google);
    }
  }
  const { found, wanted } = await weigh(store, marks);
  const listed = list(store, [...sets.values()]);
  return {
    photos: listed.map(({ photos }) => photos), marks: wanted,
    found: {
      look: randomUUID(), sets: listed.map(({ set }) => set), marks: found, files: files.length, strangers: files.filter(({ id }) => id === null).length, unreadable,
      ...(await countNews(store, google))
    }
  };
}

function collect(sets: Map<string, Collected>, { file, albums, keywords, groups }: Written, id: PhotoId): void {
  const put = (kind: FoundKind, levels: readonly string[], level = 0, key = levels.map(folded).join('|')): void => {
    const name = `${kind} ${level} ${key}`;
    const known = sets.get(name) ?? { kind, levels, level, photos: new Set<PhotoId>() };
    known.photos.add(id);
    sets.set(name, known);
  };
  for (const album of albums) put('album', [album]);
  for (const keyword of keywords) put('keyword', keyword.split('|'));
  for (const { lens, group } of groups) put('group', lens === null ? [group] : [lens, group]);
  const folders = foldersOf(file);
  put('folder', folders, 0, `${file.root}/${file.below}`);
  for (let level = 1; level <= Math.min(DEEPEST, folders.length - 1); level++) put('level', folders.slice(0, level + 1), level, `${file.root}/${folders.slice(1, level + 1).join('/')}`);
}

/** The root's name, and those of the folders below it. */
function foldersOf({ root, below }: LookedAt): string[] {
  return [basename(root), ...(below === '' ? [] : below.split('/'))];
}

/** Of two files of one photo, what either says. */
function joined(one: Mark | null, other: Mark): Mark {
  if (one === null) return other;
  return { flag: other.flag ?? one.flag, stars: other.stars === 0 ? one.stars : other.stars, label: other.label ?? one.label, favourite: other.favourite || one.favourite };
}

async function weigh(store: Store, marks: ReadonlyMap<PhotoId, Mark>): Promise<{ readonly found: FoundMarks; readonly wanted: Map<PhotoId, Mark> }> {
  const table = await readMarks(store);
  const now = new Map(Array.from(table.ids, (id, at) => [id as PhotoId, table.marks[at] ?? 0]));
  const wanted = new Map<PhotoId, Mark>();
  let left = 0;
  for (const [id, mark] of marks) {
    const packed = now.get(id) ?? 0;
    const changed = joined(unpackMark(packed), mark);
    if (packMark(changed) === packMark(unpackMark(packed))) continue;
    if (isSaid(packed)) left++;
    else wanted.set(id, changed);
  }
  const count = (has: (mark: Mark) => boolean): number => [...marks].filter(([id, mark]) => wanted.has(id) && has(mark)).length;
  return {
    wanted, found: {
      photos: wanted.size, left, stars: count(({ stars }) => stars > 0), labels: count(({ label }) => label !== null),
      flags: count(({ flag }) => flag !== null), favourites: count(({ favourite }) => favourite)
    }
  };
}

const ORDER: readonly FoundKind[] = ['album', 'group', 'keyword', 'folder', 'level'];

/** Albums first, each kind by name. Sets of one kind and name are told apart by what they are part of. */
function list(store: Store, collected: readonly Collected[]): { readonly set: FoundSet; readonly photos: readonly PhotoId[] }[] {
  const albums = new Map(readAlbums(store).filter(({ rule }) => rule === null).map(({ id, name }) => [folded(name), id]));
  const keyOf = ({ kind, level, levels }: Collected): string => `${kind} ${level} ${folded(levels.at(-1) ?? '')}`;
  const counts = Map.groupBy(collected, keyOf);
  const named = collected.map((one) => ({ ...one, name: (counts.get(keyOf(one))?.length ?? 0) > 1 ? one.levels.join(' / ') : (one.levels.at(-1) ?? ''), path: one.levels.slice(0, -1).join(' / ') }));
  const inOrder = new Intl.Collator(undefined, { numeric: true });
  named.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.level - b.level || inOrder.compare(a.name, b.name) || inOrder.compare(a.path, b.path));
  return named.map(({ kind, name, path, level, photos }, at) => {
    const ids = [...photos];
    return { photos: ids, set: { at, kind, name, path, level, photos: ids.length, some: ids.slice(0, SOME), album: albums.get(folded(name)) ?? null } };
  });
}

/** Photos of which Google knows a date or a place, and this library does not. */
async function countNews(store: Store, google: ReadonlyMap<PhotoId, Written['google']>): Promise<{ readonly dates: number; readonly places: number }> {
  const { ids, takenAt } = google.size === 0 ? { ids: new Uint32Array(), takenAt: new Float64Array() } : await readPhotoTableInSlices(store);
  const undated = new Set(ids.filter((_, at) => Number.isNaN(takenAt[at])));
  const all = [...google.keys()];
  const coordinates = readCoordinates(store, all);
  return {
    dates: all.filter((id) => undated.has(id) && google.get(id)?.takenAt !== null).length,
    places: all.filter((id, at) => Number.isNaN(coordinates[2 * at]) && google.get(id)?.place !== null).length
  };
}
