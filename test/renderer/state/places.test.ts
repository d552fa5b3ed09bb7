// Where the user is, and what a screen had when it was left.

import { beforeEach, describe, expect, it } from 'vitest';
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

describe('with a history that answers late', () => {
  /** As a browser's: going back ends some time after it was asked for, and drops what lay ahead once something is pushed. */
  function lateHistory() {
    const entries: unknown[] = [null];
    const waiting: (() => void)[] = [];
    let at = 0;
    const history = {
      get state() { return entries[at]; },
      pushState: (state: unknown) => { entries.length = ++at; entries.push(structuredClone(state)); },
      replaceState: (state: unknown) => { entries[at] = structuredClone(state); },
      back: () => { waiting.push(() => { at--; places.arrive(entries[at]); }); }
    };
    /** The history does all it was asked for, also what it is asked meanwhile. */
    const settle = () => { for (let next = waiting.shift(); next; next = waiting.shift()) next(); };
    return { history, settle, entries, at: () => at, waiting };
  }

  it('goes back once for every press, however quickly they follow each other', () => {
    const { history, settle, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places.back();
    expect(places.now).toMatchObject({ screen: 'group', photo: null });
    places.back();
    expect(places.now.screen).toBe('groups');
    settle();
    expect([places.now.screen, at(), history.state]).toEqual(['groups', 0, null]);
  });

  it('never asks it to go back twice at a time, which could lead out of the app', () => {
    const { history, settle, waiting } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    for (let turn = 0; turn < 4; turn++) places.back();
    expect(waiting).toHaveLength(1);
    settle();
    expect(places.now.screen).toBe('groups');
  });

  it('stays where the user went while it was still going back, and Back leads on from there', () => {
    const { history, settle, entries, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places.back();
    places.show('all');
    expect(places.now).toMatchObject({ screen: 'all', photo: null });
    settle();
    expect(places.now).toMatchObject({ screen: 'all', photo: null });
    expect([at(), entries.map((state) => (state as { place: { screen: string; photo: number | null } } | null)?.place)]).toMatchObject([2, [undefined, { screen: 'group', photo: null }, { screen: 'all' }]]);
    places.back();
    settle();
    expect([places.now.screen, at()]).toEqual(['group', 1]);
  });

  it('follows the Back and Forward of the browser', () => {
    const { history, entries } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.show('all');
    places.arrive(entries[0]);
    expect(places.now.screen).toBe('groups');
    places.arrive(entries[2]);
    expect(places.now.screen).toBe('all');
    places.arrive(entries[1]);
    expect(places.now).toMatchObject({ screen: 'group', group });
  });

  it('goes back after a reload to what only the history knows', () => {
    const { history, settle, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places = new Places(history);
    expect(places.now).toMatchObject({ screen: 'group', group, photo });
    places.back();
    settle();
    expect([places.now.photo, at()]).toEqual([null, 1]);
    places.back();
    settle();
    expect([places.now.screen, at()]).toEqual(['groups', 0]);
    places.back();
    expect([places.now.screen, at()]).toEqual(['groups', 0]);
  });
});
