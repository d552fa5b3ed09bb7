// What is told of what was learned and applied, and of taking it back.

import { beforeAll, expect, it } from 'vitest';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { tellApplied } from '../../../src-renderer/state/applied.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';

beforeAll(() => messages.speak('en', 'en'));

it.each([[true, 'The groups are back as they were.'], [false, 'The groups have changed since: this cannot be undone any more.']])('tells whether the groups could be put back: %s', async (reverted, text) => {
  const toasts = new Toasts();
  const places = new Places({ state: null, pushState: () => {}, replaceState: () => {}, back: () => {} });
  const library = { groups: { offered: { revert: async () => reverted, looking: false } } } as unknown as Parameters<typeof tellApplied>[1]; // all that telling needs of it
  tellApplied({ toasts, places, attempt: async (asked) => asked }, library, { kind: 'offer', offer: { before: 12, after: 9, moved: 30 } });
  expect(toasts.current?.text).toBe('12 groups became 9');
  toasts.current?.action?.run();
  await expect.poll(() => toasts.current?.text).toBe(text);
});
