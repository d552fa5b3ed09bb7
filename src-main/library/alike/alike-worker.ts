// The worker thread that ranks photos by how like they are: spaces come as shared memory, the store is opened beside its writer, for reading only.
import type { LikePhotos } from '../../../src-shared/contract.ts';
import { openStore, type Store } from '../../store/database.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { LikeRanker, type LikeQuestion, type LikeSpace } from './rank.ts';

export interface AlikeRequest {
  readonly space: LikeSpace;
  readonly question: LikeQuestion;
}

const side = await openWorkerSide();
const { stored } = side.data as { readonly stored: string }; // as alike.ts starts it
let store: Store | null = null;
const ranker = new LikeRanker(() => (store ??= openStore(stored, { readOnly: true })));

side.serve(async ({ space, question }: AlikeRequest): Promise<LikePhotos> => ranker.rank(space, question));
