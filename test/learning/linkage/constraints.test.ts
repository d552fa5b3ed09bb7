import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { growth } from '../../growth.ts';
import { random } from './made.ts';

// brands are for the product; in tests photos and judgments are plain numbers
const photo = (id: number) => id as PhotoId;
const judgment = (id: number) => id as JudgmentId;
const similar = (a: number, b: number): Statement => ({ kind: 'similar', photos: [photo(a), photo(b)] });
const different = (a: number, b: number): Statement => ({ kind: 'different', photos: [photo(a), photo(b)] });
const together = (...photos: number[]): Statement => ({ kind: 'together', photos: photos.map(photo) });
const apart = (photos: number[], others: number[]): Statement => ({ kind: 'apart', photos: photos.map(photo), others: others.map(photo) });

function closure(...statements: Statement[]) {
  return Constraints.of(statements.map((statement, at) => ({ id: judgment(at + 1), statement })));
}

describe('the closure of judgments', () => {
  it('closes "similar" transitively and carries "different" over to what is similar', () => {
    const { constraints } = closure(similar(1, 2), similar(2, 3), different(3, 4), similar(4, 5));
    expect(constraints.relation(photo(1), photo(3))).toBe('together');
    expect(constraints.relation(photo(1), photo(5))).toBe('apart');
    expect(constraints.relation(photo(1), photo(6))).toBe('open');
    expect(constraints.check(similar(1, 3))).toEqual({ status: 'already-known' });
    expect(constraints.check(different(5, 1))).toEqual({ status: 'already-known' });
    expect(constraints.check(similar(1, 6))).toEqual({ status: 'added' });
    expect(constraints.check(together(1, 2, 6))).toEqual({ status: 'added' });
    expect(constraints.check(apart([1, 6], [4]))).toEqual({ status: 'added' });
    expect(constraints.check(apart([1, 2], [4, 5]))).toEqual({ status: 'already-known' });
  });

  it('does not carry "different" on: what differs from the same photo may still be alike', () => {
    const { constraints } = closure(different(1, 2), different(2, 3));
    expect(constraints.relation(photo(1), photo(3))).toBe('open');
  });

  it('holds the two sides of a gesture apart, not the photos of one side', () => {
    const { constraints } = closure(apart([1, 2], [3, 4]));
    expect(constraints.relation(photo(2), photo(3))).toBe('apart');
    expect(constraints.relation(photo(1), photo(2))).toBe('open');
    expect(constraints.relation(photo(3), photo(4))).toBe('open');
  });

  it('shows the shortest chain behind a contradiction', () => {
    const { constraints } = closure(similar(1, 2), similar(2, 3), similar(3, 4), together(1, 9, 4), different(4, 5), similar(5, 6));
    expect(constraints.check(different(1, 3))).toEqual({ status: 'contradiction', chain: [1, 2] });
    expect(constraints.check(different(1, 4))).toEqual({ status: 'contradiction', chain: [4] });
    expect(constraints.check(similar(6, 3))).toEqual({ status: 'contradiction', chain: [3, 5, 6] });
    expect(constraints.check(together(6, 7, 1))).toEqual({ status: 'contradiction', chain: [4, 5, 6] });
    expect(constraints.check(apart([9, 20], [5, 1]))).toEqual({ status: 'contradiction', chain: [4] });
  });

  it('blames the nearest of several judgments that hold apart', () => {
    // 1–2–3 and 10–11 are held apart at their far ends first, then nearer; said before they were joined, neither is known already
    const { constraints } = closure(different(3, 11), different(2, 11), different(1, 12), similar(1, 2), similar(2, 3), similar(10, 11), similar(11, 12));
    expect(constraints.check(similar(1, 11))).toEqual({ status: 'contradiction', chain: [4, 2] });
    expect(constraints.check(similar(1, 12))).toEqual({ status: 'contradiction', chain: [3] });
    expect(constraints.check(similar(3, 10))).toEqual({ status: 'contradiction', chain: [1, 6] });
  });

  it('binds nothing by a contradiction, a degree or a ranking', () => {
    const { constraints, contradictions } = closure(
      similar(1, 2), different(1, 2), { kind: 'degree', photos: [photo(1), photo(3)], degree: 0 }, { kind: 'closer', photos: [photo(1), photo(3), photo(4)] }
    );
    expect(contradictions).toEqual([2]);
    expect(constraints.relation(photo(1), photo(2))).toBe('together');
    expect(constraints.relation(photo(1), photo(3))).toBe('open');
    expect(constraints.check(different(2, 3))).toEqual({ status: 'added' });
  });

  it('refuses a photo on both sides, an empty side and a gesture on one photo', () => {
    const { constraints } = closure();
    expect(() => constraints.check(different(3, 3))).toThrow('photo 3 is on both sides');
    expect(() => constraints.check(apart([1, 2], [2]))).toThrow('photo 2 is on both sides');
    expect(() => constraints.check(apart([1], []))).toThrow('got 1 and 0');
    expect(() => constraints.check(together(1, 1))).toThrow('two or more');
  });

  it('gives bonds in indices, through photos that are not there too', () => {
    const { constraints } = closure(similar(30, 99), similar(99, 10), different(99, 50), different(20, 98), similar(98, 40), apart([97], [10]));
    expect(constraints.toBonds(Uint32Array.of(10, 20, 30, 40, 50))).toEqual({
      together: [[0, 2]],
      apart: [{ judgment: 3, left: [0], right: [4] }, { judgment: 4, left: [1], right: [3] }]
    });
  });

  it('agrees with relabelling all photos for every statement, and every chain is a contradiction of its own', () => {
    const statements = fc.array(fc.oneof(
      fc.tuple(fc.constant('similar' as const), fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 2 }), fc.constant([])),
      fc.tuple(fc.constant('together' as const), fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 4 }), fc.constant([])),
      fc.tuple(fc.constant('apart' as const), fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), fc.uniqueArray(fc.integer({ min: 6, max: 11 }), { minLength: 1, maxLength: 3 }))
    ), { maxLength: 25 });
    fc.assert(fc.property(statements, (said) => {
      const constraints = new Constraints();
      const naive = new NaiveClosure();
      const accepted = new Map<number, Statement>();
      said.forEach(([kind, photos, others], id) => {
        const statement = kind === 'similar' ? similar(photos[0]!, photos[1]!) : kind === 'together' ? together(...photos) : apart(photos, others);
        const verdict = constraints.add(judgment(id), statement);
        expect(verdict.status).toBe(naive.add(photos, others));
        if (verdict.status !== 'contradiction') return accepted.set(id, statement);
        expect(new Set(verdict.chain).size).toBe(verdict.chain.length);
        const alone = new Constraints();
        for (const link of verdict.chain) expect(alone.add(link, accepted.get(link)!).status).not.toBe('contradiction');
        expect(alone.check(statement).status).toBe('contradiction');
        // none of the chain can be left out
        for (const left of verdict.chain) {
          const { constraints: shorter } = Constraints.of(verdict.chain.filter((link) => link !== left).map((link) => ({ id: link, statement: accepted.get(link)! })));
          expect(shorter.check(statement).status).not.toBe('contradiction');
        }
      });
      for (let a = 0; a < 12; a++) for (let b = 0; b < 12; b++) expect(constraints.relation(photo(a), photo(b))).toBe(naive.relation(a, b));
    }), { numRuns: 300 });
  });

  it('agrees with a look at every pair where the sides of gestures are large', () => {
    const side = (from: number) => fc.uniqueArray(fc.integer({ min: from, max: from + 19 }), { minLength: 5, maxLength: 20 });
    fc.assert(fc.property(fc.array(fc.tuple(side(0), side(20)), { maxLength: 4 }), fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 5 }), side(0), side(20), (said, joined, photos, others) => {
      const { constraints } = closure(...said.map(([left, right]) => apart(left, right)), ...joined.filter(([a, b]) => a !== b).map(([a, b]) => similar(a, b)));
      const relations = photos.flatMap((a) => others.map((b) => constraints.relation(photo(a), photo(b))));
      const expected = relations.includes('together') ? 'contradiction' : relations.every((relation) => relation === 'apart') ? 'already-known' : 'added';
      expect(constraints.check(apart(photos, others)).status).toBe(expected);
    }));
  });

  it('looks at a gesture on many photos again in time that grows with their number, not its square', () => {
    const sides = (size: number) => [0, 1].map((side) => Array.from({ length: size }, (_, at) => 2 * at + side)) as [number[], number[]];
    const made = new Map([10_000, 40_000].map((size) => [size, { statement: apart(...sides(size)), ...closure(apart(...sides(size))) }]));
    expect(growth((size) => {
      const { constraints, statement } = made.get(size)!;
      expect(constraints.check(statement).status).toBe('already-known');
    }, 10_000, 40_000)).toBeLessThan(10);
  });

  it('takes 100,000 judgments in time that grows with their number', () => {
    const next = random(5);
    const statements = Array.from({ length: 100_000 }, (_, at) => {
      const a = Math.floor(next() * 50_000);
      // photos of equal remainder are alike, so nothing contradicts
      const b = (a + 500 * Math.floor(1 + next() * 99) + (at % 2)) % 50_000;
      return { id: judgment(at), statement: at % 2 === 0 ? similar(a, b) : different(a, b) };
    });
    // seconds of the processor, which does not count while other processes have it
    const time = (count: number, times: number) => {
      const began = process.cpuUsage();
      for (let turn = 0; turn < times; turn++) expect(Constraints.of(statements.slice(0, count)).contradictions).toEqual([]);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1e6 / times;
    };
    const median = (values: number[]) => values.toSorted((x, y) => x - y)[values.length >> 1]!;
    const runs = [1, 2, 3].map(() => ({ tenth: time(10_000, 5), whole: time(100_000, 1) }));
    // 10 is linear, 100 the square
    expect(median(runs.map(({ tenth, whole }) => whole / tenth))).toBeLessThan(40);
  }, 120_000);
});

