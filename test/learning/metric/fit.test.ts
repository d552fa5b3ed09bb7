import { describe, expect, it } from 'vitest';
import { fitCalibration, logLoss, type Calibration } from '../../../src-shared/learning/metric/calibration.ts';
import type { JudgedPair, Pair } from '../../../src-shared/learning/metric/evidence.ts';
import { fitMetric, type FittedMetric } from '../../../src-shared/learning/metric/fit.ts';
import { mapPoints } from '../../../src-shared/learning/metric/section-map.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { evidenceOf, judgedByKind, madePhotos, rankedByKind, type MadePhotos } from './made-photos.ts';
import { asked } from '../../origins.ts';

/** Share of the first feature group, which judges, in the squared distance. */
const trueShare = ({ sections }: MadePhotos, { maps }: FittedMetric) => sections[0]!.share * maps[0]!.weight;

function distanceOf({ dims }: MadePhotos, points: Float32Array, { a, b }: Pick<Pair, 'a' | 'b'>): number {
  let squared = 0;
  for (let i = 0; i < dims; i++) squared += (points[a * dims + i]! - points[b * dims + i]!) ** 2;
  return Math.sqrt(squared);
}

const pointsOf = (photos: MadePhotos, { maps }: FittedMetric) => mapPoints(photos.points, photos.dims, photos.sections, maps);

/** Mean log loss of pairs that no fit saw. */
function lossOf(photos: MadePhotos, points: Float32Array, pairs: readonly Pair[], calibration: Calibration): number {
  return pairs.reduce((sum, pair) => sum + logLoss(distanceOf(photos, points, pair), pair.similar, calibration), 0) / pairs.length;
}

function priorLossOf(photos: MadePhotos, judged: readonly Pair[], fresh: readonly Pair[]): number {
  const calibration = fitCalibration(judged.map((pair) => distanceOf(photos, photos.points, pair)), judged.map(({ similar }) => similar));
  return lossOf(photos, photos.points, fresh, calibration);
}

/** Pairs whose judgment says nothing. */
function randomPairs(count: number, pairs: number, seed: number): JudgedPair[] {
  const next = uniform(seed);
  return Array.from({ length: pairs }, () => {
    const a = Math.floor(next() * count);
    return { a, b: (a + 1 + Math.floor(next() * (count - 1))) % count, similar: next() < 0.5 ? 1 : 0, origin: asked };
  });
}

describe('with few judgments', () => {
  it('the prior stays, with a calibration that heeds them', () => {
    const photos = madePhotos();
    for (const count of [0, 1, 7]) {
      const fitted = fitMetric(photos, evidenceOf({ judged: judgedByKind(photos, count) }));
      expect(fitted).toMatchObject({ learned: false, answers: count, heldOut: null });
      expect(fitted.maps.map(({ weight }) => weight)).toEqual([1, 1, 1]);
    }
    const far = { a: 0, b: photos.kinds.findIndex((kind) => kind !== photos.kinds[0]) };
    const [similar, different] = [1, 0].map((value) => fitMetric(photos, evidenceOf({ judged: [{ ...far, similar: value, origin: asked }] })).calibration.middle);
    expect(similar).toBeGreaterThan(different!);
  });
});

describe.each([1, 2])('with judgments that follow one feature group (seed %i)', (seed) => {
  const photos = madePhotos({ seed });
  const fresh = judgedByKind(photos, 400, seed + 50);

  it('that group counts more, and pairs that were never judged are predicted better', () => {
    const judged = judgedByKind(photos, 60, seed);
    const fitted = fitMetric(photos, evidenceOf({ judged }));
    expect(fitted.learned).toBe(true);
    expect(trueShare(photos, fitted)).toBeGreaterThan(0.4);
    expect(fitted.heldOut!.fitted).toBeLessThan(0.8 * fitted.heldOut!.prior);
    expect(lossOf(photos, pointsOf(photos, fitted), fresh, fitted.calibration)).toBeLessThan(0.8 * priorLossOf(photos, judged, fresh));
  });

  it('what is expected of held-out judgments is honest', () => {
    const fitted = fitMetric(photos, evidenceOf({ judged: judgedByKind(photos, 100, seed) }));
    expect(Math.abs(lossOf(photos, pointsOf(photos, fitted), fresh, fitted.calibration) - fitted.heldOut!.fitted)).toBeLessThan(0.15);
  });

  it('rankings alone move it too', () => {
    const fitted = fitMetric(photos, evidenceOf({ ranked: rankedByKind(photos, 40, seed) }));
    expect(fitted.learned).toBe(true);
    expect(fitted.answers).toBe(40);
    expect(trueShare(photos, fitted)).toBeGreaterThan(0.35);
  });

  it('degrees alone move it too', () => {
    const degrees = judgedByKind(photos, 80, seed).map((pair) => ({ ...pair, similar: pair.similar === 1 ? 0.85 : 0.1 }));
    const fitted = fitMetric(photos, evidenceOf({ judged: degrees }));
    expect(fitted.learned).toBe(true);
    expect(trueShare(photos, fitted)).toBeGreaterThan(0.35);
  });

  it('the more is judged, the more it follows', () => {
    const shares = [20, 80, 200].map((count) => trueShare(photos, fitMetric(photos, evidenceOf({ judged: judgedByKind(photos, count, seed) }))));
    expect(shares[0]!).toBeLessThan(shares[1]!);
    expect(shares[1]!).toBeLessThan(shares[2]!);
    expect(shares[2]!).toBeGreaterThan(0.7);
  });
});

