// A new library takes over what others know of its photos, once an index run has told which it holds: noted when it is made, so that it
// happens however often the run is cut off before.
import { openStore, type Store } from '../../store/database.ts';
import { readFact, writeFact } from '../../store/facts.ts';
import { storedAt } from '../../store/libraries.ts';
import type { Lenses } from '../judging/lenses.ts';
import { bringAlong, type Brought } from './bring-along.ts';

const FACT = 'bringAlong';

/** Notes that a library, not open, is to bring along from the libraries of those ids, or from all (`null`). */
export function bringLater(dataFolder: string, id: string, from: readonly string[] | null): void {
  const store = openStore(storedAt(dataFolder, id));
  try {
    writeFact(store, FACT, { from });
  } finally {
    store.close();
  }
}

/** Brings along what was noted; `null` where nothing was, or nothing came. */
export function bringWaiting(dataFolder: string, library: { readonly id: string; readonly lenses: Lenses; readonly store: Store }): Brought | null {
  const waiting = readFact(library.store, FACT) as { readonly from: readonly string[] | null } | null; // written above alone
  if (waiting === null) return null;
  const brought = bringAlong(dataFolder, library, waiting.from);
  writeFact(library.store, FACT, null);
  return brought.from.length > 0 ? brought : null;
}
