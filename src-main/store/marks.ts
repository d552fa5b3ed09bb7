// Flags, stars, labels and favourites of photos: those the user gave, and those read from files. The user's count where there are both, even
// if they took everything back; until the user says something, a photo has the mark of its files.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MarksChange, MarkTable, PhotoId } from '../../src-shared/contract.ts';
import { bare, flagOf, isSaid, said } from '../../src-shared/marks/packed.ts';
import { preparedOnce, read, write, writeDerived } from './access.ts';
import { concatenate } from './concatenate.ts';
import type { Store } from './database.ts';
import { withSnapshot } from './snapshot.ts';

type Source = 'user' | 'file';
type Row = [PhotoId, Source, number];

const statements = preparedOnce((db) => ({
  // 'user' comes after 'file', so that it is what a photo is left with
  slice: db.prepare<[after: number, upTo: number], Row>('SELECT photo_id, source, mark FROM marks WHERE photo_id > ? AND photo_id <= ? ORDER BY photo_id, source').raw(),
  last: db.prepare<[], number | null>('SELECT max(photo_id) FROM marks').pluck(),
  // of the photos that the asked ones are now: one may have been merged since a page learned of it
  of: db.prepare<[ids: string], [asked: number, PhotoId, Source | null, number | null]>(
    `SELECT p.id, COALESCE(p.merged_into, p.id), m.source, m.mark
     FROM json_each(?) j JOIN photos p ON p.id = j.value LEFT JOIN marks m ON m.photo_id = COALESCE(p.merged_into, p.id)`
  ).raw(),
  write: db.prepare<[PhotoId, Source, mark: number, now: number]>(
    `INSERT INTO marks VALUES (?, ?, ?, ?)
     ON CONFLICT (photo_id, source) DO UPDATE SET mark = excluded.mark, updated_at = excluded.updated_at WHERE mark <> excluded.mark`
  ),
  forget: db.prepare<[PhotoId, Source]>('DELETE FROM marks WHERE photo_id = ? AND source = ?'),
  marked: db.prepare<[], number>("SELECT count(*) FROM marks WHERE source = 'user' AND mark <> 0").pluck(),
  users: db.prepare<[], { readonly id: PhotoId; readonly mark: number; readonly at: number }>(`SELECT photo_id AS id, mark, updated_at AS at FROM marks WHERE source = 'user' ORDER BY photo_id`),
  take: db.prepare<[{ readonly stays: PhotoId; readonly goes: PhotoId }]>(
    `INSERT INTO marks SELECT @stays, source, mark, updated_at FROM marks WHERE photo_id = @goes AND source = 'user'
     ON CONFLICT (photo_id, source) DO UPDATE SET mark = excluded.mark, updated_at = excluded.updated_at
     WHERE (excluded.mark <> 0) > (mark <> 0) OR ((excluded.mark <> 0) = (mark <> 0) AND excluded.updated_at > updated_at)`
  ),
  drop: db.prepare<[PhotoId]>('DELETE FROM marks WHERE photo_id = ?'),
  copy: db.prepare<[to: PhotoId, from: PhotoId]>("INSERT OR REPLACE INTO marks SELECT ?, source, mark, updated_at FROM marks WHERE photo_id = ? AND source = 'user'")
}));

/** Photo ids searched per turn of the event loop. */
const SLICE = 20_000;

/** The marks of all photos that have one, by id, as they were at the beginning; nothing else waits for it. */
export function readMarks(store: Store, pause: () => Promise<void> = nextTurn): Promise<MarkTable> {
  return withSnapshot(store, async (snapshot, check) => {
    const tables: MarkTable[] = [];
    const last = statements(snapshot).last.get() ?? 0;
    for (let after = 0; after < last; after += SLICE, await pause(), check()) tables.push(toTable(new Map(statements(snapshot).slice.all(after, after + SLICE).map(asCounted))));
    return {
      ids: concatenate(tables.map(({ ids }) => ids), (length) => new Uint32Array(length)),
      marks: concatenate(tables.map(({ marks }) => marks), (length) => new Uint16Array(length))
    };
  });
}

/** Photos that have a mark of the user's. */
export function countMarked(store: Store): number {
  return read(store, () => statements(store).marked.get()!); // a count is always there
}

/** The mark of one photo, packed; 0 if it has none. */
export function readMark(store: Store, id: PhotoId): number {
  return currentMarks(store, [id]).get(id)?.mark ?? 0;
}

