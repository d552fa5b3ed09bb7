// Reads and changes what an open library leaves out of its folders, with what its last scan came across.
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

/** Takes effect at once; a current index run starts over. Photos newly left out stay stored, with all answers about them. */
export async function leaveOut(library: Indexed, leavingOut: LeavingOut): Promise<IndexRun> {
  writeLeavingOut(library.store, leavingOut);
  return library.restartIndex();
}

/** Adds patterns to a library, or removes those it already has; the next scan uses them. */
export function leaveOutPatterns(store: Store, changes: readonly string[]): LeftOut {
  const { off, taken, patterns } = leftOutOf({ store });
  const kept = patterns.filter((pattern) => !changes.includes(pattern));
  const added = changes.filter((pattern) => !patterns.includes(pattern));
  if (changes.length > 0) writeLeavingOut(store, { off, taken, patterns: [...kept, ...added] });
  return leftOutOf({ store });
}
