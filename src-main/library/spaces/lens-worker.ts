// The worker thread that learns metrics: keeps the space of the prior metric and answers each set of judgments with the space they ask for.

import { createHash } from 'node:crypto';
import type { Judgment, LensId, PhotoSpace } from '../../../src-shared/contract.ts';
import { applyMetric } from '../../../src-shared/learning/metric/lens-space.ts';
import type { SectionMap } from '../../../src-shared/learning/metric/section-map.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { fitOnce } from './kept-metric.ts';
import { sharedSpace } from './shared-space.ts';
import { digestOf } from './space-digest.ts';

export type LensWorkerRequest =
  /** From now on `learn` is about this space. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  /** `stored`: where the library's stored state lies. */
  | { readonly kind: 'learn'; readonly lensId: LensId; readonly judgments: readonly Judgment[]; readonly stored: string };

/** `maps`: from the prior's points to its own, left out where they are the same. `null`: of a space, or where the judgments say nothing of its photos, so that it stays. */
export type LensWorkerReply = (Omit<PhotoSpace, 'revision' | 'ids' | 'digest'> & { readonly digest: string; readonly maps?: readonly SectionMap[] }) | null;

const side = await openWorkerSide();
let prior: PhotoSpace | null = null;

async function answer(request: LensWorkerRequest): Promise<LensWorkerReply> {
  if (request.kind === 'space') {
    prior = request.space;
    return null;
  }
  if (!prior) throw new Error('expected a space before judgments');
  const fitted = fitOnce(request.stored, request.lensId, prior, request.judgments);
  if (!fitted) return null;
  const space = applyMetric(prior, fitted);
  // like the prior's, new arrays are shared: others than the main thread look at them too
  const { ids: _ids, revision: _revision, ...learned } = space.points === prior.points ? space : sharedSpace(space);
  return { ...learned, digest: nameOf(space, prior), ...(fitted.learned && { maps: fitted.maps }) };
}

/** Its digest; where its points are the prior's, and with them their neighbours, from that of the prior: a large space takes long to look through. */
function nameOf(space: PhotoSpace, { points, digest }: PhotoSpace): string {
  return digest === undefined || space.points !== points ? digestOf(space) : createHash('sha256').update(JSON.stringify([digest, space.metric])).digest('hex');
}

side.serve(answer);
