import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupId, PhotoId, SavedGroup } from '../../../src-shared/contract.ts';
import { carryIdentities } from '../../../src-shared/learning/groups/identity.ts';
import { orderGroups } from '../../../src-shared/learning/groups/order.ts';

// brands are for the product; in tests ids are plain numbers
const saved = (id: number, photos: number[], name: string | null = null, cover = photos[0]!): SavedGroup => ({
  id: id as GroupId, name, cover: cover as PhotoId, photos: Uint32Array.from(photos)
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const sets = (...groups: number[][]) => groups.map((photos) => Uint32Array.from(photos));
const ids = (groups: number[][], previous: SavedGroup[]) => carryIdentities(sets(...groups), previous).identities.map(({ id }) => id);

describe('identities of groups', () => {
  it('stay with the group that keeps most of the photos; the rest are new', () => {
    const previous = [saved(7, range(0, 10), 'Lake', 4), saved(3, range(10, 14))];
    const { identities, dormant } = carryIdentities(sets(range(0, 6), range(6, 10), [...range(10, 14), 20], [30]), previous);
    expect(identities).toEqual([
      { id: 7, name: 'Lake', cover: 4, from: 0, kept: true },
      { id: 8, name: null, cover: null, from: 0, kept: false },
      { id: 3, name: null, cover: 10, from: 1, kept: true },
      { id: 9, name: null, cover: null, from: null, kept: false }
    ]);
    expect(dormant).toEqual([]);
  });

  it('go to the larger part of a merge, but a name outweighs an unnamed group up to four times its size', () => {
    expect(ids([range(0, 30)], [saved(1, range(0, 10)), saved(2, range(10, 30))])).toEqual([2]);
    expect(ids([range(0, 30)], [saved(1, range(0, 10), 'Lake'), saved(2, range(10, 30))])).toEqual([1]);
    expect(ids([range(0, 60)], [saved(1, range(0, 10), 'Lake'), saved(2, range(10, 60))])).toEqual([2]);
  });

  it('of equal parts go to the one with the cover, of parts below a third to none', () => {
    expect(ids([[1], [2]], [saved(5, [1, 2], 'Pair', 2)])).toEqual([6, 5]);
    expect(ids([[1], [2]], [saved(5, [1, 2], 'Pair', 1)])).toEqual([5, 6]);
    expect(ids([[1, 2], [3, 4], [5]], [saved(5, [1, 2, 3, 4, 5], null, 3)])).toEqual([6, 5, 7]);
    expect(ids([[1, 2], [3], [4], [5], [6], [7]], [saved(5, [1, 2, 3, 4, 5, 6, 7])])).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('count only photos that are still there, and forget a cover that left', () => {
    const { identities } = carryIdentities(sets([1, 2], [9]), [saved(4, [1, 2, 9, 50, 51, 52, 53], null, 9)]);
    expect(identities[0]).toEqual({ id: 4, name: null, cover: null, from: 0, kept: true });
  });

  it('keep a name that has no group until its group comes back', () => {
    const lake = saved(7, range(0, 8), 'Lake');
    const { identities, dormant } = carryIdentities(sets(range(0, 2), range(2, 4), range(4, 6), range(6, 8)), [lake]);
    expect(identities.map(({ name }) => name)).toEqual([null, null, null, null]);
    expect(dormant).toEqual([lake]);
    const shown = identities.map(({ id }, at) => saved(id, range(2 * at, 2 * at + 2)));
    const back = carryIdentities(sets(range(0, 8)), [...shown, ...dormant]);
    expect(back.identities[0]).toMatchObject({ id: 7, name: 'Lake', from: 0 });
    expect(back.dormant).toEqual([]);
  });

  it('are never given twice, and a partition that did not change keeps them all', () => {
    const labels = fc.array(fc.nat(6), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(labels, labels, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (before, after, named) => {
      const split = (of: number[]) => [...new Set(of)].map((label) => of.flatMap((other, photo) => (other === label ? [photo] : [])));
      const previous = split(before).map((photos, at) => saved(at + 1, photos, named[at] ? `name ${at}` : null));
      const { identities, dormant } = carryIdentities(sets(...split(after)), previous);
      expect(new Set(identities.map(({ id }) => id)).size).toBe(identities.length);
      // no name is lost while a photo of its group is there
      const names = new Set([...identities, ...dormant].flatMap(({ name }) => name ?? []));
      for (const { name } of previous) if (name !== null) expect(names.has(name)).toBe(true);
      for (const { id, kept, from } of identities) if (kept) expect(previous[from!]!.id).toBe(id);
      expect(ids(split(before), previous)).toEqual(previous.map(({ id }) => id));
    }));
  });
});

describe('the order of groups', () => {
  const previous = [saved(1, range(0, 10)), saved(2, range(10, 15)), saved(3, range(15, 18))];
  const groups = sets(range(0, 4), range(4, 10), [...range(10, 15), ...range(20, 28)], range(15, 18), [40, 41, 42, 43, 44]);
  const { identities } = carryIdentities(groups, previous);

  it('is biggest first, then by first photo', () => {
    expect([...orderGroups(groups, identities)]).toEqual([2, 1, 4, 0, 3]);
  });

  it('can keep places: a new group follows the one it split from, new photos come last', () => {
    expect([...orderGroups(groups, identities, { keepPlaces: true })]).toEqual([1, 0, 2, 3, 4]);
  });

  it('is the order that comparing any two of them gives, however many are alike', () => {
    const some = fc.array(fc.record({ size: fc.integer({ min: 1, max: 4 }), from: fc.option(fc.nat(5)), kept: fc.boolean() }), { maxLength: 60 });
    fc.assert(fc.property(some, fc.boolean(), (made, keepPlaces) => {
      let photo = 0;
      const groups = sets(...made.map(({ size }) => range(photo, (photo += size))));
      const named = made.map(({ from, kept }, at) => ({ id: at as GroupId, name: null, cover: null, from, kept }));
      const bySize = (a: number, b: number): number => groups[b]!.length - groups[a]!.length || a - b;
      const byPlace = (a: number, b: number): number => {
        const [left, right] = [made[a]!, made[b]!];
        if (left.from !== right.from) return left.from === null ? 1 : right.from === null ? -1 : left.from - right.from;
        return Number(right.kept) - Number(left.kept) || bySize(a, b);
      };
      expect([...orderGroups(groups, named, { keepPlaces })]).toEqual([...groups.keys()].sort(keepPlaces ? byPlace : bySize));
    }));
  });
});
