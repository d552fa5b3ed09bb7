import { describe, expect, it } from 'vitest';
import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace, Statement } from '../../../src-shared/contract.ts';
import { drain } from '../../../src-shared/learning/drain.ts';
import { Grouper, toSaved, type Grouping } from '../../../src-shared/learning/groups/grouping.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { clusteredPoints } from '../linkage/made.ts';
import { asked } from '../../origins.ts';

const levels = { finest: 0.2, sameShot: 0.8, sameMoment: 2, related: 4, coarsest: 8, default: 2 };

/** `size` photos with ids 100, 102, 104 … */
function space(size: number, clusters: number, k = 10, dims = 6): PhotoSpace {
  const points = clusteredPoints(size, dims, clusters, 2);
  return { revision: 1, ids: Uint32Array.from({ length: size }, (_, at) => 100 + 2 * at), dims, points, levels, ...nearestNeighbours(points, dims, k) };
}

// brands are for the product; in tests ids are plain numbers
const judge = (...statements: Statement[]): Judgment[] => statements.map((statement, at) => ({ id: (at + 1) as JudgmentId, lensId: 1 as LensId, statement, origin: asked, madeAt: at }));
const pair = (kind: 'similar' | 'different', a: number, b: number): Statement => ({ kind, photos: [a as PhotoId, b as PhotoId] });
const groupOf = ({ groups }: Grouping, photo: number) => groups.find(({ photos }) => photos.includes(photo))!;
const shape = ({ groups }: Grouping) => groups.map(({ id, name, cover, photos }) => ({ id, name, cover, photos: [...photos] }));

