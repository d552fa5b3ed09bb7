// The counts of photos, files and folders that a library says of itself: each is a look at all files, and kept until something is written.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LibraryState } from '../../src-shared/contract.ts';
import type { Store } from '../store/database.ts';
import { readIndexedAt } from '../store/facts.ts';
import { countByFolder, countOffline } from '../store/folders.ts';
import { readNotRead } from '../store/not-read.ts';
import { readCounts } from '../store/photos.ts';

/** Counts each in a turn of its own, so that whoever asks for them next waits for none, and nothing else waits for more than one. */
export async function countInTurns(store: Store): Promise<void> {
  for (const count of [readCounts, countByFolder, countOffline]) {
    await nextTurn();
    count(store);
  }
  await nextTurn();
}

/** What a library says of the files in its folders. */
export function countsOf(store: Store): Pick<LibraryState, 'offline' | 'photos' | 'files' | 'problems' | 'notRead' | 'indexedAt'> {
  return { offline: countOffline(store), ...readCounts(store), notRead: readNotRead(store), indexedAt: readIndexedAt(store) };
}
