// Where the user is, and what a screen had when it was left.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
    let replaced = 0;
    const history = {
      get state() { return entries[at]; },
      pushState: (state: unknown) => { entries.length = ++at; entries.push(structuredClone(state)); },
      replaceState: (state: unknown) => { replaced++; entries[at] = structuredClone(state); },
      back: () => { waiting.push(() => { at--; places.arrive(entries[at]); }); }
    };
    /** The history does all it was asked for, also what it is asked meanwhile. */
    const settle = () => { for (let next = waiting.shift(); next; next = waiting.shift()) next(); };
    return { history, settle, entries, at: () => at, waiting, replaced: () => replaced };
  }
  afterEach(() => void vi.useRealTimers());

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

  it.each(['with its places known', 'after a reload'])('leads from home not into the library that was open before, %s', (how) => {
    const { history, settle, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    if (how === 'after a reload') places = new Places(history);
    places.goHome();
    expect(places.now).toEqual({ screen: 'groups', group: null, photo: null });
    settle();
    expect([places.now, at()]).toEqual([{ screen: 'groups', group: null, photo: null }, 0]);
    places.show('all');
    places.back();
    settle();
    expect([places.now.screen, at()]).toEqual(['groups', 0]);
  });

  it('goes back once for every press after a reload, too', () => {
    const { history, settle, at, waiting } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places = new Places(history);
    places.back();
    places.back();
    places.back();
    expect(waiting).toHaveLength(1);
    settle();
    expect([places.now.screen, at()]).toEqual(['groups', 0]);
  });

  it('leads not back to the photo that was closed just before, after a reload', () => {
    const { history, settle, at, entries } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places = new Places(history);
    places.back();
    places.show('all');
    settle();
    expect([places.now.screen, at(), entries.length]).toEqual(['all', 2, 3]);
    places.back();
    settle();
    expect([places.now, at()]).toMatchObject([{ screen: 'group', group, photo: null }, 1]);
  });

  it('loses nothing where a photo is turned while the one before it is being closed after a reload', () => {
    const { history, settle, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places = new Places(history);
    places.back();
    places.turnTo(13 as PhotoId);
    settle();
    expect([places.now, at()]).toMatchObject([{ screen: 'group', group, photo: 13 }, 2]);
    places.back();
    settle();
    expect([places.now, at()]).toMatchObject([{ screen: 'group', group, photo: null }, 1]);
  });

  it('waits for a history that takes long, however often it is asked, and then goes where that is', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { history, settle, waiting, at } = lateHistory();
    places = new Places(history);
    places.openGroup(group);
    places.openPhoto(photo);
    places.back();
    vi.advanceTimersByTime(60_000);
    places.show('all');
    places.back();
    places.back();
    expect([places.now.screen, waiting.length]).toEqual(['groups', 1]);
    settle();
    expect([places.now, at()]).toMatchObject([{ screen: 'group', group, photo: null }, 1]);
    places.back();
    settle();
    expect([places.now.screen, at()]).toEqual(['groups', 0]);
  });

  it('tells the history a few times of many turns, and of the last one', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    const { history, replaced } = lateHistory();
    const shown = () => (history.state as { place: { photo: number } }).place.photo;
    places = new Places(history);
    places.openPhoto(photo);
    vi.advanceTimersByTime(1000);
    places.turnTo(100 as PhotoId);
    expect(shown()).toBe(100); // one turn is told at once
    for (let turn = 1; turn <= 300; turn++) {
      vi.advanceTimersByTime(33);
      places.turnTo((100 + turn) as PhotoId);
    }
    expect(replaced()).toBeLessThan(110); // in ten seconds: browsers ignore more than 200
    vi.advanceTimersByTime(1000);
    expect(shown()).toBe(400);
  });

  it('tells the history of the last turn where the page is left or the photo closed', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    const { history, settle, entries, at } = lateHistory();
    places = new Places(history);
    places.openPhoto(photo);
    for (const turned of [13, 14]) places.turnTo(turned as PhotoId);
    places.settle();
    expect(history.state).toMatchObject({ place: { photo: 14 } });
    for (const turned of [15, 16]) places.turnTo(turned as PhotoId);
    places.back();
    settle();
    expect([places.now.photo, at()]).toEqual([null, 0]);
    vi.advanceTimersByTime(1000);
    expect([at(), entries.length, entries[1]]).toMatchObject([0, 2, { place: { photo: 16 } }]);
  });
});