/** The marks of photos, packed, by the ids asked for; 0 for none. */
export function readMarksOf(store: Store, ids: Iterable<PhotoId>): ReadonlyMap<PhotoId, number> {
  return new Map(Array.from(currentMarks(store, ids), ([asked, { mark }]) => [asked as PhotoId, mark])); // of those asked for
}

/**
 * Gives photos marks of the user's: each the one that `change` makes of the mark it has, both packed. Unknown ids are left out.
 * @param now milliseconds since 1970
 */
export function writeMarks(store: Store, ids: Iterable<number>, change: (mark: number) => number, now: number): MarksChange {
  const { write: put } = statements(store);
  return writeEach(store, ids, (id, mark) => {
    const changed = bare(change(bare(mark)));
    put.run(id, 'user', changed, now);
    return said(changed);
  });
}

/** Brings marks back as `readMarks` and `writeMarks` gave them: one that was not the user's is that of the files again. */
export function restoreMarks(store: Store, { ids, marks }: MarkTable, now: number): MarksChange {
  const wanted = new Map<number, number>();
  ids.forEach((id, at) => wanted.set(id, marks[at] ?? 0));
  return writeEach(store, wanted.keys(), (id, _mark, asked) => {
    const mark = wanted.get(asked) ?? 0;
    if (isSaid(mark)) statements(store).write.run(id, 'user', bare(mark), now);
    else statements(store).forget.run(id, 'user');
    return isSaid(mark) ? mark : readMark(store, id);
  });
}

/** All marks that the user gave, by id of the photo; `at`: milliseconds since 1970. */
export function readUsersMarks(store: Store): { readonly id: PhotoId; readonly mark: number; readonly at: number }[] {
  return read(store, () => statements(store).users.all());
}

/** Notes what a photo's present files say: 0 for nothing. */
export function writeFileMark(store: Store, id: PhotoId, mark: number): void {
  writeDerived(store, () => {
    if (mark === 0) statements(store).forget.run(id, 'file');
    else statements(store).write.run(id, 'file', mark, Date.now());
  });
}

/** Whether a mark would be lost or change its meaning if two photos had one: the user marked them otherwise, or one of them is rejected. */
export function haveOtherMarks(store: Store, one: PhotoId, other: PhotoId): boolean {
  const marks = readMarksOf(store, [one, other]);
  const [a, b] = [marks.get(one) ?? 0, marks.get(other) ?? 0];
  return (flagOf(a) === 'rejected') !== (flagOf(b) === 'rejected') || (a !== b && [a, b].every((mark) => isSaid(mark) && bare(mark) !== 0));
}

/** Of two photos that turned out to be one, the mark that says something stays, and of two such the newer one. */
export function mergeMarks(store: Store, pair: { readonly stays: PhotoId; readonly goes: PhotoId }): void {
  statements(store).take.run(pair);
  statements(store).drop.run(pair.goes);
}

/** Gives a photo the mark that the user gave another. */
export function copyMark(store: Store, from: PhotoId, to: PhotoId): void {
  statements(store).copy.run(to, from);
}

/** @param one writes the mark of one photo, which has `mark` now, and returns what it has then */
function writeEach(store: Store, ids: Iterable<number>, one: (id: PhotoId, mark: number, asked: number) => number): MarksChange {
  const earlier = new Map<number, number>();
  const now = new Map<number, number>();
  write(store, () => {
    for (const [asked, { id, mark }] of currentMarks(store, ids)) {
      if (earlier.has(id)) continue;
      earlier.set(id, mark);
      now.set(id, one(id, mark, asked));
    }
  });
  return { earlier: toTable(earlier), now: toTable(now) };
}

/** The known ones of the photos asked for as they are now, with their marks: those of the user where there are some. One query for all: a query each took four times as long. */
function currentMarks(store: Store, ids: Iterable<number>): Map<number, { readonly id: PhotoId; readonly mark: number }> {
  const current = new Map<number, { readonly id: PhotoId; readonly mark: number }>();
  for (const [asked, id, source, mark] of read(store, () => statements(store).of.all(JSON.stringify([...ids])))) {
    if (source === 'user' || !current.has(asked)) current.set(asked, { id, mark: source === null ? 0 : asCounted([id, source, mark ?? 0])[1] });
  }
  return current;
}

function asCounted([id, source, mark]: Row): [PhotoId, number] {
  return [id, source === 'user' ? said(mark) : mark];
}

function toTable(marks: ReadonlyMap<number, number>): MarkTable {
  return { ids: Uint32Array.from(marks.keys()), marks: Uint16Array.from(marks.values()) };
}
