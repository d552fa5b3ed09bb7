import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { answersIn } from '../../../src-shared/learning/metric/answers.ts';
import { statementsOf } from '../../../src-shared/learning/questions/sheet-answer.ts';
import { volunteered } from '../../origins.ts';

const photos = [1, 2, 3, 4, 5] as PhotoId[]; // the brand has no other source in a test
const say = (odd: number[], line: number | null = null) => statementsOf({ photos }, { odd: new Set(odd as PhotoId[]), line });

describe('what the marks on a sheet say', () => {
  it('is that the rest belong together, and the odd ones not with them', () => {
    expect(say([])).toEqual([{ kind: 'together', photos }]);
    expect(say([2, 5])).toEqual([{ kind: 'together', photos: [1, 3, 4] }, { kind: 'apart', photos: [1, 3, 4], others: [2, 5] }]);
    expect(say([2, 3, 4, 5])).toEqual([{ kind: 'apart', photos: [1], others: [2, 3, 4, 5] }]);
  });

  it('begins with the photo that the others were compared with, even if that one is odd', () => {
    expect(say([1, 4])).toEqual([{ kind: 'apart', photos: [1, 4], others: [2, 3, 5] }, { kind: 'together', photos: [2, 3, 5] }]);
  });

  it('is nothing where all are odd', () => {
    expect(say([1, 2, 3, 4, 5])).toEqual([]);
  });

  it('is two groups where a line was drawn, and what is odd belongs to neither side', () => {
    expect(say([], 2)).toEqual([{ kind: 'together', photos: [1, 2] }, { kind: 'apart', photos: [1, 2], others: [3, 4, 5] }, { kind: 'together', photos: [3, 4, 5] }]);
    expect(say([2, 4], 2)).toEqual([
      { kind: 'apart', photos: [1], others: [2, 4] }, { kind: 'apart', photos: [1], others: [3, 5] },
      { kind: 'together', photos: [3, 5] }, { kind: 'apart', photos: [3, 5], others: [2, 4] }
    ]);
  });

  it('keeps odd photos apart from both sides, and begins with the first photo, whichever are odd', () => {
    fc.assert(fc.property(fc.subarray([1, 2, 3, 4, 5]), fc.integer({ min: 1, max: 4 }), (odd, line) => {
      const statements = say(odd, line);
      const { constraints, contradictions } = Constraints.of(statements.map((statement, at) => ({ id: at as JudgmentId, statement })));
      expect(contradictions).toEqual([]);
      const sideOf = (photo: number) => (odd.includes(photo) ? 'odd' : photo <= line ? 'left' : 'right');
      for (const a of photos) for (const b of photos) if (a !== b && !(odd.includes(a) && odd.includes(b))) {
        expect(constraints.relation(a, b)).toBe(sideOf(a) === sideOf(b) ? 'together' : 'apart');
      }
      expect(statements[0]?.photos[0] ?? 1).toBe(1);
      const asked = { kind: 'asked', probability: 0.5 } as const;
      expect(answersIn(statements.map((statement) => ({ statement, origin: asked }))).length).toBe(statements.length > 0 ? 1 : 0);
    }));
    expect(say([1, 2], 2)).toEqual([{ kind: 'apart', photos: [1, 2], others: [3, 4, 5] }, { kind: 'together', photos: [3, 4, 5] }]);
    expect(say([1, 2, 4, 5], 2)).toEqual([{ kind: 'apart', photos: [1, 2, 4, 5], others: [3] }]);
  });

  it('is recognised as one answer, and what a user volunteers is not', () => {
    const asked = { kind: 'asked', probability: 0.5 } as const;
    const [one, two] = [say([2], 3), say([1, 4])].map((statements) => statements.map((statement) => ({ statement, origin: asked })));
    const similar = { statement: { kind: 'similar', photos: [photos[0]!, photos[1]!] }, origin: asked } as const;
    expect(answersIn([...one!, similar, ...two!]).map(({ length }) => length)).toEqual([one!.length, 1, two!.length]);
    const gestures = say([2]).map((statement) => ({ statement, origin: volunteered }));
    expect(answersIn(gestures).map(({ length }) => length)).toEqual([1, 1]);
  });
});
