import { expect, it } from 'vitest';
import { CERTAINTIES, certaintyWord } from '../../../src-renderer/duplicates/certainty.ts';
import { keepProposed, previewOf, wantedSets } from '../../../src-renderer/duplicates/decide-all.ts';
import { MadeDuplicates, madeSet } from '../made-duplicates.ts';

const sets = [
  madeSet({ id: 'a', kind: 'identical', files: [1, 2] }),
  madeSet({ id: 'b', kind: 'same-picture', files: [3, 1, 2], certainty: 0.99 }),
  madeSet({ id: 'c', kind: 'same-picture', files: [4, 5], certainty: 0.8 }),
  madeSet({ id: 'd', kind: 'same-shot', files: [6, 7], certainty: 0.97 })
];

it('names certainties from the top, each by its least', () => {
  expect([1, 0.95, 0.94, 0.75, 0.74, 0].map(certaintyWord)).toEqual(['certain', 'certain', 'likely', 'likely', 'perhaps', 'perhaps']);
  expect(CERTAINTIES.map(({ from }) => from)).toEqual(CERTAINTIES.map(({ from }) => from).toSorted((a, b) => b - a));
});

it('takes undecided sets of the kinds wanted that are certain enough', () => {
  const made = new MadeDuplicates(sets, () => {});
  const wanted = (least: 'certain' | 'perhaps', ...kinds: ('identical' | 'same-picture' | 'same-shot')[]) => wantedSets(made.list().sets, { kinds, least }).map(({ id }) => id);
  expect(wanted('certain', 'identical', 'same-picture')).toEqual(['a', 'b']);
  expect(wanted('perhaps', 'same-picture', 'same-shot')).toEqual(['b', 'c', 'd']);
  made.decide([{ id: 'b', decision: { kind: 'keep', files: [3] } }]);
  expect(wanted('perhaps', 'identical', 'same-picture')).toEqual(['a', 'c']);
});

it('keeps the proposed file of each', () => {
  expect(keepProposed(sets.slice(0, 2))).toEqual([{ id: 'a', decision: { kind: 'keep', files: [1] } }, { id: 'b', decision: { kind: 'keep', files: [3] } }]);
});

it('previews each kind for itself, and all together with each file once', () => {
  const { kinds, total, losing } = previewOf(sets);
  expect(kinds).toEqual([
    { kind: 'identical', sets: 1, files: 1, bytes: 1_000_002 }, { kind: 'same-picture', sets: 2, files: 3, bytes: 1_200_000 }, { kind: 'same-shot', sets: 1, files: 1, bytes: 400_000 }
  ]);
  expect(total).toEqual({ sets: 4, files: 4, bytes: 1_600_000 }); // 1, 2, 5 and 7
  expect(losing).toBe(1); // the place of 7
});
