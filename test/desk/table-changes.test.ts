// What differs between two tables, against all of their groups compared.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { tableChanges } from '../../src-shared/desk/table-changes.ts';
import { compare } from '../../src-shared/learning/groups/changes.ts';

/** Groups of the photos with the same label; a label of 0 is of photos that are alone. */
function table(labels: readonly number[]): GroupTable {
  const photos = labels.map((label, at) => ({ label, photo: at + 1 }));
  const sets = [...new Set(labels)].map((label) => photos.filter((one) => one.label === label).map(({ photo }) => photo));
  const groups = sets.filter((set) => set.length > 1 && labels[set[0]! - 1] !== 0);
  const grouped = new Set(groups.flat());
  let end = 0;
  return new GroupTable({
    ids: Uint32Array.from(groups, (_, at) => at + 1), ends: Uint32Array.from(groups, ({ length }) => (end += length)), photos: Uint32Array.from(groups.flat()),
    covers: new Uint32Array(4 * groups.length), names: [], singles: Uint32Array.from(photos.map(({ photo }) => photo).filter((photo) => !grouped.has(photo)))
  });
}

const partition = (of: GroupTable): Uint32Array[] => Array.from({ length: of.count + of.singles.length }, (_, place) => of.partAt(place));

it('is what comparing all of their groups finds, also where photos came or went', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 40 }), fc.nat(3), (pairs, gone) => {
    const [before, after] = [table(pairs.map(([label]) => label)), table(pairs.slice(gone).map(([label, other]) => (label % 2 === 0 ? label : other)))];
    expect(tableChanges(before, after)).toEqual(compare(partition(before), partition(after)));
  }));
});

it('is nothing where nothing changed', () => {
  expect(tableChanges(table([1, 1, 0, 2, 2]), table([3, 3, 0, 1, 1]))).toEqual([]);
  const one = table([1, 1]);
  expect(tableChanges(one, one)).toEqual([]);
});
