// The metric that was fitted to a lens's judgments, kept beside the library's databases: opening the library again learns nothing that it knew.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Judgment, LensId, PhotoSpace } from '../../../src-shared/contract.ts';
import { fitLens } from '../../../src-shared/learning/metric/lens-space.ts';
import type { FittedMetric } from '../../../src-shared/learning/metric/fit.ts';
import { keepSync, readKept } from '../../store/kept-file.ts';
import { digestOf } from './space-digest.ts';

/** Of the code that fits; raised whenever the same judgments would give another metric. */
const FIT_VERSION = 1;

interface Kept {
  readonly key: string;
  readonly fitted: FittedMetric | null;
}

/** As `fitLens`: read where it was fitted before to the same judgments over the same space, else fitted and kept. */
export function fitOnce(stored: string, lensId: LensId, prior: PhotoSpace, judgments: readonly Judgment[], fit: typeof fitLens = fitLens): FittedMetric | null {
  const path = join(stored, `metric-${lensId}.bin`);
  const key = keyOf(prior, judgments);
  const kept = readKept(path) as Kept | null; // written below alone
  if (kept?.key === key) return kept.fitted;
  const fitted = fit(prior, judgments);
  keepSync(path, { key, fitted } satisfies Kept);
  return fitted;
}

function keyOf(prior: PhotoSpace, judgments: readonly Judgment[]): string {
  const said = judgments.map(({ id, statement, origin }) => [id, statement, origin]);
  return createHash('sha256').update(JSON.stringify([FIT_VERSION, prior.digest ?? digestOf(prior), said])).digest('hex');
}
