import { expect, it } from 'vitest';
import { decisionInWords, onlyInWords, reasonsInWords, relationsInWords, takenInWords } from '../../../src-renderer/duplicates/words.ts';
import type { KeeperHabits } from '../../../src-shared/duplicates/duplicate-set.ts';
import { USUAL_ORDER } from '../../../src-shared/keepers/rules.ts';

const habits: KeeperHabits = { order: USUAL_ORDER, choices: 40, learned: { right: 31, byOrder: 24, of: 35 } };

it('says what spoke for a file, and that it was learned only where it was', () => {
  expect(reasonsInWords({ reasons: ['pixels', 'folder'], learned: false }, habits)).toBe('most pixels, in the preferred folder');
  expect(reasonsInWords({ reasons: ['original'], learned: true }, habits)).toBe('the original, as in 31 of your last 35 choices');
  expect(reasonsInWords({ reasons: [], learned: false }, null)).toBe('no rule tells them apart');
});

it('says how a file differs, and what only it holds', () => {
  expect(relationsInWords({ relations: ['smaller', 'other-format', 'turned'] })).toBe('smaller, another format, turned');
  expect(onlyInWords({ only: ['time', 'place'] })).toBe('only this one has the date and place');
  expect(onlyInWords({ only: [] })).toBe(null);
  expect(takenInWords({ takenAt: null })).toBe('No date');
});

it('says what was decided about a set', () => {
  expect(decisionInWords({ kind: 'keep', files: [1] }, 3)).toBe('2 files to go');
  expect(decisionInWords({ kind: 'keep', files: [1, 2, 3] }, 3)).toBe('All kept');
  expect(decisionInWords({ kind: 'not-the-same' }, 3)).toBe('Not the same');
});
