// The worker thread that puts duplicates into sets: reads the store beside its writer.
import { openStore } from '../../store/database.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { type FoundSets, readSets } from './read-sets.ts';

export interface SetsRequest {
  /** Where the library's stored state is. */
  readonly stored: string;
}

async function answer({ stored }: SetsRequest): Promise<FoundSets> {
  const store = openStore(stored, { readOnly: true });
  try {
    return readSets(store);
  } finally {
    store.close();
  }
}

const side = await openWorkerSide();
side.serve(answer);
