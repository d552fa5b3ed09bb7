import { expect, it } from 'vitest';
import { strictness } from '../../../src-renderer/groups/strictness.ts';

it('calls groups strict from .9, balanced from .6, and generous below', () => {
  expect([1, 0.9, 0.899, 0.6, 0.599, 0].map(strictness).map((key) => key.replace('granularity.', ''))).toEqual(['strict', 'strict', 'balanced', 'balanced', 'generous', 'generous']);
});
