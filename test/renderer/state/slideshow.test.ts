import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Slideshow } from '../../../src-renderer/state/slideshow.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('turns to the next photo after its time, and not while it is paused or over', () => {
  const slideshow = new Slideshow();
  let turned = 0;
  slideshow.shown(() => turned++);
  vi.advanceTimersByTime(60_000);
  expect(turned).toBe(0); // it does not run
  slideshow.start();
  vi.advanceTimersByTime(3999);
  expect(turned).toBe(0);
  vi.advanceTimersByTime(1);
  expect(turned).toBe(1);
  slideshow.shown(() => turned++);
  slideshow.pause();
  vi.advanceTimersByTime(60_000);
  expect(turned).toBe(1);
  slideshow.pause();
  vi.advanceTimersByTime(4000);
  expect(turned).toBe(2);
  slideshow.shown(() => turned++);
  slideshow.stop();
  vi.advanceTimersByTime(60_000);
  expect(turned).toBe(2);
});

it('goes faster and slower within its paces', () => {
  const slideshow = new Slideshow();
  for (let turn = 0; turn < 9; turn++) slideshow.pace(-1);
  expect(slideshow.seconds).toBe(2);
  for (let turn = 0; turn < 9; turn++) slideshow.pace(1);
  expect(slideshow.seconds).toBe(15);
});