describe('grouping a library', () => {
  for (const size of [400, 2400]) {
    const library = space(size, size / 20);

    it(`puts each of ${size} photos into exactly one group, biggest first, with covers of its own`, () => {
      const { groups, height } = new Grouper().group({ space: library, judgments: [] });
      expect(height).toBe(2);
      expect(groups.flatMap(({ photos }) => [...photos]).toSorted((a, b) => a - b)).toEqual([...library.ids]);
      expect(groups.length).toBeGreaterThan(5);
      expect(groups.length).toBeLessThan(size / 2);
      groups.forEach((group, at) => {
        const { photos, cover, covers } = group;
        if (at > 0) expect(photos.length).toBeLessThanOrEqual(groups[at - 1]!.photos.length);
        expect([cover, group.cover]).toEqual([null, covers[0]]); // chosen when looked at
        expect(new Set(covers).size).toBe(Math.min(4, photos.length));
        for (const photo of covers) expect(photos).toContain(photo);
      });
    });

    it(`follows a judgment at once among ${size} photos, keeps ids and places, and goes back when it is undone`, () => {
      const grouper = new Grouper();
      const before = grouper.group({ space: library, judgments: [] });
      const [a, b] = before.groups[1]!.photos;
      const judgments = judge(pair('different', a!, b!));
      const after = grouper.group({ space: library, judgments, previous: toSaved(before), keepPlaces: true });
      expect(groupOf(after, a!)).not.toBe(groupOf(after, b!));
      expect(after.groups[0]!.id).toBe(before.groups[0]!.id);
      expect(after.groups.slice(1, 3).map(({ id }) => id)).toContain(before.groups[1]!.id);
      expect(after.height).toBe(before.height); // until something is learned of it
      expect(shape(new Grouper().group({ space: library, judgments, previous: toSaved(before), height: after.height, keepPlaces: true }))).toEqual(shape(after));

      const undone = grouper.group({ space: library, judgments: [], previous: toSaved(after), keepPlaces: true });
      expect(new Set(undone.groups.map(({ photos }) => photos.join()))).toEqual(new Set(before.groups.map(({ photos }) => photos.join())));
    });

    it(`keeps judgments at every height among ${size} photos`, () => {
      const grouper = new Grouper();
      const { groups } = grouper.group({ space: library, judgments: [] });
      const [a, b] = [groups[0]!.photos[0]!, groups[3]!.photos[0]!];
      const c = groups[0]!.photos[1]!;
      const judgments = judge(pair('similar', a, b), pair('different', c, b));
      for (const height of [0, 0.5, 2, 4, 1000]) {
        const cut = grouper.group({ space: library, judgments, height });
        expect(groupOf(cut, a)).toBe(groupOf(cut, b));
        expect(groupOf(cut, a)).not.toBe(groupOf(cut, c));
      }
    });
  }

  it('gives names, ids and covers back after the slider went away and returned', () => {
    const library = space(300, 12);
    const grouper = new Grouper();
    const first = grouper.group({ space: library, judgments: [] });
    const saved = toSaved(first);
    const named = { ...saved, groups: saved.groups.map((group, at) => (at === 0 ? { ...group, name: 'Lake', cover: group.photos[2]! as PhotoId } : group)) };
    const away = grouper.group({ space: library, judgments: [], previous: named, height: 0.01 });
    const back = grouper.group({ space: library, judgments: [], previous: toSaved(away) });
    expect(back.groups[0]).toMatchObject({ id: first.groups[0]!.id, name: 'Lake', cover: first.groups[0]!.photos[2] });
  });

  it('starts over when the points change', () => {
    const [first, second] = [space(2100, 100), { ...space(2100, 60, 10, 4), revision: 2 }];
    const grouper = new Grouper();
    grouper.group({ space: first, judgments: judge(pair('similar', 100, 102)) });
    expect(shape(grouper.group({ space: second, judgments: [] }))).toEqual(shape(new Grouper().group({ space: second, judgments: [] })));
  });

  it('binds nothing by a contradictory judgment and names it', () => {
    const library = space(50, 4);
    const judgments = judge(pair('similar', 100, 102), pair('different', 102, 100));
    const grouping = new Grouper().group({ space: library, judgments });
    expect(grouping.contradictions).toEqual([2]);
    expect(groupOf(grouping, 100)).toBe(groupOf(grouping, 102));
  });

  it('handles none, one, two and identical photos', () => {
    for (const size of [0, 1, 2]) expect(new Grouper().group({ space: space(size, 1), judgments: [], height: 1e9 }).groups).toHaveLength(Math.min(size, 1));
    const same = space(40, 2);
    same.points.fill(1);
    expect(new Grouper().group({ space: same, judgments: [], height: 0 }).groups).toHaveLength(1);
  });

  it('refuses a space that is not whole', () => {
    const whole = space(20, 2);
    const group = (change: Partial<PhotoSpace>) => () => new Grouper().group({ space: { ...whole, ...change }, judgments: [] });
    expect(group({ ids: whole.ids.slice(1) })).toThrow('a space of 19 photos has 20 points');
    expect(group({ points: whole.points.map((value, at) => (at === 31 ? NaN : value)) })).toThrow('point 5 has NaN at coordinate 1');
    expect(group({ neighbours: whole.neighbours.slice(5) })).toThrow('20 points with 10 neighbours need 200 indices');
  });
});

describe('preparing a grouping in steps', () => {
  const library = space(2400, 120);
  const said = judge(pair('similar', 100, 140), pair('different', 100, 102), pair('similar', 500, 900), pair('different', 300, 302), pair('similar', 700, 702));

  it('makes the same groups as in one go, and more than one step of it', () => {
    const prepared = new Grouper();
    let steps = 0;
    for (const _ of prepared.prepare({ space: library, judgments: said })) steps++;
    expect(steps).toBeGreaterThan(5);
    expect(prepared.group({ space: library, judgments: said })).toEqual(new Grouper().group({ space: library, judgments: said }));
  });

  it('leaves right what changes between its steps', () => {
    for (const stop of [1, 3, 6]) {
      const grouper = new Grouper();
      const steps = grouper.prepare({ space: library, judgments: said.slice(0, 2) });
      for (let step = 0; step < stop; step++) steps.next();
      grouper.group({ space: library, judgments: said, height: 1 });
      drain(steps);
      expect(shape(grouper.group({ space: library, judgments: said, height: 1 }))).toEqual(shape(new Grouper().group({ space: library, judgments: said, height: 1 })));
      const other = space(2300, 100);
      const again = grouper.prepare({ space: library, judgments: said });
      for (let step = 0; step < stop; step++) again.next();
      grouper.group({ space: other, judgments: [] });
      drain(again);
      expect(shape(grouper.group({ space: other, judgments: [] }))).toEqual(shape(new Grouper().group({ space: other, judgments: [] })));
    }
  });
});
