// The worker thread that learns metrics: keeps the space of the prior metric and answers each set of judgments with the space they ask for.

import { parentPort } from 'node:worker_threads';
import type { Judgment, PhotoSpace } from '../../../src-shared/contract.ts';
import { lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';

export type LensWorkerRequest =
  /** From now on `learn` is about this space. */
  | { readonly kind: 'space'; readonly space: PhotoSpace }
  | { readonly kind: 'learn'; readonly judgments: readonly Judgment[] };

/** `null`: the judgments say nothing of photos of the space, so it stays. */
export type LensWorkerReply = Omit<PhotoSpace, 'revision' | 'ids'> | null;

const port = parentPort;
if (!port) throw new Error('lens-worker.ts runs in a worker thread only');
let prior: PhotoSpace | null = null;

port.on('message', (request: LensWorkerRequest) => {
  if (request.kind === 'space') {
    prior = request.space;
    return;
  }
  if (!prior) throw new Error('expected a space before judgments');
  const space = lensSpace(prior, request.judgments);
  const { ids: _ids, revision: _revision, ...learned } = space;
  const reply: LensWorkerReply = space === prior ? null : learned;
  // what it shares with the prior stays here, so only new arrays are handed over
  const fresh = space.points === prior.points ? [] : [space.points, space.neighbours, space.distances];
  port.postMessage(reply, fresh.map(({ buffer }) => buffer) as ArrayBuffer[]); // none is shared memory
});
