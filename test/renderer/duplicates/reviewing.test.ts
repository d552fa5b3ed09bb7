import { expect, it } from 'vitest';
import { canBeParted, firstOther, marked, nextUndecided, outcomeOf, picturesOf, shownPictures, toggled, upcoming } from '../../../src-renderer/duplicates/reviewing.ts';
import type { Decision } from '../../../src-shared/duplicates/duplicate-set.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { madeFile, madeSet } from '../made-duplicates.ts';

const keep = (...files: readonly number[]): Decision => ({ kind: 'keep', files });
const list = (...sets: readonly (readonly [id: string, decision?: Decision])[]) => sets.map(([id, decision = null]) => ({ id, decision }));

it('draws files with the same picture once', () => {
  const files = [madeFile(1), madeFile(2, { photo: 1 as PhotoId }), madeFile(3)];
  expect(picturesOf(files)).toEqual([{ photo: 1, files: [0, 1] }, { photo: 3, files: [2] }]);
});

it('compares the keeper to a file with another picture first, where there is one', () => {
  expect(firstOther([madeFile(1), madeFile(2, { photo: 1 as PhotoId }), madeFile(3)])).toBe(2);
  expect(firstOther([madeFile(1), madeFile(2, { photo: 1 as PhotoId })])).toBe(1);
});

it('draws few pictures side by side, and of many the keeper and the one it is compared to', () => {
  const few = picturesOf([1, 2, 3].map((id) => madeFile(id)));
  expect(shownPictures(few, 2)).toEqual(few);
  const many = picturesOf([1, 2, 3, 4, 5].map((id) => madeFile(id)));
  expect(shownPictures(many, 3).map(({ photo }) => photo)).toEqual([1, 4]);
  expect(shownPictures(many, 0).map(({ photo }) => photo)).toEqual([1, 2]);
  expect(shownPictures([], 1)).toEqual([]);
});

it('offers "not the same" only where pictures differ', () => {
  expect(canBeParted(madeSet({ id: 'a', kind: 'identical', files: [1, 2] }))).toBe(false);
  expect(canBeParted(madeSet({ id: 'b', kind: 'same-picture', files: [1, 2] }))).toBe(true);
  expect(canBeParted({ kind: 'same-picture', files: [madeFile(1), madeFile(2, { photo: 1 as PhotoId })] })).toBe(false);
});

it('goes on to the next undecided set, from the top again at the end, and stops where there is none', () => {
  const sets = list(['a'], ['b', keep(1)], ['c'], ['d', keep(1)]);
  expect(['a', 'b', 'c', 'd'].map((id) => nextUndecided(sets, id))).toEqual(['c', 'c', 'a', 'a']);
  expect(nextUndecided(list(['a'], ['b', keep(1)]), 'a')).toBe(null);
  expect(nextUndecided(sets, 'gone')).toBe('a');
});

it('reads ahead the sets that will be shown next', () => {
  const sets = list(['a'], ['b', keep(1)], ['c'], ['d']);
  expect(upcoming(sets, 'c', 5)).toEqual(['d', 'a']);
  expect(upcoming(sets, 'a', 1)).toEqual(['c']);
  expect(upcoming([], 'a', 3)).toEqual([]);
});

it('marks what the user marked, then what was decided, then what is proposed', () => {
  const set = madeSet({ id: 'a', kind: 'same-shot', files: [1, 2, 3] });
  expect(marked(set, null)).toEqual([1]);
  expect(marked({ ...set, decision: keep(2, 9) }, null)).toEqual([2]); // 9 is not in it any more
  expect(marked({ ...set, decision: { kind: 'not-the-same' } }, null)).toEqual([]);
  expect(marked({ ...set, decision: keep(2) }, [3])).toEqual([3]);
});

it('never unmarks the last file', () => {
  expect(toggled([1], 2)).toEqual([1, 2]);
  expect(toggled([1, 2], 1)).toEqual([2]);
  expect(toggled([2], 2)).toEqual([2]);
});

it('tells how many files stay and go', () => {
  expect(outcomeOf({ files: 4, decision: keep(1, 2) })).toEqual({ kept: 2, going: 2 });
  expect(outcomeOf({ files: 4, decision: { kind: 'not-the-same' } })).toEqual({ kept: 4, going: 0 });
});
