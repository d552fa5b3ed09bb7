// A new library takes over what others know of its photos, once an index run has told which it holds: noted when it is made, so that it
// happens however often the run is cut off before.
import type { JudgmentLog, LibraryEmit } from '../../../src-shared/contract.ts';
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

/** What of an open library is needed. */
interface Bringing {
  readonly id: string;
  readonly lenses: Lenses;
  readonly store: Store;
  judged(log: JudgmentLog): void;
}

/** Brings along what was noted, and tells what changed; `null` where nothing was noted, or nothing came. */
export function bringWaiting(dataFolder: string, library: Bringing, emit: LibraryEmit): Brought | null {
  const waiting = readFact(library.store, FACT) as { readonly from: readonly string[] | null } | null; // written above alone
  if (waiting === null) return null;
  const brought = bringAlong(dataFolder, library, waiting.from);
  writeFact(library.store, FACT, null);
  if (brought.from.length === 0) return null;
  emit('lenses.changed', library.lenses.all);
  for (const lens of brought.lenses) library.judged(library.lenses.judge(lens).log);
  for (const { lensId, revision } of brought.groups) emit('groups.changed', { lensId, revision });
  return brought;
}