describe('with judgments that follow nothing', () => {
  const seeds = [1, 2, 3, 4, 5, 6];

  it('it is hardly moved, and predicts no worse than the prior does', () => {
    const moved: number[] = [];
    let excess = 0;
    for (const seed of seeds) {
      const photos = madePhotos({ seed });
      const judged = randomPairs(photos.count, 40, seed * 77);
      const fresh = randomPairs(photos.count, 400, seed * 91);
      const fitted = fitMetric(photos, evidenceOf({ judged }));
      moved.push(Math.max(...fitted.maps.map(({ weight }) => Math.abs(Math.log(weight)))));
      excess += lossOf(photos, pointsOf(photos, fitted), fresh, fitted.calibration) - priorLossOf(photos, judged, fresh);
    }
    expect(moved.sort((x, y) => x - y)[seeds.length >> 1]).toBeLessThan(0.3);
    expect(excess / seeds.length).toBeLessThan(0.01);
  });

  it('random rankings are predicted about as well as by a coin: none is relied on further than all are borne out', () => {
    const losses = seeds.map((seed) => {
      const photos = madePhotos({ seed });
      const next = uniform(seed * 77);
      const draw = () => Math.floor(next() * photos.count);
      return fitMetric(photos, evidenceOf({ ranked: Array.from({ length: 60 }, () => [draw(), draw(), draw()] as const) })).heldOut!;
    });
    const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
    expect(mean(losses.map(({ prior }) => prior))).toBeLessThan(Math.LN2 + 0.1);
    expect(mean(losses.map(({ fitted }) => fitted))).toBeLessThan(Math.LN2 + 0.1);
  });
});

describe('fitted to 200 judgments, enough for maps,', () => {
  const photos = madePhotos({ seed: 2 });
  const judged = judgedByKind(photos, 200, 2);
  const fitted = fitMetric(photos, evidenceOf({ judged }));

  it('unrelated photos stay about as far apart as they were, and nothing collapses', () => {
    const points = pointsOf(photos, fitted);
    const unrelated = randomPairs(photos.count, 2000, 5).filter(({ a, b }) => photos.kinds[a] !== photos.kinds[b]);
    const distances = unrelated.map((pair) => distanceOf(photos, points, pair)).sort((x, y) => x - y);
    const before = unrelated.map((pair) => distanceOf(photos, photos.points, pair)).sort((x, y) => x - y);
    expect(distances[distances.length >> 1]! / before[before.length >> 1]!).toBeGreaterThan(0.75);
    expect(distances[distances.length >> 1]! / before[before.length >> 1]!).toBeLessThan(1.35);
    expect(distances[0]! / before[0]!).toBeGreaterThan(0.5);
  });

  it('gives the same metric for the same evidence', () => {
    expect(fitMetric(photos, evidenceOf({ judged }))).toEqual(fitted);
  });
});

it('does not pull everything together where all that was judged is similar', () => {
  const photos = madePhotos({ seed: 4 });
  const judged = judgedByKind(photos, 200, 4).filter(({ similar }) => similar === 1);
  const fitted = fitMetric(photos, evidenceOf({ judged }));
  const points = pointsOf(photos, fitted);
  const fresh = randomPairs(photos.count, 500, 9);
  const mean = (of: Float32Array) => fresh.reduce((sum, pair) => sum + distanceOf(photos, of, pair), 0) / fresh.length;
  expect(mean(points)).toBeGreaterThan(0.8 * mean(photos.points));
});

it('fits 200 judgments over 2,000 photos of 240 numbers in bounded work', () => {
  const photos = madePhotos({ count: 2000, width: 80, kindCount: 60 });
  // the processor's time: a busy machine is not the algorithm's
  const began = process.cpuUsage();
  const fitted = fitMetric(photos, evidenceOf({ judged: judgedByKind(photos, 180), ranked: rankedByKind(photos, 20) }));
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
  expect(fitted.answers).toBe(200);
}, 120_000);
