// A new library takes over what others know about its photos, once an index run has found which it holds. Recorded at creation, so that it
// happens however often that run is interrupted.
import type { JudgmentLog, LibraryEmit } from '../../../src-shared/contract.ts';
import { openStore, type Store } from '../../store/database.ts';
import { readFact, writeFact } from '../../store/facts.ts';
import { storedAt } from '../../store/libraries.ts';
import type { Lenses } from '../judging/lenses.ts';
import { bringAlong, type Brought } from './bring-along.ts';

const FACT = 'bringAlong';

/** Records that a library, not open, is to take over from the libraries with those ids, or from all (`null`). */
export function bringLater(dataFolder: string, id: string, from: readonly string[] | null): void {
  const store = openStore(storedAt(dataFolder, id));
  try {
    writeFact(store, FACT, { from });
  } finally {
    store.close();
  }
}

/** The part of an open library that is needed. */
interface Bringing {
  readonly id: string;
  readonly lenses: Lenses;
  readonly store: Store;
  judged(log: JudgmentLog): void;
}

/** Takes over what was recorded, and emits what changed; `null` if nothing was recorded, or nothing was found. */
export function bringWaiting(dataFolder: string, library: Bringing, emit: LibraryEmit): Brought | null {
  const waiting = readFact(library.store, FACT) as { readonly from: readonly string[] | null } | null; // written only above
  if (waiting === null) return null;
  const brought = bringAlong(dataFolder, library, waiting.from);
  writeFact(library.store, FACT, null);
  if (brought.from.length === 0) return null;
  emit('lenses.changed', library.lenses.all);
  for (const lens of brought.lenses) library.judged(library.lenses.judge(lens).log);
  if (brought.marks.ids.length > 0) emit('marks.changed', brought.marks);
  if (brought.albums > 0) emit('albums.changed', null);
  for (const { lensId, revision } of brought.groups) emit('groups.changed', { lensId, revision });
  return brought;
}
