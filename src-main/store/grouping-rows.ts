// A lens's groups as they lie in the database: those with a name are rows, the others one row of columns (migrations/006). Whether the lens is
// there, and its height, are for groups.ts.
import { isDeepStrictEqual } from 'node:util';
import type { GroupId, LensId, PhotoId, SavedColumns } from '../../src-shared/contract.ts';
import { ColumnsBuilder, faultOfColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { preparedOnce } from './access.ts';
import type { Store } from './database.ts';

type Row = [place: number, id: GroupId, name: string | null, cover: PhotoId, photos: Buffer];
type Columns = [ids: Buffer, covers: Buffer, ends: Buffer, photos: Buffer];

const statements = preparedOnce((db) => ({
  lenses: db.prepare<[], LensId>('SELECT lens_id FROM saved_groups UNION SELECT lens_id FROM unnamed_groups').pluck(),
  rows: db.prepare<[LensId], Row>('SELECT place, id, name, cover, photos FROM saved_groups WHERE lens_id = ? ORDER BY place').raw(),
  columns: db.prepare<[LensId], Columns>('SELECT ids, covers, ends, photos FROM unnamed_groups WHERE lens_id = ?').raw(),
  clear: db.prepare<[LensId]>('DELETE FROM saved_groups WHERE lens_id = ?'),
  add: db.prepare<[LensId, GroupId, place: number, name: string, cover: PhotoId, photos: Buffer]>('INSERT INTO saved_groups VALUES (?, ?, ?, ?, ?, ?)'),
  setColumns: db.prepare<[LensId, ...Columns]>('INSERT OR REPLACE INTO unnamed_groups VALUES (?, ?, ?, ?, ?)'),
  copyRows: db.prepare<[to: LensId, from: LensId]>('INSERT INTO saved_groups SELECT ?, id, place, name, cover, photos FROM saved_groups WHERE lens_id = ?'),
  copyColumns: db.prepare<[to: LensId, from: LensId]>('INSERT INTO unnamed_groups SELECT ?, ids, covers, ends, photos FROM unnamed_groups WHERE lens_id = ?')
}));

/** Lenses that have groups, deleted ones too. */
export function lensesWithGroups(store: Store): LensId[] {
  return statements(store).lenses.all();
}

/** A lens's groups in their order; without its height. */
export function readGroupRows(store: Store, lensId: LensId): SavedColumns {
  const unnamed = readUnnamed(store, lensId);
  const named = statements(store).rows.all(lensId);
  return named.length === 0 ? unnamed : withRows(unnamed, named);
}

/** Replaces a lens's groups, as far as they are others; to be called in a transaction. */
export function writeGroupRows(store: Store, lensId: LensId, columns: SavedColumns): void {
  const { rows, columns: stored, clear, add, setColumns } = statements(store);
  const { named, others } = divide(columns);
  if (!isDeepStrictEqual(rows.all(lensId), named)) {
    clear.run(lensId);
    for (const [place, id, name, cover, photos] of named) add.run(lensId, id, place, name!, cover, photos); // all have one
  }
  const unnamed: Columns = [toBytes(others.ids), toBytes(others.covers), toBytes(others.ends), toBytes(others.photos)];
  if (!isDeepStrictEqual(stored.get(lensId), unnamed)) setColumns.run(lensId, ...unnamed);
}

/** The groups that have a name, as rows, and the others. */
function divide(columns: SavedColumns): { readonly named: Row[]; readonly others: SavedColumns } {
  const { height, ids, covers, ends, photos, names } = columns;
  if (names.length === 0) return { named: [], others: columns };
  const nameOf = new Map<number, string>(names.map(({ group, name }) => [group, name]));
  const startOf = (place: number): number => ends[place - 1] ?? 0;
  const named: Row[] = [];
  let inNamed = 0;
  for (let place = 0; place < ids.length; place++) {
    const name = nameOf.get(ids[place]!);
    if (name === undefined) continue;
    const of = photos.subarray(startOf(place), ends[place]);
    named.push([place, ids[place] as GroupId, name, covers[place] as PhotoId, toBytes(of)]); // the columns hold these
    inNamed += of.length;
  }
  const others = new ColumnsBuilder(ids.length - named.length, photos.length - inNamed);
  for (let place = 0; place < ids.length; place++) {
    if (!nameOf.has(ids[place]!)) others.add({ id: ids[place] as GroupId, name: null, cover: covers[place] as PhotoId }, photos, startOf(place), ends[place]);
  }
  return { named, others: others.finish(height) };
}

/** Gives the lens `to`, which has none, the groups of `from`. */
export function copyGroupRows(store: Store, from: LensId, to: LensId): void {
  statements(store).copyRows.run(to, from);
  statements(store).copyColumns.run(to, from);
}

const none = new Uint32Array();
const noGroups: SavedColumns = { height: null, ids: none, covers: none, ends: none, photos: none, names: [] };

/** None where they are damaged: they are made again with the next grouping, under new ids. */
function readUnnamed(store: Store, lensId: LensId): SavedColumns {
  const row = statements(store).columns.get(lensId);
  if (row === undefined) return noGroups;
  const isWhole = row.every(({ length }) => length % 4 === 0);
  const [ids = none, covers = none, ends = none, photos = none] = isWhole ? row.map(toNumbers) : [];
  const fault = isWhole ? faultOfColumns({ ids, covers, ends, photos }) : 'expected four bytes a number';
  if (fault === null) return { ...noGroups, ids, covers, ends, photos };
  console.error(`The groups without a name of lens ${lensId} are damaged and made again: ${fault}`);
  return noGroups;
}

/** Puts the groups that are rows back to their places among the others. */
function withRows({ ids, covers, ends, photos }: SavedColumns, rows: readonly Row[]): SavedColumns {
  const all = new ColumnsBuilder(ids.length + rows.length, photos.length + rows.reduce((sum, [, , , , bytes]) => sum + Math.floor(bytes.length / 4), 0));
  let taken = 0;
  const take = (): void => {
    all.add({ id: ids[taken] as GroupId, name: null, cover: covers[taken] as PhotoId }, photos, ends[taken - 1] ?? 0, ends[taken]); // the columns hold these
    taken++;
  };
  rows.forEach(([place, id, name, cover, bytes], before) => {
    while (taken + before < place && taken < ids.length) take();
    all.add({ id, name, cover }, toNumbers(bytes));
  });
  while (taken < ids.length) take();
  return all.finish(null);
}

/** Copied, because a row's bytes need not lie on a multiple of four. */
function toNumbers(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function toBytes({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
