import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { drain } from '../../../src-shared/learning/drain.ts';
import { observeHeldOut } from '../../../src-shared/learning/groups/held-out-heights.ts';
import type { Observed } from '../../../src-shared/learning/groups/observed.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';

// photos on a line: 0 and 1 are 1 apart, 1 and 2 are 2, 2 and 3 are 3 …
const values = Float32Array.of(0, 1, 3, 6, 10, 15);
const points = asPoints(values, 1);
const candidates = findCandidates(points, nearestNeighbours(values, 1, 5));
const ids = Uint32Array.from(values, (_, row) => row + 10);
const linkUnder = function* (bonds: Bonds) {
  yield;
  return link(points, candidates, bonds).tree;
};
const observed = (judgments: Parameters<typeof observeHeldOut>[0]) => drain(observeHeldOut(judgments, { ids }, linkUnder));
const free = link(points, candidates).tree;

const photo = (row: number) => (row + 10) as PhotoId;
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: [photo(a), photo(b)] });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: [photo(a), photo(b)] });
const together = (...rows: number[]): Statement => ({ kind: 'together', photos: rows.map(photo) });
const said = (...statements: Statement[]) => statements.map((statement, at) => ({ id: (at + 1) as JudgmentId, statement, origin: { kind: 'asked', probability: 0.5 } as const }));

type Answer = Extract<Observed, { kind: 'answer' }>;
const heightOf = (observed: Observed): number => (observed as Answer).similar.heights[0] ?? (observed as Answer).different.heights[0] ?? Infinity; // all were asked

describe('observeHeldOut', () => {
  it('is the height of the tree without answers for the only answer: it does not predict itself', () => {
    for (const statement of [similar(1, 4), different(1, 4)]) {
      const [only] = observed(said(statement));
      expect(heightOf(only!)).toBe(mergeHeights(free, [{ a: 1, b: 4 }])[0]);
      expect((only as Answer)[statement.kind === 'similar' ? 'different' : 'similar'].heights).toHaveLength(0);
    }
  });

  it('is that of a tree that knows the other answers', () => {
    // without the second answer 1 and 2 merge; with it they never do, so the first is not predicted at any height
    const [first, second] = observed(said(different(0, 2), different(1, 2), similar(0, 1)));
    expect(heightOf(first!)).toBe(Infinity);
    expect(heightOf(second!)).toBe(Infinity);
    const alone = observed(said(different(0, 2)));
    expect(heightOf(alone[0]!)).toBeLessThan(Infinity);
  });

  it('holds out all pairs of one answer together', () => {
    // each pair alone would follow from the two others of the gesture, at height 0
    const found = observed(said(together(0, 2, 4)));
    expect(found).toHaveLength(1);
    expect((found[0] as Answer).similar.heights).toHaveLength(2);
    for (const observed of found) expect(heightOf(observed)).toBeLessThan(Infinity);
  });

  it('tells of every judged pair once, and of no photo that is not there', () => {
    const many = said(...Array.from({ length: 5 }, (_, at) => similar(at, at + 1)), similar(0, 90), { kind: 'closer', photos: [photo(0), photo(1), photo(2)] });
    expect(observed(many)).toHaveLength(5);
    expect(observed([])).toEqual([]);
  });
});
