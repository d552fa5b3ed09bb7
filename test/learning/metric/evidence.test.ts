import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { gatherEvidence, judgedPairs, type JudgedStatement, type Pair } from '../../../src-shared/learning/metric/evidence.ts';
import { statementsOf } from '../../../src-shared/learning/questions/sheet-answer.ts';
import { asked, volunteered } from '../../origins.ts';

const photos = (...ids: number[]) => ids as unknown as [PhotoId, PhotoId, PhotoId]; // the brand has no other source in a test
const pairOf = (a: number, b: number) => photos(a, b) as unknown as [PhotoId, PhotoId];
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: pairOf(a, b) });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: pairOf(a, b) });
const together = (...of: number[]): Statement => ({ kind: 'together', photos: photos(...of) });
const apart = (of: number[], others: number[]): Statement => ({ kind: 'apart', photos: photos(...of), others: photos(...others) });
const said = (...statements: Statement[]): JudgedStatement[] => statements.map((statement, at) => ({ id: (at + 1) as JudgmentId, statement, origin: asked }));
const withOrigin = (pairs: readonly Pair[]) => pairs.map((pair) => ({ ...pair, origin: asked }));
/** Photo ids in a space of `count` photos: row r is photo 10 + r. */
const idsOf = (count: number) => Uint32Array.from({ length: count }, (_, row) => 10 + row);

