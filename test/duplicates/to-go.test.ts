import { expect, it } from 'vitest';
import type { Decision, DuplicateKind, DuplicateSet } from '../../src-shared/duplicates/duplicate-set.ts';
import { amountOf, filesToGo } from '../../src-shared/duplicates/to-go.ts';
import { uniform } from '../../src-shared/learning/random.ts';

const set = (kind: DuplicateKind, ids: readonly number[], decision: Decision | null): DuplicateSet => ({
  id: `${kind} ${ids[0]!}`, kind, reasons: [], learned: false, certainty: 1, decision, files: ids.map((id) => ({ id, bytes: 400 }) as DuplicateSet['files'][number])
});
const keep = (...files: number[]): Decision => ({ kind: 'keep', files });
const goingOf = (...sets: DuplicateSet[]): number[] => filesToGo(sets).map(({ id }) => id).sort((a, b) => a - b);

it('are those that were not kept, of decided sets', () => {
  expect(goingOf(set('identical', [1, 2], keep(1)), set('identical', [3, 4], null), set('same-picture', [5, 6, 7], keep(6, 7)), set('same-shot', [8, 9], { kind: 'not-the-same' }))).toEqual([2, 5]);
});

it('follow the larger set where two decisions say otherwise', () => {
  expect(goingOf(set('identical', [1, 2], keep(1)), set('same-picture', [1, 2, 3], keep(2)))).toEqual([1, 3]);
  expect(goingOf(set('same-picture', [1, 2, 3], keep(3)), set('identical', [1, 2], keep(1)))).toEqual([1, 2]);
});

it('never take all files of a set, whatever was decided', () => {
  const next = uniform(9);
  for (let run = 0; run < 500; run++) {
    const shot = [1, 2, 3, 4, 5, 6].filter(() => next() < 0.8);
    const picture = shot.filter(() => next() < 0.7);
    const same = picture.filter(() => next() < 0.7);
    const decide = (ids: readonly number[]): Decision | null => (next() < 0.7 ? keep(ids[Math.floor(next() * ids.length)]!) : null);
    const sets = ([['identical', same], ['same-picture', picture], ['same-shot', shot]] as const).filter(([, ids]) => ids.length > 1).map(([kind, ids]) => set(kind, ids, decide(ids)));
    const going = new Set(goingOf(...sets));
    const largest = sets.at(-1);
    if (largest) expect(largest.files.some(({ id }) => !going.has(id))).toBe(true);
    for (const { files } of sets) {
      const around = sets.filter(({ files: all }) => files.every(({ id }) => all.some((one) => one.id === id)));
      expect(around.some(({ files: all }) => all.some(({ id }) => !going.has(id)))).toBe(true);
    }
  }
});

it('counts each file once', () => {
  const files = filesToGo([set('identical', [1, 2], keep(1)), set('same-picture', [1, 2, 3], keep(1))]);
  expect(amountOf(files)).toEqual({ files: 2, bytes: 800 });
});
