import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBefore, different, merge, move, similar, split, unrelated } from '../../../src-renderer/gestures/statements.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { growth } from '../../growth.ts';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';

const ids = (...numbers: number[]) => numbers as PhotoId[]; // the brand has no other source in a test
const groups = [ids(1, 2, 3, 4), ids(5, 6, 7), ids(8)];
const group = (photo: PhotoId) => groups.find((photos) => photos.includes(photo)) ?? [photo];

describe('similar and different', () => {
  it('mean a pair for two photos, a group for more', () => {
    expect(similar(ids(1))).toBeNull();
    expect(similar(ids(1, 5))).toEqual({ kind: 'similar', photos: [1, 5] });
    expect(similar(ids(1, 5, 8))).toEqual({ kind: 'together', photos: [1, 5, 8] });
    expect(different(ids(1, 2), group)).toEqual({ meaning: 'pair', statement: { kind: 'different', photos: [1, 2] } });
    expect(different(ids(2), group)).toEqual({ meaning: 'rest', statement: { kind: 'apart', photos: [2], others: [1, 3, 4] } });
    expect(different(ids(1, 2, 5), group)).toEqual({ meaning: 'first', statement: { kind: 'apart', photos: [1, 2], others: [5] } });
    expect(different(ids(5, 6, 7), group)).toEqual({ meaning: 'first', statement: { kind: 'apart', photos: [5], others: [6, 7] } });
    expect(different(ids(8), group)).toBeNull();
  });

  it('take four times as long for four times the photos, not sixteen', () => {
    const all = Array.from({ length: 40_000 }, (_, at) => at as PhotoId);
    expect(growth((size) => different(all.slice(0, size / 2), () => all.slice(0, size)), 10_000, 40_000)).toBeLessThan(10);
  });
});

describe('gestures on groups', () => {
  it('split the selected photos from every group they are in', () => {
    expect(split(ids(2), group)).toEqual([{ kind: 'apart', photos: [2], others: [1, 3, 4] }]);
    expect(split(ids(1, 2, 5), group)).toEqual([
      { kind: 'together', photos: [1, 2, 5] }, { kind: 'apart', photos: [1, 2], others: [3, 4] }, { kind: 'apart', photos: [5], others: [6, 7] }
    ]);
    expect(split(ids(5, 6, 7), group)).toBeNull();
    expect(split(ids(8), group)).toBeNull();
  });

  it('move photos from their groups to the covers of another', () => {
    expect(move(ids(1, 5, 8), { photos: groups[1]!, covers: ids(6, 7) }, group)).toEqual([
      { kind: 'together', photos: [1, 8, 6, 7] }, { kind: 'apart', photos: [1], others: [2, 3, 4] }
    ]);
    expect(move(ids(5), { photos: groups[1]!, covers: ids(6) }, group)).toBeNull();
  });

  it('merge groups, and keep groups apart pairwise', () => {
    expect(merge([groups[0]!])).toBeNull();
    expect(merge(groups)).toEqual({ kind: 'together', photos: [1, 2, 3, 4, 5, 6, 7, 8] });
    expect(unrelated([groups[0]!])).toBeNull();
    expect(unrelated(groups)).toEqual([
      { kind: 'apart', photos: groups[0], others: groups[1] }, { kind: 'apart', photos: groups[0], others: groups[2] }, { kind: 'apart', photos: groups[1], others: groups[2] }
    ]);
  });

  it('put groups back as they were before a change: what was parted together, what was put together apart', () => {
    const [one, two] = [groups[0]!, groups[1]!];
    expect(asBefore([one], [ids(1, 2), ids(3, 4)])).toEqual([{ kind: 'together', photos: one }]);
    expect(asBefore([one, two], [ids(1, 2, 3, 4, 5, 6, 7)])).toEqual([{ kind: 'apart', photos: one, others: two }]);
    expect(asBefore([one, two], [ids(1, 2, 3), ids(4, 5, 6, 7)])).toEqual([{ kind: 'together', photos: one }, { kind: 'apart', photos: one, others: two }]);
    expect(asBefore([one, two], [ids(1, 2, 3), ids(5, 6)])).toEqual([{ kind: 'together', photos: one }, { kind: 'together', photos: two }]);
    expect(asBefore([one, two], [one, two])).toEqual([]);
  });

  it('put back take four times as long for four times the photos, not sixteen', () => {
    const all = Uint32Array.from({ length: 16_000 }, (_, at) => at);
    const halves = (size: number) => [all.subarray(0, size / 2), all.subarray(size / 2, size)];
    expect(growth((size) => asBefore(halves(size), [all.subarray(0, size)]), 4000, 16_000, 3)).toBeLessThan(10);
    expect(growth((size) => asBefore([all.subarray(0, size)], halves(size)), 4000, 16_000, 3)).toBeLessThan(10);
  });

  it('never contradict themselves', () => {
    fc.assert(fc.property(fc.shuffledSubarray(ids(1, 2, 3, 4, 5, 6, 7, 8), { minLength: 1 }), fc.nat(2), (selected, to) => {
      for (const statements of [split(selected, group), move(selected, { photos: groups[to]!, covers: groups[to]!.slice(0, 2) }, group), [similar(selected)], unrelated(groups), [merge(groups)]]) {
        const said = (statements ?? []).filter((statement): statement is Statement => statement !== null);
        expect(Constraints.of(said.map((statement, at) => ({ id: at as JudgmentId, statement }))).contradictions).toEqual([]);
      }
    }));
  });
});
