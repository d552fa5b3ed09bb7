import { expect, it } from 'vitest';
import { apartInTime } from '../../../src-renderer/judging/apart-in-time.ts';

it.each([[4000, '4 seconds'], [400, '1 second'], [180_000, '3 minutes'], [2 * 3_600_000, '2 hours'], [3 * 86_400_000, '3 days'], [90 * 86_400_000, '3 months'], [3653 * 86_400_000, '10 years']])('says %i ms as %s', (milliseconds, words) => {
  expect(apartInTime(milliseconds)).toBe(words);
});
