// A lens's groups as they lie in the database: those with a name are rows, the others one row of columns (migrations/006). Whether the lens is
// there, and its height, are for groups.ts.
import type { GroupId, LensId, PhotoId, SavedColumns, SavedGroup } from '../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
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
  const { rows, columns } = statements(store);
  const [ids = none, covers = none, ends = none, photos = none] = columns.get(lensId)?.map(toNumbers) ?? [];
  const unnamed = { height: null, ids, covers, ends, photos, names: [] };
  const named = rows.all(lensId);
  return named.length === 0 ? unnamed : withRows(unnamed, named);
}

/** Replaces a lens's groups; to be called in a transaction. */
export function writeGroupRows(store: Store, lensId: LensId, columns: SavedColumns): void {
  const { clear, add, setColumns } = statements(store);
  clear.run(lensId);
  let unnamed = columns;
  if (columns.names.length > 0) {
    const { groups } = fromSavedColumns(columns);
    for (const [place, { id, name, cover, photos }] of groups.entries()) if (name !== null) add.run(lensId, id, place, name, cover, toBytes(photos));
    unnamed = toSavedColumns({ height: null, groups: groups.filter(({ name }) => name === null) });
  }
  const { ids, covers, ends, photos } = unnamed;
  setColumns.run(lensId, toBytes(ids), toBytes(covers), toBytes(ends), toBytes(photos));
}

/** Gives the lens `to`, which has none, the groups of `from`. */
export function copyGroupRows(store: Store, from: LensId, to: LensId): void {
  statements(store).copyRows.run(to, from);
  statements(store).copyColumns.run(to, from);
}

const none = new Uint32Array();

/** Puts the groups that are rows back to their places among the others. */
function withRows(unnamed: SavedColumns, rows: readonly Row[]): SavedColumns {
  const groups: SavedGroup[] = [];
  const others = fromSavedColumns(unnamed).groups;
  let taken = 0;
  for (const [place, id, name, cover, photos] of rows) {
    while (groups.length < place && taken < others.length) groups.push(others[taken++]!);
    groups.push({ id, name, cover, photos: toNumbers(photos) });
  }
  return toSavedColumns({ height: null, groups: [...groups, ...others.slice(taken)] });
}

/** Copied, because a row's bytes need not lie on a multiple of four. */
function toNumbers(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function toBytes({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
