import { expect, it } from 'vitest';
import type { Decision, DuplicateKind } from '../../src-shared/duplicates/duplicate-set.ts';
import { amountOf, filesToGo } from '../../src-shared/duplicates/to-go.ts';
import { madeSet } from '../renderer/made-duplicates.ts';

const decided = (kind: DuplicateKind, files: readonly number[], decision: Decision | null) => ({ ...madeSet({ id: `${kind} ${files[0]}`, kind, files }), decision });
const keep = (...files: readonly number[]): Decision => ({ kind: 'keep', files });
const going = (...sets: readonly ReturnType<typeof decided>[]): number[] => filesToGo(sets).map(({ id }) => id).sort((a, b) => a - b);

it('lets go what is not kept, and nothing of sets that are undecided or none', () => {
  expect(going(decided('identical', [1, 2, 3], keep(2)), decided('same-shot', [4, 5], null), decided('same-shot', [6, 7], { kind: 'not-the-same' }))).toEqual([1, 3]);
  expect(going(decided('same-picture', [1, 2], keep(1, 2)))).toEqual([]);
});

it('follows the decision about the widest set, in whatever order sets are given', () => {
  const [narrow, wide] = [decided('identical', [1, 2], keep(1)), decided('same-picture', [3, 1, 2], keep(3))];
  expect(going(narrow, wide)).toEqual([1, 2]);
  expect(going(wide, narrow)).toEqual([1, 2]);
  expect(going(narrow, decided('same-shot', [3, 1, 2], keep(1, 2, 3)))).toEqual([]);
});

it('counts each file once', () => {
  const files = filesToGo([decided('identical', [1, 2], keep(1)), decided('same-picture', [1, 2, 3], keep(1))]);
  expect(amountOf(files)).toEqual({ files: 2, bytes: 800_000 });
});
