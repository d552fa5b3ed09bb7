// The table of actions as the menus and the keys read it, on a library without a window.

import { describe, expect, it } from 'vitest';
import { actionFor, actions, isPressed, keysOf, menuOf } from '../../../src-renderer/actions/actions.ts';
import type { Doing } from '../../../src-renderer/actions/doing.ts';
import { groupTarget, photosTarget, tileTarget, viewedTarget } from '../../../src-renderer/actions/target.ts';
import type { GroupId, PhotoId } from '../../../src-shared/contract.ts';

const ids = (...values: number[]): PhotoId[] => values as PhotoId[]; // made up
const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

/** Three photos in one group, the fourth alone. */
function doing({ screen = 'all', host = 'browser', group = null as number | null } = {}): Doing {
  const table = { count: 1, placeOfPhoto: (photo: number) => (photo <= 3 ? 0 : -1), photosAt: () => Uint32Array.of(1, 2, 3), coversAt: () => ids(1, 2), idAt: () => 5, placeOf: () => 0, singles: Uint32Array.of(4) };
  return {
    kindred: { places: { now: { screen, group, photo: null } }, description: { host } },
    library: { groups: { table, status: 'ready' }, groupOf: (photo: number) => (photo <= 3 ? [1, 2, 3] : [photo]), albums: { lastUsed: null, of: () => undefined, list: {} }, photos: { byTime: Uint32Array.of(1, 2, 3, 4) }, markFilter: { of: (list: Uint32Array) => list } },
    gestures: {}, menus: {}
  } as unknown as Doing; // what the table asks for
}

const shownIn = (...given: Parameters<typeof menuOf>): string[] => menuOf(...given).flat().map(({ id }) => id);

describe('the table of actions', () => {
  it('has every action once', () => {
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  });

  it('gives no key to two actions that a menu has at the same time', () => {
    for (const target of [photosTarget(ids(1)), photosTarget(ids(1, 2)), viewedTarget(ids(1)[0]!, undefined), groupTarget(5 as GroupId, [5, 6] as GroupId[], () => [1, 2])]) {
      for (const host of ['browser', 'electron']) {
        const keys = menuOf(target, doing({ host, screen: 'group', group: 5 })).flat().flatMap((action) => (action.key ? [keysOf(action).join(' ')] : []));
        expect(new Set(keys).size, keys.join(', ')).toBe(keys.length);
      }
    }
  });

  it('speaks of groups or of photos, not of both', () => {
    const groups = shownIn(groupTarget(5 as GroupId, [5, 6] as GroupId[], () => [1, 2]), doing());
    expect(groups).toEqual(expect.arrayContaining(['merge', 'part', 'export']));
    expect(groups).not.toContain('similar');
    const photos = shownIn(photosTarget(ids(1, 2)), doing());
    expect(photos).toEqual(expect.arrayContaining(['similar', 'different', 'move', 'compare']));
    expect(photos).not.toContain('merge');
  });

  it('offers other programs in a window alone', () => {
    expect(shownIn(photosTarget(ids(1)), doing({ host: 'electron' }))).toEqual(expect.arrayContaining(['open-with', 'show-in-folder']));
    const browser = shownIn(photosTarget(ids(1)), doing());
    expect(browser).toContain('download');
    expect(browser).not.toContain('open-with');
  });

  it('compares two to four photos', () => {
    const compare = actions.find(({ id }) => id === 'compare')!; // it is there
    expect([1, 2, 3, 4, 5].map((count) => compare.can(photosTarget(ids(1, 2, 3, 4, 5).slice(0, count)), doing()))).toEqual([false, true, true, true, false]);
  });

  it('knows S and D of an open photo by its group, and of a photo in none by nothing', () => {
    const similar = actions.find(({ id }) => id === 'similar')!; // as above
    expect(similar.can(viewedTarget(ids(1)[0]!, undefined), doing())).toBe(true);
    expect(similar.can(viewedTarget(ids(4)[0]!, undefined), doing())).toBe(false);
    expect(similar.can(viewedTarget(ids(4)[0]!, ids(1)[0]), doing())).toBe(true);
    expect(similar.can(photosTarget(ids(1)), doing())).toBe(false); // one that is only selected
  });

  it('finds the action of a key, which may mean another elsewhere', () => {
    expect(actionFor({ ...plain, key: 'x' }, photosTarget(ids(1)), doing({ screen: 'group', group: 5 }))?.id).toBe('split');
    expect(actionFor({ ...plain, key: 'x' }, photosTarget(ids(1)), doing())).toBeNull(); // rejects there
    expect(actionFor({ ...plain, key: 'a' }, photosTarget(ids(1)), doing())?.id).toBe('album'); // none was used last
    expect(actionFor({ ...plain, key: 'S', shiftKey: true }, photosTarget(ids(1, 2)), doing())).toBeNull();
    expect(actionFor({ ...plain, key: 'c', ctrlKey: true, altKey: true }, photosTarget(ids(1)), doing())?.id).toBe('copy-path');
  });

  it('tells keys with modifiers from those without', () => {
    expect(isPressed({ key: 'enter', shift: true }, { ...plain, key: 'Enter', shiftKey: true })).toBe(true);
    expect(isPressed({ key: 'enter' }, { ...plain, key: 'Enter', metaKey: true })).toBe(false);
  });
});

describe('what is under the pointer', () => {
  const selection = { has: (photo: PhotoId) => photo < 3, photos: ids(1, 2) };

  it('is the selection for a photo that is part of it, else the photo alone', () => {
    expect(tileTarget(ids(2)[0]!, selection).photos).toEqual([1, 2]);
    expect(tileTarget(ids(7)[0]!, selection).photos).toEqual([7]);
  });

  it('is all picked groups for one of them, else the group alone', () => {
    const photosOf = (group: GroupId) => [group * 10, group * 10 + 1];
    expect(groupTarget(2 as GroupId, [1, 2] as GroupId[], photosOf)).toMatchObject({ groups: [1, 2], photos: [10, 11, 20, 21] });
    expect(groupTarget(3 as GroupId, [1, 2] as GroupId[], photosOf)).toMatchObject({ groups: [3], photos: [30, 31] });
  });
});
