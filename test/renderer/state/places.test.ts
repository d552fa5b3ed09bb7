// Where the user is, and what a screen had when it was left.

import { beforeEach, expect, it } from 'vitest';
import type { GroupId, PhotoId } from '../../../src-shared/contract.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';

let places: Places;
beforeEach(() => (places = new Places({ state: null, pushState: () => {}, replaceState: () => {}, back: () => {} })));
const [group, photo] = [7 as GroupId, 12 as PhotoId];

it('gives a photo back the focus it had on a screen, until another library is opened', () => {
  expect(places.focusOf('all')).toBeNull();
  places.keepFocus('all', photo);
  places.show('singles');
  places.show('all');
  expect([places.focusOf('all'), places.focusOf('singles')]).toEqual([photo, null]);
  places.goHome();
  expect(places.focusOf('all')).toBeNull();
});

it('opens a group at the photo that was asked about, wherever the group was scrolled to before', () => {
  places.keepScroll(`group ${group}`, 800);
  places.openGroup(group);
  expect([places.hasScroll(`group ${group}`), places.focusOf(`group ${group}`)]).toEqual([true, null]);
  places.openGroup(group, photo);
  expect([places.hasScroll(`group ${group}`), places.focusOf(`group ${group}`)]).toEqual([false, photo]);
});