/** Every photo's label and every pair held apart. */
class NaiveClosure {
  private label = Array.from({ length: 12 }, (_, at) => at);
  private pairs: [number, number][] = [];

  add(photos: readonly number[], others: readonly number[]): 'added' | 'already-known' | 'contradiction' {
    if (others.length === 0) {
      if (photos.every((one) => this.relation(one, photos[0]!) === 'together')) return 'already-known';
      if (photos.some((a) => photos.some((b) => this.relation(a, b) === 'apart'))) return 'contradiction';
      const labels = new Set(photos.map((one) => this.label[one]));
      this.label = this.label.map((label) => (labels.has(label) ? this.label[photos[0]!]! : label));
      return 'added';
    }
    const relations = photos.flatMap((a) => others.map((b) => this.relation(a, b)));
    if (relations.includes('together')) return 'contradiction';
    if (relations.every((relation) => relation === 'apart')) return 'already-known';
    for (const a of photos) for (const b of others) this.pairs.push([a, b]);
    return 'added';
  }

  relation(a: number, b: number) {
    const [first, second] = [this.label[a], this.label[b]];
    if (first === second) return 'together';
    const apart = this.pairs.some(([x, y]) => (this.label[x] === first && this.label[y] === second) || (this.label[y] === first && this.label[x] === second));
    return apart ? 'apart' : 'open';
  }
}
