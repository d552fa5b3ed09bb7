import { describe, expect, it } from 'vitest';
import { learn, type ObjectiveName } from '../../../src-shared/learning/metric/learn.ts';
import { differencesOf, identityMap, measure, weightsOf, type MapParameters } from '../../../src-shared/learning/metric/section-map.ts';
import { PRIOR_CALIBRATION } from '../../../src-shared/learning/metric/calibration.ts';
import { unjudgedPairs } from '../../../src-shared/learning/metric/unjudged.ts';
import { judgedByKind, madePhotos, rankedByKind, type MadePhotos } from './made-photos.ts';

const OBJECTIVES: readonly ObjectiveName[] = ['logistic', 'contrastive', 'ranking'];
const photos = madePhotos();
const pairs = judgedByKind(photos, 60);
const ranked = rankedByKind(photos, 30);
const nothing = { asked: [], picked: [], ranked: [], unjudged: [] };

const shareOf = ({ sections }: MadePhotos, parameters: MapParameters) => sections[0]!.share * weightsOf(sections, parameters)[0]!;

/** How often a photo of the same kind is closer than one of another, over all triplets of a few photos: ½ by chance. */
function rightOrder({ points, dims, sections, kinds }: MadePhotos, parameters: MapParameters): number {
  const triplets = Array.from({ length: 30 }, (_, a) => Array.from({ length: 30 }, (_same, b) => Array.from({ length: 30 }, (_other, c) => [a, b, c] as const))).flat(2)
    .filter(([a, b, c]) => a !== b && kinds[a] === kinds[b] && kinds[a] !== kinds[c]);
  const of = (list: readonly { readonly a: number; readonly b: number }[]) => measure(differencesOf(points, dims, sections, list), sections, parameters).distances;
  const [near, far] = [of(triplets.map(([a, b]) => ({ a, b }))), of(triplets.map(([a, , b]) => ({ a, b })))];
  return near.filter((distance, at) => distance < far[at]!).length / triplets.length;
}

describe.each(OBJECTIVES)('the %s objective', (objective) => {
  it('learns from pairs which feature group tells', () => {
    const before = learn(photos, nothing, { objective, rank: 0, deviation: 0.8 });
    const after = learn(photos, { ...nothing, asked: pairs }, { objective, rank: 0, deviation: 0.8 });
    expect(shareOf(photos, after)).toBeGreaterThan(1.5 * shareOf(photos, before));
    expect(rightOrder(photos, after)).toBeGreaterThan(rightOrder(photos, before) + 0.02);
  });

  it('learns from rankings too', () => {
    const after = learn(photos, { ...nothing, ranked }, { objective, rank: 0, deviation: 0.8 });
    expect(shareOf(photos, after)).toBeGreaterThan(0.3);
  });

  it('stays nearer to the prior where less is expected of it, and where unjudged pairs hold it back', () => {
    const unjudged = unjudgedPairs(photos.points, photos.dims, PRIOR_CALIBRATION);
    const [strict, free] = [0.1, 0.8].map((deviation) => shareOf(photos, learn(photos, { ...nothing, asked: pairs }, { objective, rank: 0, deviation })));
    expect(strict).toBeLessThan(free!);
    expect(shareOf(photos, learn(photos, { asked: pairs, picked: [], ranked: [], unjudged }, { objective, rank: 0, deviation: 0.8 }))).toBeLessThan(free!);
  });

  it('with nothing to learn from is the identity', () => {
    // its room for directions too: where A fades before B has learned, B has nothing to learn by
    expect(learn(photos, nothing, { objective, rank: 2, deviation: 0.8 })).toEqual(identityMap(photos.sections, 2));
  });

  it('learns with maps what no weight can tell: which directions of one feature group count', () => {
    const halves = madePhotos({ shares: [0.5, 0.5] });
    const whole = { ...halves, sections: [{ name: 'encoder', start: 0, dims: halves.dims, share: 1 } as const] };
    const rightOf = (rank: number) => rightOrder(whole, learn(whole, { ...nothing, asked: judgedByKind(whole, 300) }, { objective, rank, deviation: 0.8 }));
    expect(rightOf(4)).toBeGreaterThan(rightOf(0) + 0.03);
  });

  it('gives the same parameters for the same lessons, all of them numbers, and changes no point', () => {
    const before = photos.points.slice();
    const [one, other] = [0, 1].map(() => learn(photos, { asked: pairs, picked: [], ranked, unjudged: [] }, { objective, rank: 2, deviation: 0.35 }));
    expect(one).toEqual(other);
    for (const list of [one!.logWeights, ...one!.a, ...one!.b]) expect(list.every(Number.isFinite)).toBe(true);
    expect(photos.points).toEqual(before);
  });
});
