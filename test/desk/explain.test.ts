import { expect, it } from 'vitest';
import { explain } from '../../src-shared/desk/explain.ts';
import type { Judgment, PhotoId, PhotoSpace, Statement } from '../../src-shared/contract.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { growth } from '../growth.ts';
import { ids, madeSpace } from './made-space.ts';

const space = madeSpace([[0, 0, 0, 0], [0.6, 0, 0, 0.8], [0, 0, 0, 0.1], [3, 3, 0, 0]]);
const judged = (...statements: Statement[]): Judgment[] => statements.map((statement, at) => ({ id: at + 1, lensId: 1, statement, madeAt: 0 }) as Judgment); // brands have no other source in a test

it('shares a distance out by feature group, and says how likely the two are alike', () => {
  const explanation = explain(space, [], ids(1, 2))!;
  expect(explanation.probability).toBeCloseTo(0.5, 5); // 1 apart, where the calibration has its middle
  expect(explanation.features.map(({ name }) => name)).toEqual(['texture', 'colour']);
  expect(explanation.features[0]).toMatchObject({ share: expect.closeTo(0.64, 5) as number, likeness: expect.closeTo(0.36, 5) as number });
  expect(explanation.features[1]).toMatchObject({ share: expect.closeTo(0.36, 5) as number, likeness: expect.closeTo(0.64, 5) as number });
  expect(explanation).toMatchObject({ relation: 'open', judgments: [] });
});

it('says by how much they are nearer in each feature group than unrelated photos', () => {
  const [texture, colour] = explain(space, [], ids(1, 2))!.features;
  // unrelated photos are 2 · ½ apart in each, squared
  expect(texture!.alike).toBeCloseTo((1 - 0.64) / 2, 5);
  expect(colour!.alike).toBeCloseTo((1 - 0.36) / 2, 5);
  expect(explain(space, [], ids(1, 4))!.features.find(({ name }) => name === 'colour')!.alike).toBe(0);
});

it('gives the mean over the pairs of a group, and the judgments that join its photos', () => {
  const explanation = explain(space, judged({ kind: 'similar', photos: ids(1, 3) as never }, { kind: 'similar', photos: ids(1, 4) as never }), ids(1, 2, 3))!;
  const squares = [[0.36, 0.64], [0, 0.01], [0.36, 0.49]] as const;
  const [colour, texture] = [0, 1].map((at) => squares.reduce((sum, pair) => sum + pair[at]!, 0)) as [number, number];
  expect(explanation.features.find(({ name }) => name === 'colour')!.share).toBeCloseTo(colour / (colour + texture), 5);
  const likely = squares.reduce((sum, [a, b]) => sum + 1 / (1 + Math.exp(4 * (Math.sqrt(a + b) - 1))), 0) / 3;
  expect(explanation.probability).toBeCloseTo(likely, 5);
  expect(explanation.judgments).toEqual([1]);
});

it('names the chain that puts two together, or holds them apart', () => {
  const judgments = judged({ kind: 'similar', photos: ids(1, 2) as never }, { kind: 'different', photos: ids(3, 4) as never }, { kind: 'similar', photos: ids(2, 3) as never });
  expect(explain(space, judgments, ids(1, 3))).toMatchObject({ relation: 'together', judgments: [1, 3] });
  expect(explain(space, judgments, ids(1, 4))).toMatchObject({ relation: 'apart', judgments: [1, 2, 3] });
});

it('says nothing of photos that are not there, nor of a space that does not say what it is made of', () => {
  expect(explain(space, [], ids(1, 99))).toBeNull();
  const { metric: _metric, ...bare } = space;
  expect(explain(bare, [], ids(1, 2))).toBeNull();
});

/** So many photos at random, without neighbours, which are not looked at. */
function scattered(count: number): { space: PhotoSpace; photos: PhotoId[] } {
  const next = uniform(7);
  const photos = Array.from({ length: count }, (_, at) => at + 1) as PhotoId[];
  const { metric, levels } = space;
  return { photos, space: { revision: 1, ids: Uint32Array.from(photos), dims: 4, points: Float32Array.from({ length: 4 * count }, next), k: 0, neighbours: new Uint32Array(), distances: new Float32Array(), levels, metric: metric! } };
}

/** The mean likelihood and the shares of all pairs, by two loops. */
function naive({ points, dims, metric }: PhotoSpace, count: number): { probability: number; colour: number } {
  let [probability, colour, texture, pairs] = [0, 0, 0, 0];
  const { middle, slope } = metric!.calibration as { middle: number; slope: number };
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++, pairs++) {
      const squares = Array.from({ length: dims }, (_, at) => (points[a * dims + at]! - points[b * dims + at]!) ** 2);
      const sum = squares.reduce((all, one) => all + one, 0);
      colour += squares[0]! + squares[1]!;
      texture += squares[2]! + squares[3]!;
      probability += 1 / (1 + Math.exp(slope * (Math.sqrt(sum) - middle)));
    }
  }
  return { probability: probability / pairs, colour: colour / (colour + texture) };
}

it('measures every pair of a small group, and says where it measured a sample', () => {
  for (const count of [2, 12, 28]) {
    const made = scattered(count);
    const explanation = explain(made.space, [], made.photos)!;
    const expected = naive(made.space, count);
    expect(explanation.sample).toBeNull();
    expect(explanation.probability).toBeCloseTo(expected.probability, 5);
    expect(explanation.features.find(({ name }) => name === 'colour')!.share).toBeCloseTo(expected.colour, 5);
  }
  const made = scattered(400);
  const explanation = explain(made.space, [], made.photos)!;
  const expected = naive(made.space, 400);
  expect(explanation.sample).toBe(400);
  expect(Math.abs(explanation.probability - expected.probability)).toBeLessThan(0.03);
  expect(Math.abs(explanation.features.find(({ name }) => name === 'colour')!.share - expected.colour)).toBeLessThan(0.04);
});

it('takes four times as long for four times the photos, not sixteen', () => {
  const made = new Map([15_000, 60_000].map((count) => [count, scattered(count)]));
  expect(growth((count) => explain(made.get(count)!.space, [], made.get(count)!.photos), 15_000, 60_000)).toBeLessThan(10);
});
