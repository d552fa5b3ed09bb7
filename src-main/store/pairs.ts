// The raw file of a shot and the picture that the camera put beside it are one photo: that of the picture, which stands for both. Found by folder, by name without
// ending, and by what they show (learning/copies/one-shot). Once they were one they stay so wherever the files go, until pairs are to be kept apart.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PhotoId } from '../../src-shared/contract.ts';
import { FINGERPRINT_BYTES, unpackFingerprint } from '../../src-shared/learning/copies/fingerprint.ts';
import { isOneShot } from '../../src-shared/learning/copies/one-shot.ts';
import { preparedOnce, read, write } from './access.ts';
import { insertBefore, readHolding } from './albums.ts';
import type { Store } from './database.ts';
import { readFact, writeFact } from './facts.ts';
import type { FolderId } from './folder-id.ts';
import { type MergedPair, mergeInGroups, mergeIntoPair } from './merge.ts';
import { copyMark, haveOtherMarks } from './marks.ts';
import { showPresent } from './shown.ts';

/** A present file with the name of another, but for the ending. */
interface Beside {
  readonly path: string;
  readonly photo: PhotoId;
  readonly content: string;
  readonly format: string;
  readonly takenAt: number | null;
  readonly offset: number | null;
  readonly camera: string | null;
  /** The photo it is where pairs are kept apart. */
  readonly apart: PhotoId | null;
  readonly cells: Buffer | null;
}

interface Place {
  readonly folder: FolderId;
  readonly path: string;
}

/** A photo, and the one that it was merged into. */
interface Apart {
  readonly id: PhotoId;
  readonly from: PhotoId;
}

/** Formats in which cameras write a picture beside the raw file, the preferred one first. */
const PICTURES = ['jpeg', 'heic'];
const FACT = 'pairs';
/** A name with an ending. */
const ENDS = /[^/]\.[^./]+$/;
/** Files per transaction, when all are gone through. */
const SLICE = 200;

const statements = preparedOnce((db) => ({
  beside: db.prepare<[Place], Beside>(
    `SELECT f.path, f.photo_id AS photo, c.hash AS content, c.format, CASE c.taken_day WHEN 0 THEN c.taken_at END AS takenAt, c.taken_offset AS offset, c.camera, c.apart_id AS apart, p.cells
     FROM files f INDEXED BY files_of_shot JOIN contents c ON c.hash = f.content_hash LEFT JOIN fingerprints p ON p.photo_id = COALESCE(c.apart_id, c.photo_id)
     WHERE f.folder_id = @folder AND lower(rtrim(f.path, replace(f.path, '.', ''))) = lower(rtrim(@path, replace(@path, '.', '')))
       AND f.photo_id IS NOT NULL AND f.missing_since IS NULL ORDER BY f.path`
  ),
  hasPicture: db.prepare<[PhotoId], number>(
    `SELECT 1 FROM files f JOIN contents c ON c.hash = f.content_hash WHERE f.photo_id = ? AND f.missing_since IS NULL AND c.format <> 'raw' LIMIT 1`
  ).pluck(),
  raws: db.prepare<[after: number, limit: number], Place & { readonly id: number }>(
    `SELECT f.id, f.folder_id AS folder, f.path FROM files f JOIN contents c ON c.hash = f.content_hash
     WHERE f.id > ? AND f.missing_since IS NULL AND f.photo_id IS NOT NULL AND c.format = 'raw' ORDER BY f.id LIMIT ?`
  ),
  paired: db.prepare<[limit: number], PhotoId>('SELECT DISTINCT apart_id FROM contents WHERE apart_id IS NOT NULL ORDER BY apart_id LIMIT ?').pluck(),
  withPicture: db.prepare<[PhotoId], PhotoId>('SELECT photo_id FROM contents WHERE apart_id = ? LIMIT 1').pluck(),
  filesApart: db.prepare<[Apart]>('UPDATE files SET photo_id = @id WHERE photo_id = @from AND content_hash IN (SELECT hash FROM contents WHERE apart_id = @id)'),
  contentsApart: db.prepare<[PhotoId]>('UPDATE contents SET photo_id = apart_id, apart_id = NULL WHERE apart_id = ?'),
  photoApart: db.prepare<[PhotoId]>('UPDATE photos SET merged_into = NULL WHERE id = ?'),
  shown: db.prepare<[], PhotoId>(
    `SELECT DISTINCT c.photo_id FROM contents c JOIN files f ON f.content_hash = c.hash AND f.photo_id = c.photo_id AND f.missing_since IS NULL
     WHERE c.apart_id IS NOT NULL AND c.format = 'raw' AND EXISTS (
       SELECT 1 FROM files o JOIN contents p ON p.hash = o.content_hash WHERE o.photo_id = c.photo_id AND o.missing_since IS NULL AND p.format <> 'raw') ORDER BY 1`
  ).pluck()
}));

/** Whether pairs are one photo in this library, and whether all that were there then are aligned to that. */
interface Alignment {
  readonly together: boolean;
  readonly done: boolean;
}

/** Whether pairs are one photo in this library; `null` before that was first looked at. */
export function arePaired(store: Store): boolean | null {
  return readAlignment(store)?.together ?? null;
}

/** Earlier versions noted only the wish, and left out what a kill had interrupted: all is gone through once more. */
function readAlignment(store: Store): Alignment | null {
  const fact = readFact(store, FACT) as Alignment | boolean | null; // only written below
  return typeof fact === 'boolean' ? { together: fact, done: false } : fact;
}

