// Processor time of fitting a metric to 2,000 judgments and as many pairs that follow from them, over points as wide as a library's: where hardly any
// photo is in two pairs, and where most are. `npm run bench -- fit`.

import { fitMetric } from '../../src-shared/learning/metric/fit.ts';
import { evidenceOf, judgedByKind, madePhotos, rankedByKind } from '../learning/metric/made-photos.ts';
import { Rows } from './screens/rows.ts';

/** Seconds, at most. */
const bar = 3;

const rows = new Rows();
for (const [what, count] of [['2,000 judgments on 1,500 photos', 1500], ['2,000 judgments on 4,000 photos', 4000]] as const) {
  const photos = madePhotos({ count, kindCount: 300, width: 40, shares: [0.15, 0.4, 0.2, 0.1, 0.1, 0.05] });
  const implied = judgedByKind(photos, 2000, 9).map(({ a, b, similar }) => ({ a, b, similar }));
  const evidence = evidenceOf({ judged: judgedByKind(photos, 1700), ranked: rankedByKind(photos, 300), implied });
  const before = process.cpuUsage();
  if (!fitMetric(photos, evidence).learned) throw new Error('expected something to be learned');
  const { user, system } = process.cpuUsage(before);
  rows.note('fit', what, (user + system) / 1e6, 's', bar);
}
rows.end();
