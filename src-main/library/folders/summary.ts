// Summarises each library without opening it for work: its folders, photos and answers.
import { openStore } from '../../store/database.ts';
import { countAnswers } from '../../store/answers.ts';
import { recentLibraries, storedAt } from '../../store/libraries.ts';
import { readCounts } from '../../store/photos.ts';
import type { LibraryPlace } from '../../../src-shared/contract.ts';

export interface LibrarySummary {
  readonly id: string;
  readonly folders: readonly LibraryPlace[];
  readonly photos: number;
  /** Judgments in force, of all lenses. */
  readonly answers: number;
  /** Its folders are not known. */
  readonly damaged: boolean;
}

/** All libraries, last opened first. One that cannot be read is reported, with the counts last recorded for it. */
export function summariseLibraries(dataFolder: string): LibrarySummary[] {
  return recentLibraries(dataFolder).map(({ id, folders, photos, answers, damaged }) => {
    try {
      const store = openStore(storedAt(dataFolder, id), { readOnly: true });
      try {
        return { id, folders, photos: readCounts(store).photos, answers: countAnswers(store), damaged };
      } finally {
        store.close();
      }
    } catch (error) {
      console.error(`${folders[0]?.path ?? id}: ${error instanceof Error ? error.message : String(error)}`);
      return { id, folders, photos, answers, damaged };
    }
  });
}