/** Present photos of which both a raw file and a picture are there, by id. */
export function readPaired(store: Store): Uint32Array {
  return Uint32Array.from(read(store, () => statements(store).shown.all()));
}

/**
 * Pairs files that were just written with those beside them, unless pairs are kept apart. Call it in a transaction, with the descriptors written.
 * @returns photos whose files changed
 */
export function pairWritten(store: Store, places: readonly Place[]): PhotoId[] {
  if (arePaired(store) === false) return [];
  const merged: MergedPair[] = [];
  const changed = places.flatMap((place) => pairAt(store, place, merged));
  mergeInGroups(store, merged);
  const gone = new Set(merged.map(({ goes }) => goes));
  const shown = [...new Set(changed)].filter((id) => !gone.has(id));
  showPresent(store, shown);
  return shown;
}

/**
 * Makes one photo of every pair there is, or takes all apart, if that is not as it should be; gives others their turn in between. After a kill the next call continues.
 * @returns whether anything changed
 */
export async function alignPairs(store: Store, together: boolean): Promise<boolean> {
  const known = readAlignment(store);
  if (known?.done === true && known.together === together) return false;
  writeFact(store, FACT, { together, done: false } satisfies Alignment);
  let changes = 0;
  if (together) {
    for (let last = 0; store.db.open; await nextTurn()) {
      const raws = read(store, () => statements(store).raws.all(last, SLICE));
      changes += write(store, () => pairWritten(store, raws)).length;
      last = raws.at(-1)?.id ?? last;
      if (raws.length < SLICE) break;
    }
  } else {
    for (; store.db.open; await nextTurn()) {
      const paired = read(store, () => statements(store).paired.all(SLICE));
      write(store, () => showPresent(store, takeApart(store, paired)));
      changes += paired.length;
      if (paired.length < SLICE) break;
    }
  }
  // not where the library was closed, or they are to be otherwise meanwhile
  if (store.db.open && arePaired(store) === together) writeFact(store, FACT, { together, done: true } satisfies Alignment);
  return changes > 0;
}

function pairAt(store: Store, place: Place, merged: MergedPair[]): PhotoId[] {
  const changed: PhotoId[] = [];
  // a picture that another one replaced is back: it is a photo of its own again, and takes the raw file over
  for (const { path, format, apart } of besideOf(store, place)) if (path === place.path && format !== 'raw' && apart !== null) changed.push(...takeApart(store, [apart]));
  const beside = besideOf(store, place);
  const pictures = beside.filter(({ format, apart }) => PICTURES.includes(format) && apart === null).sort((a, b) => PICTURES.indexOf(a.format) - PICTURES.indexOf(b.format));
  const done = new Map<PhotoId, PhotoId>();
  for (const raw of beside) {
    const goes = done.get(raw.photo) ?? raw.photo;
    if (raw.format !== 'raw' || pictures.some(({ photo }) => photo === goes)) continue;
    if (raw.apart !== null && statements(store).hasPicture.get(goes) !== undefined) continue; // its picture is elsewhere
    const picture = pictures.find((each) => areOneShot(raw, each));
    if (picture === undefined || haveOtherMarks(store, goes, picture.photo)) continue;
    const pair = { stays: picture.photo, goes };
    mergeIntoPair(store, pair);
    merged.push(pair);
    done.set(goes, picture.photo);
    changed.push(picture.photo);
  }
  return changed;
}

/** In one folder: SQLite's `lower` made their paths alike. None of a file without an ending: what stands before the last dot would be the same of all of them. */
function besideOf(store: Store, place: Place): Beside[] {
  if (!ENDS.test(place.path)) return [];
  return read(store, () => statements(store).beside.all(place)).filter(({ path }) => folderOf(path) === folderOf(place.path) && ENDS.test(path));
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function areOneShot(raw: Beside, picture: Beside): boolean {
  if (raw.cells?.length !== FINGERPRINT_BYTES || picture.cells?.length !== FINGERPRINT_BYTES) return false; // not there, or damaged
  const shotOf = ({ takenAt, offset, camera, cells }: Beside) => ({ takenAt, offset, camera, fingerprint: unpackFingerprint(cells!) }); // looked at above
  return isOneShot(shotOf(raw), shotOf(picture));
}

/** Makes them photos of their own again, with the marks and albums of those they were merged into. @returns all of them */
function takeApart(store: Store, ids: readonly PhotoId[]): PhotoId[] {
  const { withPicture, filesApart, contentsApart, photoApart } = statements(store);
  const apart = ids.flatMap((id): Apart[] => {
    const from = withPicture.get(id);
    return from === undefined ? [] : [{ id, from }];
  });
  for (const each of apart) {
    filesApart.run(each);
    contentsApart.run(each.id);
    photoApart.run(each.id);
    copyMark(store, each.from, each.id);
  }
  // of a photo with several raw files, one at a time
  for (let left = apart; left.length > 0; ) {
    const coming = new Map(left.map(({ id, from }) => [from, id]));
    for (const [album] of readHolding(store, [...coming.keys()])) insertBefore(store, album, coming);
    left = left.filter(({ id, from }) => coming.get(from) !== id);
  }
  return apart.flatMap(({ id, from }) => [from, id]);
}
