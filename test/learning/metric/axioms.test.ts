// What every metric of a lens must be, whatever it was fitted to: non-negative, symmetric, 0 for equal photos, no detour shorter than
// the straight way. On random maps and on fitted ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMetric } from '../../../src-shared/learning/metric/fit.ts';
import { learn, type ObjectiveName } from '../../../src-shared/learning/metric/learn.ts';
import { differencesOf, mapPoints, measure, toSectionMaps, type MapParameters } from '../../../src-shared/learning/metric/section-map.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { evidenceOf, judgedByKind, madePhotos, rankedByKind, type MadePhotos } from './made-photos.ts';

/** Photos of which the second half are copies of the first: equal features. */
function withCopies(seed: number): MadePhotos {
  const photos = madePhotos({ count: 24, seed, width: 4 });
  return { ...photos, count: 48, points: Float32Array.from([...photos.points, ...photos.points]), kinds: Int32Array.from([...photos.kinds, ...photos.kinds]) };
}

type Distance = (a: number, b: number) => number;

/** Of points as the app keeps them: single precision. */
function ofPoints(points: Float32Array, dims: number): Distance {
  return (a, b) => Math.sqrt(points.subarray(a * dims, (a + 1) * dims).reduce((sum, value, i) => sum + (value - points[b * dims + i]!) ** 2, 0));
}

function expectMetric(distance: Distance, count: number, copy: Distance): void {
  for (let a = 0; a < count; a++) {
    expect(distance(a, a)).toBe(0);
    expect(copy(a, a + count)).toBe(0);
    for (let b = 0; b < count; b++) {
      const straight = distance(a, b);
      if (!(straight >= 0)) throw new Error(`distance of ${a} and ${b} is ${straight}`);
      if (straight !== distance(b, a)) throw new Error(`distance of ${a} and ${b} is not that of ${b} and ${a}`);
      for (let c = 0; c < count; c++) if (distance(a, c) + distance(c, b) < straight - 1e-9) throw new Error(`the way from ${a} over ${c} to ${b} is a shorter one`);
    }
  }
}

/** All distances among the photos and between copies, as the fit measures them. */
function asMeasured({ points, dims, sections, count }: MadePhotos, parameters: MapParameters): Distance {
  const pairs = Array.from({ length: count }, (_, a) => Array.from({ length: count }, (_row, b) => ({ a, b }))).flat();
  const { distances } = measure(differencesOf(points, dims, sections, pairs), sections, parameters);
  return (a, b) => distances[a * count + b]!;
}

describe('the axioms of a metric', () => {
  it('hold for random weights and maps', () => {
    fc.assert(fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 4 }), fc.double({ min: 0.1, max: 3, noNaN: true }), (seed, rank, scale) => {
      const photos = withCopies(seed);
      const bell = normal(seed);
      const drawn = (length: number) => Float64Array.from({ length }, () => scale * bell());
      const { sections, dims, points } = photos;
      const parameters: MapParameters = { rank, logWeights: drawn(sections.length), a: sections.map((section) => drawn(rank * section.dims)), b: sections.map((section) => drawn(rank * section.dims)) };
      const measured = asMeasured(photos, parameters);
      expectMetric(measured, 24, measured);
      const placed = ofPoints(mapPoints(points, dims, sections, toSectionMaps(sections, parameters)), dims);
      expectMetric(placed, 24, placed);
    }), { numRuns: 20 });
  });

  it('hold for whatever an objective learns', () => {
    const setting = fc.record({ objective: fc.constantFrom<ObjectiveName>('logistic', 'contrastive', 'ranking'), rank: fc.integer({ min: 0, max: 3 }), deviation: fc.constantFrom(0.35, 0.8, 3) });
    fc.assert(fc.property(fc.nat(1e6), setting, (seed, chosen) => {
      const photos = withCopies(seed);
      const pair = (at: number) => ({ a: (at * 7 + seed) % 48, b: (at * 11 + 5) % 48, similar: (at * seed) % 3 / 2 });
      const measured = asMeasured(photos, learn(photos, { asked: Array.from({ length: 20 }, (_, at) => pair(at)), picked: Array.from({ length: 10 }, (_, at) => pair(20 + at)), ranked: [[0, 1, 2], [3, 4, 5]], unjudged: [] }, chosen));
      expectMetric(measured, 24, measured);
    }), { numRuns: 20 });
  });

  it('hold for fitted metrics, the points placed by them', () => {
    for (const seed of [1, 2, 3]) {
      const photos = withCopies(seed);
      const { maps } = fitMetric(photos, evidenceOf({ judged: judgedByKind(photos, 80, seed), ranked: rankedByKind(photos, 20, seed) }));
      const placed = ofPoints(mapPoints(photos.points, photos.dims, photos.sections, maps), photos.dims);
      expectMetric(placed, 24, placed);
    }
  });
});
