// The desk: what is said changes the groups at once and nothing else.

import { describe, expect, it } from 'vitest';
import type { Grouped, PhotoId, SavedColumns, Statement } from '../../src-shared/contract.ts';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { ids } from './made-space.ts';
import { space, clusters, apart, desk, said, ask, sets, inOrder, whole, sizes, say, undo, pair, restart, setSaid, startDesks } from './started-desk.ts';

startDesks();

describe('what is said', () => {
  it('joins the groups that are named, whole, and leaves a group as it is in which photos are said to be alike', () => {
    expect(sizes(say(pair('similar', 2, 4)))).toEqual([5, 5, 5, 5]);
    expect(sets(say(pair('similar', 2, 7)))[0]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('parts the group that is named, and no other', () => {
    expect(sizes(say(pair('different', 1, 5))).toSorted()).toEqual([2, 3, 5, 5, 5]);
  });

  it('is taken back with groups, covers, order and ids as they were, and comes back by redo', () => {
    const before = say(pair('different', 1, 5));
    const after = say(pair('similar', 3, 20));
    expect(undo().columns).toEqual(before.columns);
    expect(say(pair('similar', 3, 20)).columns).toEqual(after.columns);
  });

  it('is taken back after a restart too, by cutting anew what it was about', () => {
    say(pair('similar', 3, 20));
    say(pair('different', 6, 10));
    expect(sizes(restart(space(apart))).toSorted((a, b) => b - a)).toEqual([10, 5, 3, 2]);
    setSaid(said.slice(1));
    expect(sizes(ask({ kind: 'judgments', judgments: said })).toSorted((a, b) => b - a)).toEqual([5, 5, 5, 3, 2]);
  });

  it('keeps the names that were given since where it is taken back, of groups that are no more too', () => {
    const name = (grouped: Grouped, photo: number, to: string): Grouped => {
      const table = new GroupTable(grouped.columns);
      return ask({ kind: 'rename', group: table.idAt(table.placeOfPhoto(photo as PhotoId)), name: to });
    };
    const named = (grouped: Grouped, photo: number): string | null => {
      const table = new GroupTable(grouped.columns);
      return table.nameAt(table.placeOfPhoto(photo as PhotoId));
    };
    const parted = say(pair('different', 1, 5));
    const [kept, gone] = sets(parted).find((photos) => photos.includes(1))!.length > 2 ? [1, 5] : [5, 1];
    name(name(name(parted, kept, 'Cats'), gone, 'Dogs'), 6, 'Sea');
    const undone = undo();
    expect(named(undone, 6)).toBe('Sea');
    const again = say(pair('different', 1, 5));
    expect([named(again, kept), named(again, gone), named(again, 6)]).toEqual(['Cats', 'Dogs', 'Sea']);
  });

  it('is taken back after a restart without moving anything else, whatever the tree has become', () => {
    const apart5: Statement = { kind: 'apart', photos: ids(5), others: ids(1, 2, 3, 4) };
    say(apart5);
    const near = clusters(0, 0.1, 30, 60);
    expect(sizes(restart(space(near, 3))).toSorted()).toEqual([1, 4, 5, 5, 5]);
    expect(sizes(undo())).toEqual([5, 5, 5, 5]); // the tree has it with the others
    say(apart5);
    const scattered = space(Array.from({ length: 20 }, (_, at) => at * 40), 3);
    restart(scattered);
    expect(sizes(undo())).toEqual([5, 5, 5, 5]); // the tree has it alone
    say(pair('similar', 7, 12));
    restart(scattered);
    expect(inOrder(undo())).toEqual(whole);
    say(apart5);
    say({ kind: 'apart', photos: ids(4), others: ids(1, 2, 3) });
    restart(scattered);
    setSaid([]);
    expect(inOrder(ask({ kind: 'judgments', judgments: said }))).toEqual(whole); // both at once
  });

  it('is taken back after a restart one by one, an earlier one before a later', () => {
    say({ kind: 'apart', photos: ids(5), others: ids(1, 2, 3, 4) });
    say({ kind: 'apart', photos: ids(4), others: ids(1, 2, 3) });
    restart(space(Array.from({ length: 20 }, (_, at) => at * 40), 3));
    setSaid(said.slice(1));
    expect(sizes(ask({ kind: 'judgments', judgments: said })).toSorted()).toEqual([2, 3, 5, 5, 5]); // 5 is nearer to 4 than the others are
    setSaid([]);
    expect(inOrder(ask({ kind: 'judgments', judgments: said }))).toEqual(whole);
  });

  it('is taken back after a restart step by step where a later one put photos back', () => {
    const one: Statement = { kind: 'apart', photos: ids(5), others: ids(1, 2, 3, 4) };
    say(one);
    say(pair('similar', 1, 6));
    say({ kind: 'apart', photos: ids(6, 7, 8, 9, 10), others: ids(11) });
    restart(space(Array.from({ length: 20 }, (_, at) => at * 40), 3));
    expect(inOrder(undo())).toEqual([[1, 2, 3, 4, 6, 7, 8, 9, 10], [5], ...whole.slice(2)]);
    expect(inOrder(undo())).toEqual([[1, 2, 3, 4], [5], ...whole.slice(1)]);
    expect(inOrder(undo())).toEqual(whole);
  });

  it('is cut anew after a restart where other photos came into its groups, and where the slider moved', () => {
    const apart5: Statement = { kind: 'apart', photos: ids(5), others: ids(1, 2, 3, 4) };
    const scattered = space(Array.from({ length: 20 }, (_, at) => at * 40), 3);
    say(apart5);
    say(pair('similar', 5, 6));
    restart(scattered);
    setSaid(said.slice(1));
    expect(sizes(ask({ kind: 'judgments', judgments: said })).toSorted()).toEqual([4, 5, 5, 6]);
    ask({ kind: 'height', height: 1 });
    expect((desk.answer({ kind: 'save' }) as SavedColumns).before).toBeUndefined();
  });

  it('leaves the groups where what is taken back bound nothing', () => {
    say({ kind: 'degree', photos: pair('similar', 1, 6).photos as readonly [PhotoId, PhotoId], degree: 0.7 }, pair('similar', 1, 2), pair('similar', 2, 3), pair('similar', 1, 3));
    ask({ kind: 'space', space: space(clusters(0, 0.1, 0.2, 30), 3) });
    ask({ kind: 'decline' });
    expect(sizes(restart(space(clusters(0, 0.1, 0.2, 30), 3)))).toEqual([5, 5, 5, 5]);
    for (const rest of [said.slice(1), said.slice(1, -1)]) {
      setSaid(rest);
      expect(sizes(ask({ kind: 'judgments', judgments: said }))).toEqual([5, 5, 5, 5]);
    }
  });

  it('holds while something else is offered', () => {
    ask({ kind: 'space', space: space(clusters(0, 0.1, 0.2, 0.3), 4) });
    const grouped = say(pair('different', 1, 5));
    expect(sizes(grouped).toSorted()).toEqual([2, 3, 5, 5, 5]);
    expect(grouped.offer).not.toBeNull();
    const accepted = ask({ kind: 'accept' });
    expect(sets(accepted).some((photos) => photos.includes(1) && photos.includes(5))).toBe(false);
  });
});

describe('the slider', () => {
  it('stands where the user put it, whatever is learned, accepted or said', () => {
    const { scale } = ask({ kind: 'height', height: 1.1 });
    for (const grouped of [say(pair('different', 1, 5)), ask({ kind: 'space', space: space(clusters(0, 0.1, 0.2, 0.3), 4) }), ask({ kind: 'accept' }), restart(space(clusters(0, 0.1, 0.2, 0.3), 4))]) {
      expect([grouped.height, [...grouped.scale]]).toEqual([1.1, [...scale]]);
    }
  });

  it('goes to what is suggested where the user follows it, and reaches the whole range of the groups on the screen while more is offered', () => {
    ask({ kind: 'height', height: 0.001 });
    const { suggested } = desk.answer({ kind: 'suggest' }) as { readonly suggested: number };
    expect(suggested).toBe(0.8);
    ask({ kind: 'space', space: space(clusters(0, 100, 200, 300), 4) });
    expect(sizes(ask({ kind: 'height', height: 3 }))).toHaveLength(4);
    expect(ask({ kind: 'compare' }).offer).toBeNull(); // nothing would be another group
    const followed = ask({ kind: 'follow' });
    expect([followed.height, sizes(followed)]).toEqual([0.8, [5, 5, 5, 5]]);
    expect((desk.answer({ kind: 'save' }) as SavedColumns).height).toBeNull();
  });
});