describe('what judgments say of distances', () => {
  it('is a pair for "similar", "different", a degree and a group of two, and a ranking for "closer"', () => {
    const { judged, ranked, implied } = gatherEvidence(said(
      different(10, 11), { kind: 'degree', photos: pairOf(11, 12), degree: 0.3 }, { kind: 'closer', photos: photos(14, 10, 12) }, similar(13, 12), together(15, 16)
    ), idsOf(8));
    expect(judged).toEqual(withOrigin([{ a: 0, b: 1, similar: 0 }, { a: 1, b: 2, similar: 0.3 }, { a: 3, b: 2, similar: 1 }, { a: 5, b: 6, similar: 1 }]));
    expect(ranked).toEqual([[4, 0, 2]]);
    for (const { a, b, similar: value } of implied) expect([[0, 1, 0], [1, 0, 0], [3, 2, 1], [2, 3, 1], [5, 6, 1], [6, 5, 1]]).toContainEqual([a, b, value]);
  });

  it('of a sheet is whether each photo belongs with the first, all of them one answer', () => {
    const { judged, answerOf } = gatherEvidence(said(together(10, 12, 13), apart([10, 12, 13], [15, 11]), similar(16, 17)), idsOf(8));
    expect(judged).toEqual(withOrigin([
      { a: 0, b: 2, similar: 1 }, { a: 0, b: 3, similar: 1 }, { a: 0, b: 5, similar: 0 }, { a: 0, b: 1, similar: 0 }, { a: 6, b: 7, similar: 1 }
    ]));
    expect(answerOf).toEqual([0, 0, 0, 0, 1]);
    // where the first is odd, how the other odd ones relate to it was not said, and the rest were put together by the answer
    expect(gatherEvidence(said(apart([10, 11], [12, 13]), together(12, 13)), idsOf(8)).judged).toEqual(withOrigin([{ a: 0, b: 2, similar: 0 }, { a: 0, b: 3, similar: 0 }]));
  });

  it('of a sheet with a line is of its first photo alone, even if all photos on its side are odd', () => {
    const judgedOf = (odd: number[]) => gatherEvidence(said(...statementsOf({ photos: photos(10, 11, 12, 13) }, { odd: new Set(photos(...odd)), line: 2 })), idsOf(8)).judged;
    expect(judgedOf([13])).toEqual(withOrigin([{ a: 0, b: 1, similar: 1 }, { a: 0, b: 3, similar: 0 }, { a: 0, b: 2, similar: 0 }]));
    expect(judgedOf([10, 11])).toEqual(withOrigin([{ a: 0, b: 2, similar: 0 }, { a: 0, b: 3, similar: 0 }]));
    expect(judgedOf([10])).toEqual(withOrigin([{ a: 0, b: 1, similar: 0 }, { a: 0, b: 2, similar: 0 }, { a: 0, b: 3, similar: 0 }]));
  });

  it('of a sheet is nothing where the bound on judgments cuts into its answer', () => {
    const sheet = statementsOf({ photos: photos(10, 11, 12, 13) }, { odd: new Set(), line: 2 });
    const later = Array.from({ length: 1999 }, (_, at) => different(20 + at, 21 + at));
    expect(gatherEvidence(said(...sheet, ...later), idsOf(2100)).judged).toHaveLength(1999);
  });

  it('of a gesture on many photos is three judged pairs at most, spread over them, and implied ones', () => {
    const gestures = (...statements: Statement[]) => said(...statements).map((judgment) => ({ ...judgment, origin: volunteered }));
    const { judged, implied } = gatherEvidence(gestures(together(10, 11, 12, 13), apart([10, 11], [15, 16])), idsOf(8));
    expect(judged.map(({ a, b, similar: value }) => [a, b, value])).toEqual([[0, 1, 1], [1, 2, 1], [2, 3, 1], [0, 5, 0], [1, 5, 0], [0, 6, 0]]);
    const large = gatherEvidence(gestures(together(...Array.from({ length: 300 }, (_, at) => 10 + at))), idsOf(300)).judged;
    expect(large.map(({ a, b }) => [a, b])).toEqual([[0, 99], [99, 199], [199, 299]]);
    expect(implied.some(({ similar: value }) => value === 1)).toBe(true);
    expect(implied.some(({ a, b, similar: value }) => value === 0 && a <= 3 && b >= 5)).toBe(true);
  });

  it('leaves out what names photos that are not in the space', () => {
    const { judged, ranked, implied } = gatherEvidence(said(
      similar(10, 99), different(98, 11), { kind: 'closer', photos: photos(10, 11, 97) }, { kind: 'degree', photos: pairOf(96, 10), degree: 1 }, apart([95], [94, 10])
    ), idsOf(4));
    expect(judged).toEqual([]);
    expect(ranked).toEqual([]);
    expect(implied).toEqual([]);
  });

  it('follows similarity through a photo that is not in the space', () => {
    const { judged, implied } = gatherEvidence(said(together(10, 99), together(99, 11), together(11, 98), together(98, 12)), idsOf(3));
    expect(judged).toEqual([]);
    expect(implied.length).toBeGreaterThan(0);
    expect(implied.every(({ similar: value }) => value === 1)).toBe(true);
  });

  it('takes the newest 2,000 judgments', () => {
    const statements = said(...Array.from({ length: 2500 }, (_, at) => different(10 + at, 11 + at)));
    const { judged } = gatherEvidence(statements, idsOf(2600));
    expect(judged).toHaveLength(2000);
    expect(judged[0]).toMatchObject({ a: 500, b: 501, similar: 0 });
    expect(judged.at(-1)).toMatchObject({ a: 2499, b: 2500, similar: 0 });
    expect(judgedPairs(statements, idsOf(2600))).toEqual(judged);
  });

  it('says little of a big group, so that it does not drown the others', () => {
    const all = Array.from({ length: 5000 }, (_, at) => 10 + at);
    const { implied } = gatherEvidence(said(together(...all), together(5010, 5011, 5012), apart(all, [5010])), idsOf(5100));
    const big = implied.filter(({ a, b }) => a < 5000 && b < 5000);
    expect(big.length).toBeGreaterThan(100);
    expect(big.length).toBeLessThan(300);
    expect(implied.length).toBeLessThan(310);
  });

  it('is the same for the same judgments', () => {
    const statements = said(together(10, 11, 12, 13, 14), different(10, 20), similar(20, 21));
    expect(gatherEvidence(statements, idsOf(20))).toEqual(gatherEvidence(statements, idsOf(20)));
  });

  it('implies nothing that the constraints do not say', () => {
    const photo = fc.integer({ min: 10, max: 24 }); // 22 … 24 are not in the space
    const set = (minLength: number) => fc.uniqueArray(photo, { minLength, maxLength: 5 });
    const statement = fc.oneof(
      set(2).map((of) => similar(of[0]!, of[1]!)),
      set(2).map((of) => different(of[0]!, of[1]!)),
      set(2).map((of) => together(...of)),
      set(3).map((of) => apart(of.slice(0, 1 + (of.length >> 2)), of.slice(1 + (of.length >> 2))))
    );
    fc.assert(fc.property(fc.array(statement, { maxLength: 25 }), (statements) => {
      const ids = idsOf(12);
      const { constraints } = Constraints.of(said(...statements));
      for (const { a, b, similar: value } of gatherEvidence(said(...statements), ids).implied) {
        expect(constraints.relation(ids[a] as PhotoId, ids[b] as PhotoId)).toBe(value === 1 ? 'together' : 'apart');
      }
    }), { numRuns: 300 });
  });
});
