// Decisions about sets of duplicates, as a log: the last one about a set is in force until it is revoked.
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

export interface StoredChoice {
  readonly id: number;
  readonly set: string;
  /** JSON of what was decided. */
  readonly decision: string;
  /** JSON of the files as they were rated and the kept one; `null` where nothing was preferred. */
  readonly choice: string | null;
  /** The contents of the set's files when it was decided. */
  readonly contents: readonly string[];
}

type Row = Omit<StoredChoice, 'contents'> & { readonly contents: string };

const statements = preparedOnce((db) => ({
  add: db.prepare<[Omit<Row, 'id'> & { readonly now: number }], number>(
    'INSERT INTO keeper_choices (set_id, decision, choice, contents, made_at) VALUES (@set, @decision, @choice, @contents, @now) RETURNING id'
  ).pluck(),
  revoke: db.prepare<[now: number, id: number]>('UPDATE keeper_choices SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'),
  all: db.prepare<[], Row>('SELECT id, set_id AS "set", decision, choice, contents FROM keeper_choices WHERE revoked_at IS NULL ORDER BY id')
}));

/** Stores all or none. @returns their ids, to revoke them */
export function addChoices(store: Store, choices: readonly Omit<StoredChoice, 'id'>[], now: number): number[] {
  return write(store, () => choices.map(({ contents, ...choice }) => statements(store).add.get({ ...choice, contents: JSON.stringify(contents), now })!));
}

export function revokeChoices(store: Store, ids: readonly number[], now: number): void {
  write(store, () => ids.forEach((id) => statements(store).revoke.run(now, id)));
}

/** Those in force, oldest first. */
export function readChoices(store: Store): StoredChoice[] {
  return read(store, () => statements(store).all.all()).map((row) => ({ ...row, contents: JSON.parse(row.contents) as string[] })); // only written above
}
