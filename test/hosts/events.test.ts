// Events from the app to whoever listens.

import { expect, test } from 'vitest';
import { createEventHub, type Event } from '../../src-main/hosts/events.ts';

test('every listener hears every event in order, until it stops', () => {
  const { emit, listen } = createEventHub();
  const first: Event[] = [];
  const second: Event[] = [];
  const stop = listen((event) => first.push(event));
  listen((event) => second.push(event));
  emit('photos.changed', { photos: 1, problems: 0 });
  stop();
  emit('library.changed', null);
  expect(first).toEqual([{ name: 'photos.changed', payload: { photos: 1, problems: 0 } }]);
  expect(second).toEqual([...first, { name: 'library.changed', payload: null }]);
});

test('a listener may stop another while an event is under way', () => {
  const { emit, listen } = createEventHub();
  let heard = 0;
  listen(() => stop());
  const stop = listen(() => heard++);
  emit('library.changed', null);
  emit('library.changed', null);
  expect(heard).toBe(1);
});
