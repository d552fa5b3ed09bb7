// Whether the tables that say what photos lack were written since: counted by triggers of this connection, its store's only writer, which no other
// connection sees and which leave nothing in the database. What other tables hold (answers, groups, marks, albums) does not count.
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';

/** What an index run looks at after its scan, each with what counts of it. */
const WRITES = {
  photos: ['INSERT', 'UPDATE', 'DELETE'],
  files: ['INSERT', 'UPDATE', 'DELETE'],
  contents: ['INSERT', 'UPDATE', 'DELETE'],
  folders: ['INSERT', 'UPDATE OF problem', 'DELETE'],
  embeddings: ['INSERT', 'UPDATE', 'DELETE'],
  features: ['INSERT', 'UPDATE', 'DELETE'],
  fingerprints: ['INSERT', 'UPDATE OF cells', 'DELETE'] // whether they were compared says nothing of what lacks
} as const;

const statements = preparedOnce((db) => {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS touched (times INTEGER NOT NULL); INSERT INTO temp.touched SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM temp.touched)');
  for (const [table, writes] of Object.entries(WRITES)) {
    writes.forEach((what, at) => db.exec(`CREATE TEMP TRIGGER IF NOT EXISTS touched_${table}_${at} AFTER ${what} ON main.${table} BEGIN UPDATE touched SET times = times + 1; END`));
  }
  return { times: db.prepare<[], number>('SELECT times FROM temp.touched').pluck() };
});

/** A number that is another once any of these tables was written by this store, counted from the first call on. */
export function timesTouched(store: Store): number {
  return read(store, () => statements(store).times.get()!); // one row
}
