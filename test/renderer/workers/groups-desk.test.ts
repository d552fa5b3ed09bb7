// The desk: what is said changes the groups at once and nothing else, what was learned moves a few photos or is offered.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace, SavedColumns, Statement } from '../../../src-shared/contract.ts';
import { toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { GroupTable } from '../../../src-renderer/workers/group-table.ts';
import { GroupsDesk } from '../../../src-renderer/workers/groups-desk.ts';
import type { Grouped, GroupsMessage, ShownChanges } from '../../../src-renderer/workers/groups-messages.ts';
import { learnedBy } from '../../../src-renderer/workers/learned.ts';
import { volunteered } from '../../origins.ts';
import { ids, madeSpace } from './made-space.ts';

const empty = toSavedColumns({ height: null, groups: [] });
/** Photos on a line, `answers` of them learned from. */
const space = (at: readonly number[], answers = 0): PhotoSpace => {
  const made = madeSpace(at.map((x) => [x, 0]));
  return answers === 0 ? made : { ...made, revision: 2, metric: { ...made.metric!, answers } };
};
/** Four clusters of five photos: 1–5, 6–10, 11–15, 16–20. */
const clusters = (first: number, second: number, third: number, fourth: number): number[] => [first, second, third, fourth].flatMap((from) => [0, 1, 2, 3, 4].map((photo) => from + photo / 100));
const apart = clusters(0, 10, 20, 30);

let desk: GroupsDesk;
let said: Judgment[];
let stated: Map<string, JudgmentId>;
const ask = (message: GroupsMessage): Grouped => desk.answer(message) as Grouped;
const sets = ({ columns }: Grouped): number[][] => {
  const table = new GroupTable(columns);
  return [...Array.from({ length: table.count }, (_, place) => [...table.photosAt(place)]), ...Array.from(table.singles, (photo) => [photo])];
};
const inOrder = (grouped: Grouped): number[][] => sets(grouped).map((photos) => photos.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!);
const whole = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15], [16, 17, 18, 19, 20]];
const sizes = (grouped: Grouped): number[] => sets(grouped).map(({ length }) => length);
/** The same statement again is the same judgment, as after redo. */
const idOf = (statement: Statement): JudgmentId => {
  const key = JSON.stringify(statement);
  const id = stated.get(key) ?? ((stated.size + 1) as JudgmentId);
  stated.set(key, id);
  return id;
};
const say = (...statements: Statement[]): Grouped => {
  said = [...said, ...statements.map((statement): Judgment => ({ id: idOf(statement), lensId: 1 as LensId, statement, origin: volunteered, madeAt: 0 }))];
  return ask({ kind: 'judgments', judgments: said });
};
const undo = (): Grouped => ask({ kind: 'judgments', judgments: (said = said.slice(0, -1)) });
const pair = (kind: 'similar' | 'different', a: number, b: number): Statement => ({ kind, photos: ids(a, b).slice(0, 2) as unknown as readonly [PhotoId, PhotoId] });
const restart = (at: PhotoSpace): Grouped => {
  const saved = desk.answer({ kind: 'save' }) as SavedColumns;
  desk = new GroupsDesk();
  return ask({ kind: 'start', space: at, judgments: said, saved });
};

beforeEach(() => {
  desk = new GroupsDesk();
  [said, stated] = [[], new Map()];
  ask({ kind: 'start', space: space(apart), judgments: [], saved: empty });
});

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
    said = said.slice(1);
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
    said = [];
    expect(inOrder(ask({ kind: 'judgments', judgments: said }))).toEqual(whole); // both at once
  });

  it('is taken back after a restart one by one, an earlier one before a later', () => {
    say({ kind: 'apart', photos: ids(5), others: ids(1, 2, 3, 4) });
    say({ kind: 'apart', photos: ids(4), others: ids(1, 2, 3) });
    restart(space(Array.from({ length: 20 }, (_, at) => at * 40), 3));
    said = said.slice(1);
    expect(sizes(ask({ kind: 'judgments', judgments: said })).toSorted()).toEqual([2, 3, 5, 5, 5]); // 5 is nearer to 4 than the others are
    said = [];
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
    said = said.slice(1);
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
      said = rest;
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
      desk = new GroupsDesk();
      return ask({ kind: 'start', space: space(many, answers), judgments: said, saved: { ...saved, declined: named } });
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
    desk = new GroupsDesk();
    ask({ kind: 'start', space: space(loner), judgments: [], saved: empty });
    const grouped = restart(space([...many, 0.3, 0.02, 80], 3));
    expect(sizes(grouped)).toEqual([6, 5, 5, 5, 1, 1]);
    expect(grouped.offer?.after).toBe(2);
  });

  it('groups freely where photos came and nothing was learned', () => {
    const grouped = ask({ kind: 'space', space: space([...many, 0.3]) });
    expect([sizes(grouped), grouped.offer]).toEqual([[16, 5], null]);
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
