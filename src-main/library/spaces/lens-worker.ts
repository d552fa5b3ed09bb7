// The worker thread that learns metrics: keeps the space of the prior metric and answers each set of judgments with the space they ask for.

import type { Judgment, PhotoSpace } from '../../../src-shared/contract.ts';
import { lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { sharedSpace } from './shared-space.ts';

export type LensWorkerRequest =
  /** From now on `learn` is about this space. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  | { readonly kind: 'learn'; readonly judgments: readonly Judgment[] };

/** `null`: of a space, or where the judgments say nothing of its photos, so that it stays. */
export type LensWorkerReply = Omit<PhotoSpace, 'revision' | 'ids'> | null;

const side = await openWorkerSide();
let prior: PhotoSpace | null = null;

async function answer(request: LensWorkerRequest): Promise<LensWorkerReply> {
  if (request.kind === 'space') {
    prior = request.space;
    return null;
  }
  if (!prior) throw new Error('expected a space before judgments');
  const space = lensSpace(prior, request.judgments);
  if (space === prior) return null;
  // threads that get it from the main one, as that of maps does, get it without a copy
  const { ids: _ids, revision: _revision, ...learned } = sharedSpace(space);
  return learned;
}

side.serve(answer);
