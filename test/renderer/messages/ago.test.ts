import { expect, it } from 'vitest';
import { Messages } from '../../../src-renderer/messages/messages.svelte.ts';

it('says how long ago something was, in the words of the language', () => {
  const now = new Date(2026, 4, 20, 15, 0).getTime();
  const before = (days: number): number => new Date(2026, 4, 20 - days, 14, 30).getTime();
  const messages = new Messages();
  messages.speak('en', 'en-GB');
  expect(messages.ago(before(0), now)).toBe('14:30');
  expect([1, 5, 14, 90, 800].map((days) => messages.ago(before(days), now))).toEqual(['yesterday', '5 days ago', '2 weeks ago', '3 months ago', '2 years ago']);
  messages.speak('ko', 'ko-KR');
  expect(messages.ago(before(1), now)).toBe('어제');
});
