import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judgment, JudgmentId, LensId, PhotoId, Sheet } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { keyOf } from '../../../src-shared/learning/questions/ask.ts';
import { statementsOf } from '../../../src-shared/learning/questions/sheet-answer.ts';
import { proposeSheets } from '../../../src-shared/learning/questions/sheets.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { ids, madeSpace } from '../../desk/made-space.ts';

const none = new Set<string>();
const judged = (statements: readonly Judgment['statement'][], from = 0): Judgment[] =>
  statements.map((statement, at) => ({ id: (from + at + 1) as JudgmentId, lensId: 1 as LensId, madeAt: 0, statement, origin: { kind: 'asked', probability: 0.5 } })); // brands have no other source in a test

// on a line, alike at about half the distance of 1: a group of three, of which the third is doubtful, one beside it, and one far from all
const space = madeSpace([[0, 0], [0.1, 0], [0.9, 0], [1.04, 0], [9, 9], [9.05, 9]], { slope: 12 });
const members = [[0, 1, 2], [3], [4, 5]];

describe('sheets', () => {
  it('show the photo that stands for a group, its doubtful photos, and those of groups beside it, the most doubtful first', () => {
    const [sheet, ...others] = proposeSheets(space, [], { members, count: 9, skipped: none });
    // 2 is as good as known to belong with 1, and so is 6 with 5
    expect(sheet).toMatchObject({ photos: [1, 3, 4], own: 2, merge: false });
    expect(sheet!.probability).toBeCloseTo((1 / (1 + Math.exp(-1.2)) + 1 / (1 + Math.exp(0.48))) / 2, 3);
    expect(others).toEqual([]);
  });

  it('show nothing that judgments relate to the first photo, and one photo of those that are bound', () => {
    expect(proposeSheets(space, judged([{ kind: 'together', photos: ids(1, 3) }, { kind: 'different', photos: ids(1, 4).slice(0, 2) as [PhotoId, PhotoId] }]), { members, count: 9, skipped: none })).toEqual([]);
    const close = madeSpace([[0, 0], [0.9, 0], [0.95, 0]], { slope: 12 });
    expect(proposeSheets(close, judged([{ kind: 'together', photos: ids(2, 3) }]), { members: [[0, 1, 2]], count: 9, skipped: none }).map(({ photos }) => photos.length)).toEqual([2]);
  });

  it('are not shown again where they were skipped, nor where the space has no calibration', () => {
    const [sheet] = proposeSheets(space, [], { members, count: 9, skipped: none });
    expect(sheet!.standing).toEqual([1]);
    const skipped = new Set([keyOf(sheet!.standing)]);
    expect(proposeSheets(space, [], { members, count: 9, skipped }).filter(({ photos }) => photos[0] === 1)).toEqual([]);
    // the next fit is another, as is what stands for the group
    const moved = madeSpace([[0, 0], [0.2, 0], [1, 0], [1.1, 0], [9, 9], [9.05, 9]], { slope: 12 });
    const groups = [[1, 0, 2], [4, 5]];
    expect(proposeSheets(moved, [], { members: groups, count: 9, skipped: none }).map(({ standing }) => standing)).toEqual([[2]]);
    expect(proposeSheets(moved, [], { members: groups, count: 9, skipped })).toEqual([]);
    // another group is asked about
    expect(proposeSheets(space, [], { members, count: 9, skipped: new Set(['5', '99', '1 3 4']) })).toEqual([sheet]);
    const { metric: _metric, ...bare } = space;
    expect(proposeSheets(bare, [], { members, count: 9, skipped: none })).toEqual([]);
  });

  it('propose to merge two groups with photos of both, the line between them', () => {
    const two = madeSpace([[0, 0], [0.6, 0], [0, 0.6], [0.95, 0], [1.4, 0.3], [0.95, 0.7]], { slope: 6 });
    const merges = proposeSheets(two, [], { members: [[0, 1, 2], [3, 4, 5]], count: 9, skipped: none }).filter(({ merge }) => merge);
    for (const { photos, own } of merges) {
      expect(photos.slice(0, own).every((photo) => photo <= 3)).toBe(true);
      expect(photos.slice(own).every((photo) => photo > 3)).toBe(true);
      expect(Math.min(own, photos.length - own)).toBeGreaterThan(1);
    }
    expect(merges.length).toBeLessThanOrEqual(1);
    const [merge] = proposeSheets(two, [], { members: [[0, 1, 2], [3, 4, 5]], count: 9, skipped: new Set(['1', '4']) });
    expect(merge).toMatchObject({ merge: true, standing: [1, 4] });
    // whichever photos stand for the two
    expect(proposeSheets(two, [], { members: [[0, 1, 2], [3, 4, 5]], count: 9, skipped: new Set(['1', '4', '2 5']) })).toEqual([]);
  });
});

/** What a user says who knows the kind of each photo: all that is not of the kind of the first is odd, or a line where the halves are of two kinds and neither has photos of the other's. */
function truthful({ photos, own, merge }: Sheet, kindOf: (photo: number) => number) {
  const [left, right] = [kindOf(photos[0]!), kindOf(photos[own] ?? photos[0]!)];
  const crosses = photos.some((photo, at) => kindOf(photo) === (at < own ? right : left));
  const line = merge && left !== right && !crosses ? own : null;
  return { line, odd: new Set(photos.filter((photo, at) => kindOf(photo) !== (line !== null && at >= own ? right : left))) };
}

describe('a truthful user', () => {
  it('never contradicts earlier answers, and afterwards the closure knows how every photo shown relates to the first', () => {
    fc.assert(fc.property(fc.nat(500), fc.integer({ min: 6, max: 30 }), fc.integer({ min: 1, max: 5 }), (seed, count, kinds) => {
      const next = uniform(seed);
      const made = madeSpace(Array.from({ length: count }, () => [next() * 1.6, next() * 1.6]), { slope: 6 });
      const kindOf = (photo: number): number => photo % kinds;
      // any groups, right or wrong
      const groups: number[][] = [];
      for (let row = 0; row < count; row++) {
        const group = Math.floor(next() * (groups.length + 1));
        (groups[group] ??= []).push(row);
      }
      const judgments: Judgment[] = [];
      for (let turn = 0; turn < 12; turn++) {
        const sheets = proposeSheets(made, judgments, { members: groups, count: 3, skipped: none });
        const [sheet] = sheets;
        if (!sheet) return;
        expect(new Set(sheets.flatMap(({ photos }) => photos)).size).toBe(sheets.flatMap(({ photos }) => photos).length);
        const before = Constraints.of(judgments).constraints;
        for (const photo of sheet.photos.slice(1)) expect(before.relation(sheet.photos[0]!, photo)).toBe('open');
        const marks = truthful(sheet, kindOf);
        judgments.push(...judged(statementsOf(sheet, marks), judgments.length));
        const { constraints, contradictions } = Constraints.of(judgments);
        expect(contradictions).toEqual([]);
        for (const photo of sheet.photos.slice(1)) {
          expect(constraints.relation(sheet.photos[0]!, photo)).toBe(kindOf(photo) === kindOf(sheet.photos[0]!) ? 'together' : 'apart');
        }
      }
    }), { numRuns: 60 });
  });
});
