import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { heldOutHeights } from '../../../src-shared/learning/groups/held-out-heights.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { asked } from '../../origins.ts';

// photos on a line: 0 and 1 are 1 apart, 1 and 2 are 2, 2 and 3 are 3 …
const values = Float32Array.of(0, 1, 3, 6, 10, 15);
const points = asPoints(values, 1);
const candidates = findCandidates(points, nearestNeighbours(values, 1, 5));
const ids = Uint32Array.from(values, (_, row) => row + 10);
const linkUnder = (bonds: Bonds) => link(points, candidates, bonds).tree;
const free = linkUnder({ together: [], apart: [] });

const photo = (row: number) => (row + 10) as PhotoId;
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: [photo(a), photo(b)] });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: [photo(a), photo(b)] });
const together = (...rows: number[]): Statement => ({ kind: 'together', photos: rows.map(photo) });
const said = (...statements: Statement[]) => statements.map((statement, at) => ({ id: (at + 1) as JudgmentId, statement, origin: asked }));

describe('heldOutHeights', () => {
  it('is the height of the tree without answers for the only answer: it does not predict itself', () => {
    for (const statement of [similar(1, 4), different(1, 4)]) {
      expect(heldOutHeights(said(statement), ids, linkUnder)).toEqual([{ height: mergeHeights(free, [{ a: 1, b: 4 }])[0], similar: statement.kind === 'similar' ? 1 : 0, origin: asked }]);
    }
  });

  it('is that of a tree that knows the other answers', () => {
    // without the second answer 1 and 2 merge; with it they never do, so the first is not predicted at any height
    const [first, second] = heldOutHeights(said(different(0, 2), different(1, 2), similar(0, 1)), ids, linkUnder);
    expect(first!.height).toBe(Infinity);
    expect(second!.height).toBe(Infinity);
    const alone = heldOutHeights(said(different(0, 2)), ids, linkUnder);
    expect(alone[0]!.height).toBeLessThan(Infinity);
  });

  it('holds out all pairs of one answer together', () => {
    // each pair alone would follow from the two others of the gesture, at height 0
    const found = heldOutHeights(said(together(0, 2, 4)), ids, linkUnder);
    expect(found).toHaveLength(2);
    for (const { height } of found) expect(height).toBeGreaterThan(0);
  });

  it('tells of every judged pair once, and of no photo that is not there', () => {
    const many = said(...Array.from({ length: 5 }, (_, at) => similar(at, at + 1)), similar(0, 90), { kind: 'closer', photos: [photo(0), photo(1), photo(2)] });
    expect(heldOutHeights(many, ids, linkUnder)).toHaveLength(5);
    expect(heldOutHeights([], ids, linkUnder)).toEqual([]);
  });
});
