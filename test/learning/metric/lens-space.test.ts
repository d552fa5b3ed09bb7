import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId, PhotoSpace, Statement } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { PRIOR_CALIBRATION } from '../../../src-shared/learning/metric/calibration.ts';
import { gatherEvidence, type JudgedStatement } from '../../../src-shared/learning/metric/evidence.ts';
import { fitMetric } from '../../../src-shared/learning/metric/fit.ts';
import { applyMetric, lensSpace } from '../../../src-shared/learning/metric/lens-space.ts';
import { granularityLevels } from '../../../src-shared/learning/metric/levels.ts';
import { scoreRetrieval } from '../../../src-shared/learning/scores/retrieval.ts';
import { evidenceOf, judgedByKind, madePhotos, type MadePhotos } from './made-photos.ts';
import { asked } from '../../origins.ts';

/** The space of made photos: ids from 10 on. */
function spaceOf({ points, dims, sections, count }: MadePhotos, k = 12): PhotoSpace {
  return {
    revision: 3, ids: Uint32Array.from({ length: count }, (_, row) => 10 + row), dims, points, ...nearestNeighbours(points, dims, k),
    levels: granularityLevels(), metric: { sections, calibration: PRIOR_CALIBRATION }
  };
}

function statementsOf(pairs: readonly { readonly a: number; readonly b: number; readonly similar: number }[]): JudgedStatement[] {
  return pairs.map(({ a, b, similar }, at) => ({
    id: (at + 1) as JudgmentId, // brands have no other source in a test
    statement: { kind: similar === 1 ? 'similar' : 'different', photos: [(10 + a) as PhotoId, (10 + b) as PhotoId] },
    origin: asked
  }));
}

const photos = madePhotos({ seed: 2 });
const space = spaceOf(photos);
const judgments = statementsOf(judgedByKind(photos, 80, 2));
const learned = lensSpace(space, judgments);
const mAP = ({ points, dims }: PhotoSpace) => scoreRetrieval({ points, dims, labels: Uint32Array.from(photos.kinds) }).mAP;

describe('the space of a lens', () => {
  it('is the space of the prior while nothing is judged, or nothing of its photos', () => {
    expect(lensSpace(space, [])).toBe(space);
    const strangers: Statement = { kind: 'similar', photos: [1 as PhotoId, 2 as PhotoId] };
    expect(lensSpace(space, [{ id: 1 as JudgmentId, statement: strangers, origin: asked }])).toBe(space);
  });

  it('is the same where its coordinates have no meaning, and a metric cannot be applied to it', () => {
    const { metric: _metric, ...bare } = space;
    expect(lensSpace(bare, judgments)).toBe(bare);
    expect(() => applyMetric(bare, fitMetric(photos, evidenceOf({})))).toThrow(RangeError);
  });

  it('brings photos of a kind nearer to each other than they were, as the judgments say', () => {
    expect(mAP(learned)).toBeGreaterThan(mAP(space) + 0.1);
  });

  it('keeps the photos, their order and the space it was made from', () => {
    const before = structuredClone(space);
    const after = lensSpace(space, judgments);
    expect(after.ids).toBe(space.ids);
    expect([after.revision, after.dims, after.k]).toEqual([3, space.dims, space.k]);
    expect(space).toEqual(before);
    expect(after).toEqual(learned);
  });

  it('lists each photo\'s neighbours nearest first, at the distances between its points', () => {
    const { points, dims, k, ids, neighbours, distances } = learned;
    for (let row = 0; row < ids.length; row++) {
      const others = [...neighbours.subarray(row * k, (row + 1) * k)];
      expect(new Set([...others, row]).size).toBe(k + 1);
      others.forEach((other, at) => {
        const distance = Math.hypot(...points.subarray(row * dims, (row + 1) * dims).map((value, i) => value - points[other * dims + i]!));
        expect(distances[row * k + at]).toBeCloseTo(distance, 5);
        expect(distances[row * k + at]).toBeGreaterThanOrEqual(at === 0 ? 0 : distances[row * k + at - 1]!);
      });
    }
  });

  it('keeps the levels, and says what distances mean and by how many answers', () => {
    const { levels, metric } = learned;
    expect(levels).toEqual(space.levels);
    expect(metric!.calibration).not.toEqual(space.metric!.calibration);
    expect(metric!.answers).toBe(80);
    expect(metric!.sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(metric!.sections[0]!.share).toBeGreaterThan(space.metric!.sections[0]!.share);
  });

  it('leaves the points where they are after a few answers, and fits only the calibration', () => {
    const after = lensSpace(space, judgments.slice(0, 5));
    expect(after.points).toBe(space.points);
    expect(after.neighbours).toBe(space.neighbours);
    expect(after.metric!.calibration).not.toEqual(space.metric!.calibration);
  });

  it('leaves equal photos equal', () => {
    const doubled = { ...photos, count: 2 * photos.count, points: Float32Array.from([...photos.points, ...photos.points]) };
    const { points, dims } = lensSpace(spaceOf(doubled), judgments);
    expect(points).not.toEqual(doubled.points);
    expect(points.subarray(0, photos.count * dims)).toEqual(points.subarray(photos.count * dims));
  });
});

describe('of 100,000 judgments', () => {
  // 20,000 photos in groups of ten; pairs within a group are similar, pairs across differ
  const many = madePhotos({ count: 20_000, width: 4, kindCount: 2000, seed: 5 });
  const large: PhotoSpace = {
    revision: 1, ids: Uint32Array.from({ length: many.count }, (_, row) => row + 1), dims: many.dims, points: many.points, k: 1,
    neighbours: Uint32Array.from({ length: many.count }, (_, row) => (row + 1) % many.count), distances: new Float32Array(many.count),
    levels: granularityLevels(), metric: { sections: many.sections, calibration: PRIOR_CALIBRATION }
  };
  const said = Array.from({ length: 100_000 }, (_, at): JudgedStatement => {
    const a = (at * 7919) % many.count;
    const b = at % 2 === 0 ? a - (a % 10) + ((a % 10) + 1 + (at % 9)) % 10 : (a + 10 * (1 + (at % 997))) % many.count;
    return { id: (at + 1) as JudgmentId, statement: { kind: at % 2 === 0 ? 'similar' : 'different', photos: [(a + 1) as PhotoId, (b + 1) as PhotoId] }, origin: asked };
  });

  it('the evidence is bounded: no closure is listed', () => {
    const { constraints, contradictions } = Constraints.of(said);
    expect(contradictions).toEqual([]);
    const { judged, implied, ranked } = gatherEvidence(said, large.ids, constraints);
    expect(judged).toHaveLength(2000);
    expect(ranked).toHaveLength(0);
    // held apart by closure are some 5 million pairs
    expect(implied.length).toBeLessThanOrEqual(2000);
    expect(new Set(implied.map(({ similar }) => similar))).toEqual(new Set([0, 1]));
  });

  it('the space of the lens is made in bounded work', () => {
    // the processor's time: a busy machine is not the algorithm's
    const began = process.cpuUsage();
    const { metric } = lensSpace(large, said);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
    expect(metric!.answers).toBe(2000);
  }, 120_000);
});
