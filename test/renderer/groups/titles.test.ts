import { afterEach, expect, it } from 'vitest';
import { titleOf } from '../../../src-renderer/groups/title.ts';
import { Titles } from '../../../src-renderer/groups/titles.ts';
import { Photos } from '../../../src-renderer/state/photos.ts';
import type { GroupId } from '../../../src-shared/contract.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';
import { countFormatters } from '../messages/count-formatters.ts';

const DAY = 86_400_000;
const showing = { facts: null, titles: 'all' } as const;
let stop: () => void = () => {};
afterEach(() => stop());

/** Groups of two photos, the second a day or none after the first; every tenth has a name. */
function made(groups: number): { table: GroupTable; photos: Photos } {
  const ids = Uint32Array.from({ length: 2 * groups }, (_, at) => at + 1);
  const takenAt = Float64Array.from(ids, (_, at) => (at >> 1) * DAY + (at % 2) * ((at >> 1) % 2) * DAY);
  const table = new GroupTable({
    ids: Uint32Array.from({ length: groups }, (_, at) => at + 100), ends: Uint32Array.from({ length: groups }, (_, at) => 2 * at + 2),
    photos: ids, covers: new Uint32Array(4 * groups), singles: new Uint32Array(),
    names: Array.from({ length: Math.ceil(groups / 10) }, (_, at) => ({ group: (100 + 10 * at) as GroupId, name: `Garden ${at}` }))
  });
  return { table, photos: new Photos({ ids, widths: new Uint32Array(ids.length), heights: new Uint32Array(ids.length), takenAt }) };
}

it('finds what checking every title finds, case-insensitively', () => {
  const { table, photos } = made(300);
  const titles = new Titles(table, { photos, showing });
  for (const words of ['garden', 'GARDEN 1', 'jan', '1970', 'nowhere']) {
    const naive = Array.from({ length: table.count }, (_, place) => place).filter((place) => titleOf(table, place, { photos, showing }).text!.toLowerCase().includes(words.toLowerCase()));
    expect(titles.find(words)).toEqual(naive.map((place) => table.idAt(place)));
  }
});

it('creates no formatter for a title, and formats no title twice', () => {
  const { table, photos } = made(20_000);
  let asked = 0;
  const titles = new Titles(table, { showing, photos: new Proxy(photos, { get: (from, key) => (key === 'span' && asked++, ((value: unknown) => (typeof value === 'function' ? (value as () => unknown).bind(from) : value))(Reflect.get(from, key, from))) }) });
  const counted = countFormatters();
  stop = counted.stop;
  for (const typed of ['z', 'zz', 'zzz', 'g', 'ga']) titles.find(typed);
  expect(counted.made).toBeLessThan(3);
  expect(asked).toBe(18_000); // the others have names
});
