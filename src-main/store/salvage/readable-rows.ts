// The rows of a table that SQLite can still read, skipping damaged pages.
import type { Database, Prepared } from '../sqlite.ts';
import { isDamage } from '../error.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Yields rows by rowid, continuing after damaged pages. A table without rowids ends at the first damage. */
export function* readableRows(db: Database, table: string): Generator<Row, void, undefined> {
  let next: Prepared<[after: number], Row>;
  try {
    next = db.prepare<[number], Row>(`SELECT rowid AS "rowid of it", * FROM "${table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1`);
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield* rowsWithoutRowid(db, table);
    return;
  }
  for (let after = 0; ; ) {
    const row = attempt(() => next.get(after));
    if (row === 'damaged') {
      const behind = behindDamage(after, (place) => attempt(() => next.get(place)) !== 'damaged');
      if (behind === null) return;
      after = behind;
      continue;
    }
    if (row === undefined) return;
    const { 'rowid of it': rowid, ...values } = row;
    yield values;
    after = Number(rowid);
  }
}

function* rowsWithoutRowid(db: Database, table: string): Generator<Row, void, undefined> {
  try {
    yield* db.prepare<[], Row>(`SELECT * FROM "${table}"`).iterate();
  } catch (error) {
    if (!isDamage(error)) throw error;
    console.error(`The rest of ${table} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The smallest position above `after` that `isReadable`; `null` if there is none. */
function behindDamage(after: number, isReadable: (place: number) => boolean): number | null {
  let step = 1;
  while (!isReadable(after + step)) {
    step *= 2;
    if (step > 2 ** 40) return null;
  }
  let [damaged, readable] = [after + Math.floor(step / 2), after + step];
  while (readable - damaged > 1) {
    const middle = Math.floor((damaged + readable) / 2);
    if (isReadable(middle)) readable = middle;
    else damaged = middle;
  }
  return readable;
}

function attempt(read: () => Row | undefined): Row | undefined | 'damaged' {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}
