import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says the newest thing, for a while', () => {
  const toasts = new Toasts(7);
  toasts.say('one');
  toasts.say('two');
  expect(toasts.current?.text).toBe('two');
  vi.advanceTimersByTime(7001);
  expect(toasts.current).toBeNull();
});

it('lets what came by itself wait until what the user did was said', () => {
  const toasts = new Toasts(7);
  toasts.say('split');
  toasts.sayAfter('moved');
  expect(toasts.current?.text).toBe('split');
  toasts.say('undone'); // another thing that the user did
  expect(toasts.current?.text).toBe('undone');
  vi.advanceTimersByTime(7001);
  expect(toasts.current?.text).toBe('moved');
  toasts.dismiss();
  expect(toasts.current).toBeNull();
  toasts.sayAfter('at once where nothing is said');
  expect(toasts.current?.text).toBe('at once where nothing is said');
});
