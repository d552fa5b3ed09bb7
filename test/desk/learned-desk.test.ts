// The desk: what was learned moves a few photos or is offered.

import { describe, expect, it, vi } from 'vitest';
import { Grouper } from '../../src-shared/learning/groups/grouping.ts';
import type { Grouped, PhotoId, PhotoSpace, SavedColumns, ShownChanges } from '../../src-shared/contract.ts';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { learnedBy } from '../../src-shared/desk/learned.ts';
import { empty, space, clusters, apart, desk, said, ask, sets, inOrder, sizes, say, pair, restart, newDesk, startDesks } from './started-desk.ts';

startDesks();

describe('what was learned', () => {
  const few = apart.map((x, at) => (at === 4 ? 10.05 : x));
  const many = clusters(0, 0.1, 0.2, 30);

  it('moves a few photos, and says how many', () => {
    const grouped = ask({ kind: 'space', space: space(few, 3) });
    expect([grouped.followed, grouped.offer]).toEqual([1, null]);
    expect(sets(grouped)).toContainEqual([5, 6, 7, 8, 9, 10]);
    expect(desk.answer({ kind: 'changes' })).toEqual({ count: 1, changes: [{ kind: 'move', moved: 1, before: expect.anything() as unknown, after: expect.anything() as unknown }] });
  });

  it('moves none of them back after they were taken back, until there is more', () => {
    ask({ kind: 'space', space: space(few, 3) });
    expect(sizes(ask({ kind: 'revert' }))).toEqual([5, 5, 5, 5]);
    const again = ask({ kind: 'space', space: space(few, 4) });
    expect([again.followed, again.offer, sizes(again)]).toEqual([0, null, [5, 5, 5, 5]]);
    expect(ask({ kind: 'space', space: space(few.map((x, at) => (at === 10 ? 29.9 : x)), 5) }).followed).toBe(2);
  });

  it('takes no photo out of a group in which some were said to be alike, asked or not', () => {
    say(pair('similar', 1, 2));
    const grouped = ask({ kind: 'space', space: space(few, 3) });
    expect([grouped.followed, grouped.offer, sizes(grouped)]).toEqual([0, null, [5, 5, 5, 5]]);
    say(pair('similar', 6, 7));
    const scattered = ask({ kind: 'space', space: space(Array.from({ length: 20 }, (_, at) => at * 40), 4) });
    expect(scattered.offer).toEqual({ before: 4, after: 2, moved: 8 });
    expect(sizes(ask({ kind: 'accept' })).slice(0, 3)).toEqual([5, 5, 1]);
  });

  it('puts nothing together unasked that the last steps parted, however few photos it is', () => {
    const parted = sets(say(pair('different', 1, 5)));
    const along = parted.find((photos) => photos.includes(5))!.filter((photo) => photo !== 5);
    expect(along.length).toBeGreaterThan(0);
    const back = apart.map((x, at) => (along.includes(at + 1) ? 0 : x));
    const grouped = ask({ kind: 'space', space: space(back, 3) });
    expect([inOrder(grouped), grouped.followed]).toEqual([parted.map((photos) => photos.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!), 0]);
    expect(grouped.offer?.moved).toBe(along.length);
    expect(inOrder(ask({ kind: 'accept' })).slice(0, 2)).toEqual([[1, 2, 3, 4], [5]]);
  });

  it('holds nothing while the groups are of some photos alone: those of all are as if they had come first, with the names that were given', () => {
    const first = { ...space(clusters(0, 10, 20, 30).slice(0, 12), 2), sketch: true as const };
    newDesk();
    ask({ kind: 'start', space: first, judgments: [], saved: empty });
    const named = say(pair('similar', 5, 6), pair('different', 1, 2));
    ask({ kind: 'rename', group: new GroupTable(named.columns).idAt(new GroupTable(named.columns).placeOfPhoto(11 as PhotoId)), name: 'Sea' });
    const all = space(clusters(0, 0.1, 20, 30), 2);
    const usual = ask({ kind: 'space', space: all });
    expect([usual.usual, usual.offer, new GroupTable(usual.columns).photos]).toEqual([true, null, 20]);
    const learned = ask({ kind: 'learn' });
    expect(learned.usual).toBe(false);
    const table = new GroupTable(learned.columns);
    expect(table.nameAt(table.placeOfPhoto(11 as PhotoId))).toBe('Sea');

    newDesk();
    ask({ kind: 'start', space: all, judgments: said, saved: empty });
    expect(inOrder(learned)).toEqual(inOrder(ask({ kind: 'learn' })));
  });

  it('is offered where it is much, with the groups as they are and as they would be', () => {
    const grouped = ask({ kind: 'space', space: space(many, 3) });
    expect([sizes(grouped), grouped.offer, grouped.followed]).toEqual([[5, 5, 5, 5], { before: 4, after: 2, moved: 10 }, 0]);
    const { changes, count } = desk.answer({ kind: 'changes' }) as ShownChanges;
    expect(count).toBe(1);
    expect(changes[0]).toMatchObject({ kind: 'merge', moved: 10, before: [{ photos: 5 }, { photos: 5 }, { photos: 5 }], after: [{ photos: 15 }] });
    expect(changes[0]?.after[0]?.covers).toHaveLength(4);
    expect(sizes(ask({ kind: 'accept' }))).toEqual([15, 5]);
    expect(ask({ kind: 'accept' }).offer).toBeNull();
  });

  it('is taken back whole after it was accepted', () => {
    ask({ kind: 'space', space: space(many, 3) });
    ask({ kind: 'accept' });
    const grouped = ask({ kind: 'revert' });
    expect([sizes(grouped), grouped.offer]).toEqual([[5, 5, 5, 5], null]);
  });

  it('is taken back whole where the slider moved since, which goes back too', () => {
    const before = ask({ kind: 'space', space: space(many, 3) });
    for (const move of [{ kind: 'height', height: 200 }, { kind: 'follow' }] as const) {
      ask({ kind: 'accept' });
      expect(sizes(ask(move))).not.toEqual([5, 5, 5, 5]);
      const back = ask({ kind: 'revert' });
      expect([sizes(back), back.height, back.reverted]).toEqual([[5, 5, 5, 5], before.height, true]);
    }
    expect(ask({ kind: 'revert' }).reverted).toBe(false); // once
  });

  it('leaves names that were given since where it is taken back', () => {
    ask({ kind: 'space', space: space(many, 3) });
    const table = new GroupTable(ask({ kind: 'accept' }).columns);
    ask({ kind: 'rename', group: table.idAt(table.placeOfPhoto(16 as PhotoId)), name: 'Sea' });
    const back = new GroupTable(ask({ kind: 'revert' }).columns);
    expect(back.nameAt(back.placeOfPhoto(16 as PhotoId))).toBe('Sea');
  });

  it('is accepted once: what it was before is still there to go back to', () => {
    ask({ kind: 'space', space: space(many, 3) });
    ask({ kind: 'accept' });
    expect(sizes(ask({ kind: 'accept' }))).toEqual([15, 5]);
    expect(sizes(ask({ kind: 'revert' }))).toEqual([5, 5, 5, 5]);
  });

  it('leaves photos that went away and came back in the groups they were in', () => {
    ask({ kind: 'space', space: space(many, 3) });
    ask({ kind: 'decline' });
    const whole = space(many, 3);
    const half = { ...space(many.slice(0, 10), 3) };
    expect(sizes(ask({ kind: 'space', space: half }))).toEqual([5, 5]);
    desk.answer({ kind: 'save' });
    expect(sets(ask({ kind: 'space', space: whole })).map((photos) => [...photos].toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!)).toEqual([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15], [16, 17, 18, 19, 20]]);
    ask({ kind: 'space', space: half });
    expect(sizes(restart(whole))).toEqual([5, 5, 5, 5]);
  });

  it('holds nothing once every answer is taken back', () => {
    ask({ kind: 'space', space: space(many, 3) });
    ask({ kind: 'accept' });
    const grouped = ask({ kind: 'space', space: space(apart) });
    expect([sizes(grouped), grouped.offer]).toEqual([[5, 5, 5, 5], null]);
  });

  it('is not waited for where nothing was said: groups follow freely', () => {
    const grouped = ask({ kind: 'space', space: space(many) });
    expect([sizes(grouped), grouped.offer]).toEqual([[15, 5], null]);
  });

  it('is not offered again after "not now", unless much more would change', () => {
    ask({ kind: 'space', space: space(many, 3) });
    expect(ask({ kind: 'decline' }).offer).toBeNull();
    expect(ask({ kind: 'space', space: space(many, 4) }).offer).toBeNull();
    const singles = Array.from({ length: 20 }, (_, at) => at * 40);
    expect(ask({ kind: 'space', space: space(singles, 5) }).offer).toEqual({ before: 4, after: 0, moved: 16 });
  });

  it('moves nothing on opening, however little it is', () => {
    const grouped = restart(space(few, 3));
    expect([sizes(grouped), grouped.followed, grouped.offer]).toEqual([[5, 5, 5, 5], 0, null]);
    expect(ask({ kind: 'space', space: space(few, 4) }).followed).toBe(0); // nor later: it is no news
  });

  it('is offered again after a restart: the stored groups stay', () => {
    ask({ kind: 'space', space: space(many, 3) });
    const grouped = restart(space(many, 3));
    expect([sizes(grouped), grouped.offer]).toEqual([[5, 5, 5, 5], { before: 4, after: 2, moved: 10 }]);
  });

  it('stays declined after a restart, until something else was learned that changes much more', () => {
    ask({ kind: 'space', space: space(many, 3) });
    ask({ kind: 'decline' });
    expect(restart(space(many, 3)).offer).toBeNull();
    expect(restart(space(many, 3)).offer).toBeNull();
    const singles = Array.from({ length: 20 }, (_, at) => at * 40);
    expect(ask({ kind: 'space', space: space(singles, 5) }).offer).toEqual({ before: 4, after: 0, moved: 16 });
    expect(restart(space(singles, 5)).offer).toEqual({ before: 4, after: 0, moved: 16 });
    ask({ kind: 'accept' });
    const declined = () => (desk.answer({ kind: 'save' }) as SavedColumns).declined;
    expect(declined()).toBeUndefined();
    ask({ kind: 'space', space: space(many, 6) });
    ask({ kind: 'decline' });
    expect(declined()).toBeDefined();
    ask({ kind: 'space', space: space(apart) }); // every answer was taken back
    expect(declined()).toBeUndefined();
  });

  it('stays declined after a restart where more would change only because it is not known what was before', () => {
    const named = { moved: 3, learned: learnedBy(space(many, 3)) };
    const saved = desk.answer({ kind: 'save' }) as SavedColumns;
    const start = (answers: number): Grouped => {
      newDesk();
      ask({ kind: 'start', space: space(many, answers), judgments: said, saved: { ...saved, declined: named } });
      return ask({ kind: 'learn' });
    };
    expect(start(3).offer).toBeNull();
    expect((desk.answer({ kind: 'save' }) as SavedColumns).declined).toEqual({ ...named, moved: 10 });
    expect(start(4).offer).toEqual({ before: 4, after: 2, moved: 10 });
  });

  it('is declined on another page too', () => {
    ask({ kind: 'space', space: space(many, 3) });
    const saved = desk.answer({ kind: 'save' }) as SavedColumns;
    const declined = { moved: 10, learned: learnedBy(space(many, 3)) };
    expect(ask({ kind: 'merge', saved: { ...saved, declined }, renamed: [], keepHeight: false }).offer).toBeNull();
  });

  it('puts new photos with the groups that stay, and leaves those that were alone', () => {
    const loner = [...apart, 50];
    newDesk();
    ask({ kind: 'start', space: space(loner), judgments: [], saved: empty });
    const grouped = restart(space([...many, 0.3, 0.02, 80], 3));
    expect(sizes(grouped)).toEqual([6, 5, 5, 5, 1, 1]);
    expect(grouped.offer?.after).toBe(2);
  });

  it('groups freely where photos came and nothing was learned', () => {
    const grouped = ask({ kind: 'space', space: space([...many, 0.3]) });
    expect([sizes(grouped), grouped.offer]).toEqual([[16, 5], null]);
  });

  it('is not looked for again on opening where nothing was learned since the groups were stored', () => {
    say(pair('similar', 1, 2));
    ask({ kind: 'space', space: space(apart, 3) });
    const { suggested } = desk.answer({ kind: 'suggest' }) as { suggested: number };
    const saved = desk.answer({ kind: 'save' }) as SavedColumns;
    const links = vi.spyOn(Grouper.prototype, 'group');
    try {
      const open = (at: PhotoSpace, judgments = said): boolean => {
        newDesk();
        const first = ask({ kind: 'start', space: at, judgments, saved });
        links.mockClear();
        expect(inOrder(ask({ kind: 'learn' }))).toEqual(inOrder(first));
        return links.mock.calls.length > 0; // compared with the groups that would be
      };
      expect(open(space(apart, 3))).toBe(false);
      expect((desk.answer({ kind: 'suggest' }) as { suggested: number }).suggested).toBe(suggested);
      expect(open(space(apart, 4))).toBe(true);
      expect(open(space(clusters(0, 10, 20, 31), 3))).toBe(true);
      expect(open(space(apart, 3), said.slice(1))).toBe(true);
    } finally {
      links.mockRestore();
    }
  });

  it('cuts at the usual height first where answers were given but no groups are stored', () => {
    say(pair('similar', 1, 6), pair('similar', 7, 11), pair('different', 1, 16));
    newDesk();
    const first = ask({ kind: 'start', space: space(apart, 3), judgments: said, saved: empty });
    expect(first.height).toBe(space(apart).levels.default);
    const learned = ask({ kind: 'learn' });
    expect(learned.height).toBe((desk.answer({ kind: 'suggest' }) as { suggested: number }).suggested);
    expect(learned.offer).toBeNull();
  });
});
