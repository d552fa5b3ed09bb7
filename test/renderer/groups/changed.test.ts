// What changed between two groupings on the screen, in a line each, and what refusing it says.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../../src-shared/contract.ts';
import { changesBetween, wordsOf } from '../../../src-renderer/groups/changed.ts';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';

beforeAll(() => messages.speak('en', 'en'));

function table(groups: readonly (readonly number[])[], singles: readonly number[] = []): GroupTable {
  let end = 0;
  return new GroupTable({
    ids: Uint32Array.from(groups, (_, at) => at + 1), ends: Uint32Array.from(groups, ({ length }) => (end += length)), photos: Uint32Array.from(groups.flat()),
    covers: Uint32Array.from(groups.flatMap(([first]) => [first!, 0, 0, 0])), names: [], singles: Uint32Array.from(singles)
  });
}

const words = (before: GroupTable, after: GroupTable): string[] => changesBetween(before, after).map(wordsOf);
const said = (kind: string, photos: number[], others?: number[]) => ({ kind, photos, others }) as unknown as Statement; // brands

it('is one line for each, whether groups, photos that are alone, or both are in it', () => {
  expect(words(table([[1, 2], [3, 4, 5]]), table([[1, 2, 3, 4, 5]]))).toEqual(['2 groups become one of 5']);
  expect(words(table([[1, 2, 3]], [4, 5]), table([[1, 2, 3, 4, 5]]))).toEqual(['2 photos join a group of 3']);
  expect(words(table([], [4, 5]), table([[4, 5]]))).toEqual(['2 single photos become a group']);
  expect(words(table([[1, 2, 3, 4, 5]]), table([[1, 2], [3, 4, 5]]))).toEqual(['A group of 5 splits into 2']);
  expect(words(table([[1, 2, 3]]), table([[1, 2]], [3]))).toEqual(['One photo leaves a group of 3']);
  expect(words(table([[1, 2]]), table([], [1, 2]))).toEqual(['A group of 2 comes apart into single photos']);
  expect(words(table([[1, 2, 3], [4, 5]]), table([[1, 2], [3, 4, 5]]))).toEqual(['One photo changes groups']);
});

describe('refusing', () => {
  it('a merge says that its groups are apart, a split that its group is one', () => {
    const [merge] = changesBetween(table([[1, 2], [3, 4]], [5]), table([[1, 2, 3, 4, 5]]));
    expect(merge!.refusal()).toEqual([said('apart', [1, 2], [3, 4]), said('apart', [1, 2], [5]), said('apart', [3, 4], [5])]);
    const [split] = changesBetween(table([[1, 2, 3, 4, 5]]), table([[1, 2], [3, 4, 5]]));
    expect(split!.refusal()).toEqual([{ kind: 'together', photos: [1, 2, 3, 4, 5] }]);
    const [move] = changesBetween(table([[1, 2, 3], [4, 5]]), table([[1, 2], [3, 4, 5]]));
    expect(move!.refusal()).toEqual([{ kind: 'together', photos: [1, 2, 3] }, said('apart', [1, 2, 3], [4, 5])]);
  });

  it('goes against the statements that joined its groups, or parted one, and no others', () => {
    const [merge] = changesBetween(table([[1, 2], [3, 4]]), table([[1, 2, 3, 4]]));
    expect([said('similar', [1, 3]), said('together', [2, 4, 9]), said('similar', [1, 2]), said('similar', [1, 9]), said('different', [1, 3])].map((statement) => merge!.isBecauseOf(statement))).toEqual([true, true, false, false, false]);
    const [split] = changesBetween(table([[1, 2, 3]]), table([[1, 2]], [3]));
    expect([said('different', [1, 3]), said('apart', [3], [1, 2]), said('different', [1, 9]), said('apart', [3], [9]), said('similar', [1, 2])].map((statement) => split!.isBecauseOf(statement))).toEqual([true, true, false, false, false]);
  });

  it('goes against the same statements as where each photo is looked for in each group, however many there are', () => {
    const naive = (statement: Statement, groups: readonly (readonly number[])[]): boolean => {
      const at = (photo: number): number => groups.findIndex((group) => group.includes(photo));
      const places = statement.photos.map(at);
      const known = new Set(places.filter((place) => place >= 0));
      if (statement.kind === 'apart') return statement.others.some((photo) => known.has(at(photo)));
      return statement.kind === 'different' ? known.size === 1 && !places.includes(-1) : known.size > 1;
    };
    const photos = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 6 });
    fc.assert(fc.property(photos, fc.constantFrom('similar', 'together', 'different', 'apart'), (of, kind) => {
      const two = kind === 'similar' || kind === 'different';
      const statement = kind === 'apart' ? said(kind, of.slice(0, 2), of.slice(2)) : said(kind, two ? of.slice(0, 2) : of);
      const before = [[1, 2, 3], [4, 5], [6, 7, 8, 9]];
      const [merge] = changesBetween(table(before), table([before.flat()]));
      expect(merge!.isBecauseOf(statement)).toBe(naive(statement, before));
      const [split] = changesBetween(table([before.flat()]), table(before));
      expect(split!.isBecauseOf(statement)).toBe(naive(statement, [before.flat()]));
    }));
    const all = Array.from({ length: 60_000 }, (_, at) => at + 1);
    const [large] = changesBetween(table([all]), table([all.slice(0, 30_000), all.slice(30_000)]));
    const began = performance.now();
    expect(large!.isBecauseOf(said('apart', all.slice(0, 30_000), all.slice(30_000)))).toBe(true);
    expect(performance.now() - began).toBeLessThan(500); // a few milliseconds; looking for each in all takes more than a second
  });
});
