// Single facts about a library that have no table of their own.
import type { LensId } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';

const statements = preparedOnce((db) => ({
  read: db.prepare<[name: string], { value: string }>('SELECT value FROM facts WHERE name = ?'),
  write: db.prepare<[name: string, value: string]>('INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
}));

/** A fact by its name, as it was written; `null` if it never was. */
export function readFact(store: Store, name: string): unknown {
  const row = read(store, () => statements(store).read.get(name));
  return row === undefined ? null : JSON.parse(row.value);
}

/** Writes a fact as JSON. */
export function writeFact(store: Store, name: string, value: unknown): void {
  write(store, () => statements(store).write.run(name, JSON.stringify(value)));
}

/** When an index run that found anything last completed, in milliseconds since 1970; `null` before the first that completed at all. */
export function readIndexedAt(store: Store): number | null {
  const row = read(store, () => statements(store).read.get('indexedAt'));
  return row === undefined ? null : Number(row.value);
}

/** Records that an index run completed at `now`, in milliseconds since 1970, if it found anything or is the first: a look at an unchanged library writes nothing. */
export function writeIndexedAt(store: Store, now: number, found: boolean): void {
  if (found || readIndexedAt(store) === null) write(store, () => statements(store).write.run('indexedAt', String(now)));
}

/** The lens the user chose last; `null` before the first choice. */
export function readChosenLens(store: Store): LensId | null {
  const row = read(store, () => statements(store).read.get('lens'));
  return row === undefined ? null : (Number(row.value) as LensId); // written only below
}

export function writeChosenLens(store: Store, id: LensId): void {
  write(store, () => statements(store).write.run('lens', String(id)));
}
