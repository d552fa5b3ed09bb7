// Finds entries of the log of judgments among the rows of a damaged file, by their values. The log is append-only, so any
// copy of an entry found in the file is valid.
import type { Record as FoundRecord } from './records.ts';
import type { Row } from './readable-rows.ts';

const kinds: ReadonlySet<unknown> = new Set(['similar', 'different', 'degree', 'closer', 'together', 'apart', 'revoke', 'restore']);

/** @param columns of the table, in its order */
export function asLogEntry({ rowid, values }: FoundRecord, columns: readonly string[]): Row | null {
  const row = Object.fromEntries(columns.map((column, at) => [column, values[at] ?? null]));
  const { lens_id: lens, kind, target, payload, made_at: madeAt } = row;
  const isEntry = values[0] === null && values.length >= 6 && values.length <= columns.length && typeof lens === 'number' && kinds.has(kind) && typeof madeAt === 'number';
  if (!isEntry || (target === null) !== (typeof payload === 'string')) return null;
  return withReadableOrigin({ ...row, id: rowid });
}

/** The table takes text alone: an entry whose origin is damaged is kept without it. */
export function withReadableOrigin(entry: Row): Row {
  return typeof entry.origin === 'string' ? entry : { ...entry, origin: null };
}
