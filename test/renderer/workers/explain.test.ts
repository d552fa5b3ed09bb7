import { expect, it } from 'vitest';
import { explain } from '../../../src-renderer/workers/explain.ts';
import type { Judgment, Statement } from '../../../src-shared/contract.ts';
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
