// Covers of many groups: those at the front come with the groups, the others when they are asked for.

import { expect, it } from 'vitest';
import type { Grouped, SavedColumns } from '../../src-shared/contract.ts';
import { GroupTable } from '../../src-shared/desk/group-table.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import { manyGroups } from './many-groups.ts';
import { empty } from './started-desk.ts';

const space = manyGroups(400);
const covers = (desk: GroupsDesk, { edition }: Grouped, ...places: number[]): number[] | null => {
  const { drawn } = desk.answer({ kind: 'covers', edition, places: Uint32Array.from(places) }) as { readonly drawn: Uint32Array | null };
  return drawn && [...drawn];
};

function started(saved: SavedColumns = empty): { readonly desk: GroupsDesk; readonly grouped: Grouped; readonly table: GroupTable } {
  const desk = new GroupsDesk();
  const grouped = desk.answer({ kind: 'start', space, judgments: [], saved }) as Grouped;
  return { desk, grouped, table: new GroupTable(grouped.columns) };
}

it('come with the groups at the front, and of the others as photos of them when they are asked for', () => {
  const { desk, grouped, table } = started();
  expect(table.count).toBe(400);
  expect([table.isDrawn(0), table.isDrawn(299), table.isDrawn(300), table.isDrawn(399)]).toEqual([true, true, false, false]);
  const drawn = covers(desk, grouped, 399, 5, 350)!;
  expect(drawn).toHaveLength(12);
  for (const [at, place] of [399, 5, 350].entries()) {
    const of = drawn.slice(4 * at, 4 * at + 4).filter((photo) => photo !== 0);
    expect(new Set(of).size).toBe(3);
    expect([...table.photosAt(place)].sort()).toEqual(of.sort());
  }
  expect(drawn.slice(4, 7)).toEqual(table.coversAt(5));
});

it('stay what they were while their group is the same, and come with it from then on', () => {
  const { desk, grouped } = started();
  const before = covers(desk, grouped, 350)!.slice(0, 3);
  const after = desk.answer({ kind: 'height', height: grouped.height * 1.01 }) as Grouped;
  const table = new GroupTable(after.columns);
  const place = table.placeOfPhoto(before[0] as never);
  expect(table.isDrawn(place)).toBe(true);
  expect(table.coversAt(place)).toEqual(before);
});

it('are not told of groups that are not on the screen any more, nor where there are none', () => {
  const { desk, grouped } = started();
  expect(covers(desk, grouped, 400, 100_000)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  desk.answer({ kind: 'height', height: grouped.height * 1.01 });
  expect(covers(desk, grouped, 350)).toBeNull();
});

it('are stored as far as they are known, and taken up again', () => {
  const { desk, grouped, table } = started();
  const [cover] = covers(desk, grouped, 350)!;
  const saved = desk.answer({ kind: 'save' }) as SavedColumns;
  expect(saved.covers.filter((photo) => photo === 0)).toHaveLength(99);
  expect(saved.covers).toContain(cover);
  const again = started(saved);
  expect(again.table.coversAt(7)).toEqual(table.coversAt(7));
  expect(covers(again.desk, again.grouped, again.table.placeOfPhoto(cover as never))![0]).toBe(cover);
  expect((again.desk.answer({ kind: 'save' }) as SavedColumns).covers).toEqual(saved.covers);
});
