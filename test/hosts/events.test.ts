// Events from the app to whoever listens.

import { expect, test } from 'vitest';
import { createEventHub, type Event } from '../../src-main/hosts/events.ts';
import type { LibraryId } from '../../src-shared/contract.ts';

const sea = 'sea' as LibraryId;

test('every listener hears every event in order with its library, until it stops', () => {
  const { emit, of, listen } = createEventHub();
  const first: Event[] = [];
  const second: Event[] = [];
  const stop = listen((event) => first.push(event));
  listen((event) => second.push(event));
  of(sea)('photos.changed', { photos: 1, problems: 0 });
  stop();
  emit('library.offered', null);
  expect(first).toEqual([{ name: 'photos.changed', payload: { photos: 1, problems: 0 }, library: sea }]);
  expect(second).toEqual([...first, { name: 'library.offered', payload: null, library: null }]);
});

test('a listener may stop another while an event is being delivered', () => {
  const { emit, listen } = createEventHub();
  let heard = 0;
  listen(() => stop());
  const stop = listen(() => heard++);
  emit('library.offered', null);
  emit('library.offered', null);
  expect(heard).toBe(1);
});
