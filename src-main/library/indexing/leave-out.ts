// What an open library leaves out of its folders: told with what its last scan came upon, and changed.
import type { LeavingOut, LeftOut } from '../../../src-shared/contract.ts';
import { byDefault } from '../../photos/leaving-out.ts';
import type { Store } from '../../store/database.ts';
import { readLeavingOut, readLeftOut, writeLeavingOut } from '../../store/leaving-out.ts';
import type { IndexRun } from './index-run.ts';

/** Of an open library. */
interface Indexed {
  readonly store: Store;
  restartIndex(): Promise<IndexRun>;
}

export function leftOutOf({ store }: Pick<Indexed, 'store'>): LeftOut {
  return { ...(readLeavingOut(store) ?? byDefault), ...readLeftOut(store) };
}

/** From now on; an index run that is under way begins again. Photos newly left out stay stored with all that was said of them. */
export async function leaveOut(library: Indexed, leavingOut: LeavingOut): Promise<IndexRun> {
  writeLeavingOut(library.store, leavingOut);
  return library.restartIndex();
}

/** Adds patterns to those of a library, or drops those that it has already; the next scan goes by them. */
export function leaveOutPatterns(store: Store, changes: readonly string[]): LeftOut {
  const { off, taken, patterns } = leftOutOf({ store });
  const kept = patterns.filter((pattern) => !changes.includes(pattern));
  const added = changes.filter((pattern) => !patterns.includes(pattern));
  if (changes.length > 0) writeLeavingOut(store, { off, taken, patterns: [...kept, ...added] });
  return leftOutOf({ store });
}
