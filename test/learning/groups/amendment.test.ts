import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amend } from '../../../src-shared/learning/groups/amendment.ts';
import { part } from '../../../src-shared/learning/groups/parting.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { noBonds, type Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import type { JudgmentId, PhotoId } from '../../../src-shared/contract.ts';
import { anyStatement } from '../../store/any-statement.ts';

/** Photos on a line. */
const line = (...at: number[]) => ({ size: at.length, dims: 1, values: Float32Array.from(at) });
const groups = (...rows: number[][]) => rows.map((of) => Uint32Array.from(of));
const lists = (of: readonly Uint32Array[]) => of.map((rows) => [...rows]);
const bonds = (together: number[][], ...apart: [number[], number[]][]): Bonds => ({ together, apart: apart.map(([left, right], judgment) => ({ judgment, left, right })) });

describe('groups amended by what was said', () => {
  const points = line(0, 1, 2, 10, 11, 12, 20);
  const shown = groups([0, 1, 2], [3, 4, 5], [6]);

  it('stay the same objects where they already agree', () => {
    const amended = amend(shown, bonds([[0, 2]], [[0], [3, 6]]), points);
    expect(amended.every((rows, at) => rows === shown[at])).toBe(true);
    expect(amend(shown, noBonds, points)).toHaveLength(3);
  });

  it('become one where two photos belong together', () => {
    expect(lists(amend(shown, bonds([[2, 3]]), points))).toEqual([[0, 1, 2, 3, 4, 5], [6]]);
  });

  it('are parted where two photos do not: everything else stays with the nearer', () => {
    const one = amend(groups([0, 1, 2, 3, 4, 5], [6]), bonds([], [[0], [5]]), points);
    expect(lists(one)).toEqual([[0, 1, 2], [6], [3, 4, 5]]);
  });

  it('lose the photos that were taken out, and no others', () => {
    expect(lists(amend(groups([0, 1, 2, 3, 4, 5, 6]), bonds([[1, 4]], [[1], [0, 2, 3, 5, 6]]), points))).toEqual([[0, 2, 3, 5, 6], [1, 4]]);
  });

  it('give what was named to the largest of them where something else keeps them apart', () => {
    const amended = amend(groups([0, 1, 2], [3, 4], [5, 6]), bonds([[1, 3]], [[0], [4]]), points);
    expect(lists(amended)).toEqual([[0, 1, 2, 3], [4], [5, 6]]);
  });

  it('hold to all that was said, whatever it is, and stay as they are where photos of one group are said to be alike', () => {
    fc.assert(fc.property(fc.array(anyStatement, { maxLength: 8 }), fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }), (statements, labels) => {
      const ids = Uint32Array.from(labels, (_, at) => at + 1);
      const constraints = new Constraints();
      statements.forEach((statement, at) => constraints.add((at + 1) as JudgmentId, statement));
      const before = [...new Set(labels)].map((label) => Uint32Array.from(labels.flatMap((of, row) => (of === label ? [row] : []))));
      const points = line(...Array.from(ids, (id) => (id * 37) % 17));
      const after = amend(before, constraints.toBonds(ids), points);
      expect(after.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...ids.keys()]);
      const groupOf = (row: number) => after.findIndex((rows) => rows.includes(row));
      for (let a = 0; a < 12; a++) {
        for (let b = a + 1; b < 12; b++) {
          const relation = constraints.relation(ids[a] as PhotoId, ids[b] as PhotoId);
          if (relation !== 'open') expect(groupOf(a) === groupOf(b)).toBe(relation === 'together');
          else if (groupOf(a) === groupOf(b)) {
            const more = new Constraints();
            [...statements, { kind: 'similar' as const, photos: [ids[a] as PhotoId, ids[b] as PhotoId] as const }].forEach((statement, at) => more.add((at + 1) as JudgmentId, statement));
            expect(amend(after, more.toBonds(ids), points)).toEqual(after);
          }
        }
      }
    }));
  });
});

describe('parting a large group', () => {
  it('links some photos and lets the rest follow, without breaking a bond', () => {
    const at = Array.from({ length: 300 }, (_, photo) => (photo < 200 ? 0 : 50) + (photo % 10) / 10);
    const rows = Uint32Array.from(at.keys());
    const together = [7, 150, 299];
    const said = bonds([together], [[3], [250]], [[7], [100, 101]]);
    const parts = part(rows, said, line(...at), 20);
    expect(parts.flatMap((of) => [...of]).sort((a, b) => a - b)).toEqual([...rows]);
    const home = (row: number) => parts.findIndex((of) => of.includes(row));
    expect(new Set(together.map(home)).size).toBe(1);
    expect(home(3)).not.toBe(home(250));
    expect([home(100), home(101)]).not.toContain(home(7));
    expect(home(0)).toBe(home(199));
    expect(home(251)).not.toBe(home(0));
  });
});
