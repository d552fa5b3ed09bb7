import { describe, expect, it } from 'vitest';
import { strategies } from '../../src-main/measuring/players.ts';
import { simulate, summarise, type SimulateOptions } from '../../src-main/measuring/simulate.ts';
import type { Judgment, PhotoSpace } from '../../src-shared/contract.ts';
import { nearestNeighbours } from '../../src-shared/learning/linkage/neighbours.ts';
import { PRIOR_CALIBRATION } from '../../src-shared/learning/metric/calibration.ts';
import { granularityLevels } from '../../src-shared/learning/metric/levels.ts';
import { madePhotos } from '../learning/metric/made-photos.ts';

/** A space of made photos of which the user means what the weakest feature group sees, and the known groups. */
function made(count: number, kindCount: number, seed = 1) {
  const { points, dims, sections, kinds } = madePhotos({ count, kindCount, seed, width: 4, shares: [0.35, 0.65], noise: 0.3 });
  const space: PhotoSpace = {
    revision: 1, ids: Uint32Array.from({ length: count }, (_, row) => 100 + row), dims, points, ...nearestNeighbours(points, dims, Math.min(12, count - 1)),
    levels: granularityLevels(), metric: { sections, calibration: PRIOR_CALIBRATION }
  };
  return { space, labels: kinds };
}

/** What a run asked and scored. */
function play({ space, labels }: ReturnType<typeof made>, options: SimulateOptions) {
  const seen: { readonly points: Float32Array; readonly judgments: readonly Judgment[]; readonly groups: number }[] = [];
  const probe: SimulateOptions['probe'] = (state, judgments) => void seen.push({ points: state.space.points, judgments: [...judgments], groups: state.grouping.groups.length });
  const curve = simulate(space, labels, { ...options, probe });
  return { curve, seen, last: seen.at(-1)! };
}

const asked = (judgments: readonly Judgment[]) => judgments.map(({ statement }) => `${statement.kind} ${statement.photos.join(' ')}`);
const photos = made(70, 7);

