// The worker thread that tells photos apart by all feature groups when an encoder is scored: a second or two that no main thread should wait.

import { adaptRows } from '../../../src-shared/learning/adapter/adapt.ts';
import { parseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { measureByMetric, rankByMetric } from '../../../src-shared/learning/scores/by-metric.ts';
import type { DescribedRows } from '../../../src-shared/learning/scores/embed.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';

/** `adapter`: the file of one that changes the embeddings first. */
export type ScoreRequest = { readonly adapter?: Uint8Array } & (
  | { readonly kind: 'views'; readonly described: DescribedRows; readonly photos: number; readonly others: number; readonly views: number }
  | { readonly kind: 'pairs'; readonly described: DescribedRows; readonly count: number; readonly known: FeatureTable['groups']; readonly pairs: readonly (readonly [number, number])[] }
);

/** Ranks of the views; distances of the pairs. */
export type ScoreReply = readonly number[];

const side = await openWorkerSide();
side.serve(async (request: ScoreRequest): Promise<ScoreReply> => {
  const described = request.adapter ? { ...request.described, embeddings: adaptRows(request.described.embeddings, parseAdapter(request.adapter)) } : request.described;
  return request.kind === 'views' ? [...rankByMetric(described, request)] : measureByMetric(request.count, described, request.known, request.pairs);
});
