import { describe, expect, it } from 'vitest';
import { fitCalibration, logLoss } from '../../../src-shared/learning/metric/calibration.ts';
import { crossValidateWith } from '../../../src-shared/learning/metric/cross-validation.ts';
import type { Pair, Ranked } from '../../../src-shared/learning/metric/evidence.ts';
import { identityMap } from '../../../src-shared/learning/metric/section-map.ts';
import { evidenceOf, judgedByKind, madePhotos, rankedByKind } from './made-photos.ts';

const photos = madePhotos();
const judged = judgedByKind(photos, 30);
const ranked = rankedByKind(photos, 10);
const identity = identityMap(photos.sections, 0);

interface Seen {
  readonly pairs: readonly Pair[];
  readonly ranked: readonly Ranked[];
}

/** What each fold sees, asked or not. */
function seenBy(evidence: Parameters<typeof crossValidateWith>[1]): Seen[] {
  const seen: Seen[] = [];
  crossValidateWith(photos, evidence, (_fold, { asked, picked, ranked: triplets }) => (seen.push({ pairs: [...asked, ...picked], ranked: triplets }), identity));
  return seen;
}

describe('cross-validation', () => {
  it('holds every judgment out once', () => {
    const seen = seenBy(evidenceOf({ judged, ranked }));
    for (const pair of judged) expect(seen.filter(({ pairs }) => !pairs.includes(pair))).toHaveLength(1);
    for (const triplet of ranked) expect(seen.filter((of) => !of.ranked.includes(triplet))).toHaveLength(1);
  });

  it('holds the pairs of one answer out together', () => {
    const answerOf = judged.map((_, at) => Math.floor(at / 3));
    const seen = seenBy(evidenceOf({ judged, answerOf }));
    for (let answer = 0; answer < judged.length / 3; answer++) {
      const pairs = judged.slice(3 * answer, 3 * answer + 3);
      for (const of of seen) expect([0, 3]).toContain(pairs.filter((pair) => of.pairs.includes(pair)).length);
    }
  });

  it('hides what follows from a held-out judgment', () => {
    const seen = seenBy(evidenceOf({ judged, implied: judged.map(({ a, b, similar }) => ({ a: b, b: a, similar })) }));
    const nameOf = ({ a, b }: { readonly a: number; readonly b: number }) => `${Math.min(a, b)} ${Math.max(a, b)}`;
    for (const { pairs } of seen) {
      const seenPairs = new Set(pairs.map(nameOf));
      for (const held of judged.filter((pair) => !pairs.includes(pair))) expect(seenPairs).not.toContain(nameOf(held));
      expect(pairs.length).toBeGreaterThan(judged.length);
    }
  });

  it('is the log loss of the judgments under the calibration most likely after them', () => {
    const { loss, calibration } = crossValidateWith(photos, evidenceOf({ judged }), () => identity);
    const distances = judged.map(({ a, b }) => Math.sqrt(Array.from({ length: photos.dims }, (_, i) => (photos.points[a * photos.dims + i]! - photos.points[b * photos.dims + i]!) ** 2).reduce((sum, value) => sum + value)));
    const expected = fitCalibration(distances, judged.map(({ similar }) => similar));
    expect(calibration.middle).toBeCloseTo(expected.middle, 6);
    expect(loss).toBeCloseTo(distances.reduce((sum, distance, at) => sum + logLoss(distance, judged[at]!.similar, expected), 0), 6);
  });
});