describe('a played user', () => {
  const played = play(photos, { counts: [0, 12, 30] });

  it('is scored after each number of answers, and the groups come right by them', () => {
    const { curve, seen } = played;
    expect(curve.map(({ answers }) => answers)).toEqual([0, 12, 30]);
    expect(seen.map(({ judgments }) => judgments.length)).toEqual([0, 12, 30]);
    expect(curve[2]!.all.pairwiseF1).toBeGreaterThan(curve[0]!.all.pairwiseF1 + 0.1);
    expect(curve[2]!.all.ami).toBeGreaterThan(curve[0]!.all.ami);
    expect(curve[2]!.all.mAP).toBeGreaterThan(curve[0]!.all.mAP);
    for (const { all, untouched } of curve) for (const score of [...Object.values(all), ...Object.values(untouched!)]) expect(score).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('never says what is not true', () => {
    const labelOf = (photo: number) => photos.labels[photo - 100]!;
    for (const { statement } of played.last.judgments) {
      const [a, b, c] = statement.photos.map(labelOf);
      if (statement.kind === 'similar') expect(a).toBe(b);
      else if (statement.kind === 'different') expect(a).not.toBe(b);
      else expect([statement.kind, a === b, a === c]).toEqual(['closer', true, false]);
    }
  });

  it('plays the same game by the same seed, and another by another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => play(photos, { counts: [0, 12], seed }));
    expect(again!.curve).toEqual(first!.curve);
    expect(asked(again!.last.judgments)).toEqual(asked(first!.last.judgments));
    expect(asked(first!.last.judgments)).toEqual(asked(played.seen[1]!.judgments));
    expect(asked(other!.last.judgments)).not.toEqual(asked(first!.last.judgments));
  });
});

it('with constraints alone never moves a photo, and its groups still follow', () => {
  const { curve, seen } = play(photos, { counts: [0, 40], strategy: 'constraints' });
  for (const { points } of seen) expect(points).toBe(photos.space.points);
  expect(curve[1]!.all.mAP).toBe(curve[0]!.all.mAP);
  expect(curve[1]!.all.pairwiseF1).toBeGreaterThan(curve[0]!.all.pairwiseF1);
});

it('with random pairs asks of pairs that are open, each once', () => {
  const { last } = play(photos, { counts: [30], strategy: 'random' });
  const pairs = last.judgments.map(({ statement }) => [...statement.photos].sort((a, b) => a - b).join(' '));
  expect(new Set(pairs).size).toBe(30);
  expect(last.judgments.some(({ statement }) => statement.kind === 'different')).toBe(true);
});

describe('photos of no known group', () => {
  const labels = photos.labels.map((label, row) => (row % 3 === 0 ? -1 : label));

  it.each(strategies)('are never asked about (%s)', (strategy) => {
    const { last, curve } = play({ space: photos.space, labels }, { counts: [0, 15], strategy });
    expect(last.judgments.length).toBeGreaterThan(5);
    expect(last.judgments.flatMap(({ statement }) => statement.photos).every((photo) => labels[photo - 100]! >= 0)).toBe(true);
    expect(curve[1]!.all.pairwiseF1).toBeGreaterThan(0);
  });
});

describe('untouched', () => {
  it('are the photos that no answer named: all of them before the first', () => {
    const { curve } = play(photos, { counts: [0, 12], strategy: 'constraints' });
    expect(curve[0]!.untouched).toEqual(curve[0]!.all);
    expect(curve[1]!.untouched).not.toEqual(curve[1]!.all);
  });

  it('is nothing where every photo was touched', () => {
    const { curve } = play(made(10, 2), { counts: [1000], strategy: 'random' });
    expect(curve[0]!.untouched).toBeNull();
  });
});

describe('where nothing is left to ask', () => {
  it.each(strategies)('the run ends without an error, with a score for every number (%s)', (strategy) => {
    const { curve, seen } = play(made(12, 3), { counts: [0, 100, 200], strategy });
    expect(curve.map(({ answers }) => answers)).toEqual([0, 100, 200]);
    expect(seen[1]!.judgments.length).toBeLessThan(100);
    expect(curve[1]!.given).toBe(seen[1]!.judgments.length);
    expect(curve[2]).toEqual({ ...curve[1]!, answers: 200 });
  });

  it('all that was answered counts', () => {
    // after every open pair is judged the groups are the known ones
    const { curve } = play(made(12, 3), { counts: [200], strategy: 'random' });
    expect(curve[0]!.all.pairwiseF1).toBe(1);
  });

  it('a single known photo, and none, are scored and not asked about', () => {
    for (const known of [0, 1]) {
      const { space, labels } = made(12, 3);
      const { curve } = play({ space, labels: labels.map((label, row) => (row < known ? label : -1)) }, { counts: [0, 5], strategy: 'app' });
      expect(curve).toHaveLength(2);
    }
  });
});

describe('a user who corrects the groups as shown', () => {
  it('marks photos of two kinds in one group different, and covers of groups of one kind similar', () => {
    const { space, labels } = photos;
    let shown = new Map<number, number>();
    let count = 0; // up to where there is nothing to correct any more
    simulate(space, labels, {
      counts: Array.from({ length: 25 }, (_, at) => at), strategy: 'corrections', probe: ({ grouping }, judgments) => {
        const last = judgments.length > count ? judgments.at(-1) : undefined;
        count = judgments.length;
        if (last) {
          const [a = -1, b = -1] = last.statement.photos;
          expect(last.origin).toMatchObject({ kind: 'volunteered' });
          expect([last.statement.kind, shown.get(a) === shown.get(b)]).toEqual(labels[a - 100] === labels[b - 100] ? ['similar', false] : ['different', true]);
        }
        shown = new Map(grouping.groups.flatMap(({ photos: members }, group) => Array.from(members, (photo) => [photo, group] as const)));
      }
    });
    expect(count).toBeGreaterThan(15);
  });
});

describe('a user who marks what is odd on sheets', () => {
  const { curve, last } = play(photos, { counts: [0, 10, 30], strategy: 'sheets' });

  it('has as much time as answers about pairs take, and no more', () => {
    for (const { answers, seconds } of curve) expect(seconds).toBeLessThanOrEqual(2 * answers);
    expect(curve[2]!.seconds).toBeGreaterThan(curve[1]!.seconds);
    const { curve: pairs } = play(photos, { counts: [0, 10], strategy: 'app' });
    expect(pairs.map(({ seconds }) => seconds)).toEqual([0, 20]);
  });

  it('takes a second and a half to look at one, a quarter of a second a photo, and .8 a mark', () => {
    // the first sheet is the last to be begun in eight seconds: its photos and marks are those of its statements
    const first = play(photos, { counts: Array.from({ length: 12 }, (_, at) => at), strategy: 'sheets' }).seen.find(({ judgments }) => judgments.length > 0)!;
    const { seconds } = play(photos, { counts: Array.from({ length: 12 }, (_, at) => at), strategy: 'sheets' }).curve.find(({ given }) => given > 0)!;
    const shown = new Set(first.judgments.flatMap(({ statement }) => [...statement.photos, ...(statement.kind === 'apart' ? statement.others : [])]));
    const kept = first.judgments.flatMap(({ statement }) => (statement.kind === 'together' ? statement.photos : []));
    expect(seconds).toBeCloseTo(1.5 + 0.25 * shown.size + 0.8 * (shown.size - Math.max(1, kept.length)));
  });

  it('says what is true, as answers to what was asked', () => {
    const labelOf = (photo: number) => photos.labels[photo - 100]!;
    expect(last.judgments.length).toBeGreaterThan(3);
    for (const { statement, origin } of last.judgments) {
      expect(origin.kind).toBe('asked');
      const kinds = new Set(statement.photos.map(labelOf));
      if (statement.kind === 'apart') for (const photo of statement.others) expect(kinds.has(labelOf(photo))).toBe(false);
      else expect(kinds.size).toBe(1);
    }
  });
});

it('a noisy user is wrong about five times in a hundred, and otherwise right', () => {
  const space = made(60, 6);
  const counts = [1, 2, 3].map((seed) => {
    const { last } = play(space, { counts: [25], strategy: 'noisy', seed });
    const wrong = last.judgments.filter(({ statement: { kind, photos: [a = 0, b = 0] } }) => kind !== 'closer' && (kind === 'similar') !== (space.labels[a - 100] === space.labels[b - 100]));
    return wrong.length;
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  expect(all).toBeGreaterThan(0);
  expect(all).toBeLessThan(15);
});

it('several runs are summarised by the mean and the least of each score', () => {
  const score = (value: number) => ({ pairwiseF1: value, ami: value, bcubedF1: 1 - value, mAP: value === 0.5 ? NaN : value });
  const run = (value: number, untouched: number | null) => [{ answers: 10, given: 10, seconds: 20, all: score(value), untouched: untouched === null ? null : score(untouched) }];
  const [point] = summarise([run(0.2, 0.4), run(0.5, null)]);
  expect(point).toMatchObject({ answers: 10, given: 10, seconds: 20, worst: { pairwiseF1: 0.2, bcubedF1: 0.5, mAP: 0.2 }, untouched: { pairwiseF1: 0.4 } });
  expect(point!.all.pairwiseF1).toBeCloseTo(0.35);
  expect(point!.all.mAP).toBeCloseTo(0.2);
});
