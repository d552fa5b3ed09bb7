import { expect, it } from 'vitest';
import { sortedPlaces } from '../../../src-renderer/groups/order.ts';
import { titleOf } from '../../../src-renderer/groups/title.ts';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { PhotoFacts } from '../../../src-renderer/state/photo-facts.ts';
import { Photos } from '../../../src-renderer/state/photos.ts';
import type { GroupSort, TitleScheme } from '../../../src-shared/finding/view.ts';
import { GroupTable } from '../../../src-shared/desk/group-table.ts';

messages.speak('en', 'en-GB');

interface One {
  readonly path?: string;
  readonly town?: string;
  readonly album?: string;
  readonly at?: string;
}

/** Groups of these photos; ids from 1. */
function made(groups: readonly (readonly One[])[], titles: TitleScheme = 'all') {
  const all = groups.flat();
  const ids = Uint32Array.from(all, (_, at) => at + 1);
  const [folderNames, townNames] = [[...new Set(all.map(({ path = '' }) => path))], ['', ...new Set(all.flatMap(({ town }) => town ?? []))]];
  const albumNames = ['', ...new Set(all.flatMap(({ album }) => album ?? []))];
  const facts = new PhotoFacts({
    albums: Uint32Array.from(all, ({ album = '' }) => albumNames.indexOf(album)), albumNames,
    ids, folders: Uint32Array.from(all, ({ path = '' }) => folderNames.indexOf(path)), folderNames: folderNames.map((path) => ({ folder: '/home/Photos', path })),
    towns: Uint32Array.from(all, ({ town = '' }) => townNames.indexOf(town)), townNames, nameRanks: ids
  });
  let end = 0;
  const table = new GroupTable({
    ids: Uint32Array.from(groups, (_, at) => at + 10), ends: Uint32Array.from(groups, ({ length }) => (end += length)), photos: ids, covers: new Uint32Array(4 * groups.length), names: [], singles: new Uint32Array()
  });
  const photos = new Photos({ ids, widths: new Uint32Array(ids.length), heights: new Uint32Array(ids.length), takenAt: Float64Array.from(all, ({ at }) => (at === undefined ? NaN : Date.parse(at))) });
  return { table, photos, showing: { facts, titles } };
}
const title = (photos: readonly One[], titles?: TitleScheme): string | null => {
  const { table, ...titled } = made([photos], titles);
  return titleOf(table, 0, titled).text;
};
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

it('names a group after its folder, place and month', () => {
  expect(title([{ path: 'Kitchen', at: '2021-12-03' }, { path: 'Kitchen', at: '2021-12-24' }])).toBe('Kitchen · Dec 2021');
  expect(title(times(2, { path: '2021/Kitchen', town: 'Seoul', at: '2021-12-03' }))).toBe('Kitchen · Seoul · 3 Dec 2021');
});

it('says only what most photos have in common, and never a span of years', () => {
  expect(title([...times(4, { path: 'Kitchen', at: '2021-12-24' }), { path: 'Garden', at: '2023-11-27' }])).toBe('Kitchen · Dec 2021');
  expect(title([{ at: '2021-12-24' }, { at: '2023-11-27' }])).toBeNull();
  expect(title([{ path: 'Kitchen', at: '2021-12-24' }, { path: 'Kitchen', at: '2023-11-27' }])).toBe('Kitchen');
  expect(title([{ at: '2021-02-24' }, { at: '2021-11-27' }])).toBe('2021');
});

it('says the day of dated photos only where most have a date', () => {
  const day = { path: 'Odd', at: '2020-09-14' };
  expect(title([day, ...times(6, { path: 'Odd' })])).toBe('Odd');
  expect(title([...times(3, day), ...times(2, { path: 'Odd' })])).toBe('Odd · 14 Sept 2020');
});

it('names undated groups after folders, and leaves out names of cameras and dates', () => {
  expect(title(times(2, { path: 'Old scans/Aunt Mary' }))).toBe('Aunt Mary');
  expect(title(times(2, { path: 'Italy/DCIM/100APPLE' }))).toBe('Italy');
  expect(title(times(2, { path: '2021/2021-12', at: '2021-12-03' }))).toBe('3 Dec 2021');
  expect(title([{ path: 'Trip/Rome' }, { path: 'Trip/Pisa' }])).toBe('Trip');
  expect(title([{}, {}])).toBeNull();
});

it('says the album rather than the folder, and nothing twice', () => {
  expect(title([...times(4, { path: 'Import', album: 'Wedding', town: 'Seoul', at: '2021-12-03' }), { path: 'Import', at: '2021-12-03' }])).toBe('Wedding · Seoul · 3 Dec 2021');
  expect(title(times(2, { path: 'Kitchen 2021', at: '2021-12-03' }))).toBe('Kitchen 2021 · 3 Dec');
  expect(title([{ path: 'Kitchen 2021', at: '2021-12-03' }, { path: 'Kitchen 2021', at: '2021-12-13' }])).toBe('Kitchen 2021 · Dec');
  expect(title([{ path: 'Kitchen 2021', at: '2021-02-03' }, { path: 'Kitchen 2021', at: '2021-12-13' }])).toBe('Kitchen 2021');
  expect(title(times(2, { path: 'IMG20213', at: '2021-12-03' }))).toBe('IMG20213 · 3 Dec 2021');
  // an album made of a group has the group's title
  expect(title(times(2, { path: 'Kitchen', album: 'Kitchen · Seoul · 3 Dec 2021', town: 'Seoul', at: '2021-12-03' }))).toBe('Kitchen · Seoul · 3 Dec 2021');
});

it.each([
  [{ path: 'Venice', town: 'Nice' }, 'Venice · Nice'],
  [{ path: 'Niceties', town: 'Nice' }, 'Niceties · Nice'],
  [{ path: 'Summer in NICE!', town: 'Nice' }, 'Summer in NICE!'],
  [{ path: 'Été à Orléans_12', town: 'Orleans' }, 'Été à Orléans_12'],
  [{ path: 'St. John (USVI)', town: 'John (USVI)' }, 'St. John (USVI)'],
  [{ path: 'a+b', town: 'a.b' }, 'a+b · a.b'],
  // other scripts meet names without a space, and Korean particles follow them
  [{ path: '남서울', town: '서울' }, '남서울 · 서울'],
  [{ path: '서울에서', town: '서울' }, '서울에서'],
  [{ path: 'Seoul에서', town: 'Seoul' }, 'Seoul에서'],
  [{ path: '여름서울', town: 'Seoul' }, '여름서울 · Seoul'],
  [{ path: '2021서울', town: '서울' }, '2021서울'],
  [{ path: '冬の東京旅行', town: '東京' }, '冬の東京旅行']
] as const)('says a place once, also where its letters are a part of another word: %o', (photo, wanted) => {
  expect(title(times(2, photo))).toBe(wanted);
});

it('says a date unless it is said, also where a word begins or ends with it', () => {
  const days = (path: string, first: string, last: string) => title([{ path, at: first }, { path, at: last }]);
  expect(days('Mayor 2019', '2019-05-03', '2019-05-13')).toBe('Mayor 2019 · May');
  expect(days('May 2019', '2019-05-03', '2019-05-13')).toBe('May 2019');
  expect(days('Box 120190', '2019-02-03', '2019-11-13')).toBe('Box 120190 · 2019');
  messages.speak('ko', 'ko-KR');
  try {
    expect(days('2021년 11월', '2021-01-03', '2021-01-13')).toBe('2021년 11월 · 1월');
    expect(days('2021년 1월에', '2021-01-03', '2021-01-13')).toBe('2021년 1월에');
    expect(days('2021년1월', '2021-01-03', '2021-01-13')).toBe('2021년1월');
  } finally {
    messages.speak('en', 'en-GB');
  }
});

it('follows the scheme, and says something else where there is nothing of it', () => {
  const photos = times(2, { path: 'Kitchen', town: 'Seoul', at: '2021-12-03' });
  expect((['folder', 'date', 'place'] as const).map((scheme) => title(photos, scheme))).toEqual(['Kitchen', '3 Dec 2021', 'Seoul']);
  expect((['folder', 'date', 'place'] as const).map((scheme) => title(times(2, { path: 'Kitchen' }), scheme))).toEqual(['Kitchen', 'Kitchen', 'Kitchen']);
});

it('puts groups into each order, those of which nothing is known last', () => {
  const { table, photos, showing } = made([times(2, { path: 'b10', at: '2020-01-01' }), times(4, { path: 'b2' }), times(3, { path: 'a', at: '2022-01-01' })]);
  const certain = [0.9, 0.9, NaN, NaN, NaN, NaN, 0.95, 0.3, 0.99];
  const order = (groups: GroupSort, places: readonly number[] | null = null) => sortedPlaces(table, places, { photos, showing: { ...showing, groups, certaintyOf: (id) => certain[id - 1]! } });
  expect(order('kept')).toBeNull();
  expect([order('size'), order('newest'), order('oldest'), order('certainty'), order('name')]).toEqual([[1, 2, 0], [2, 0, 1], [0, 2, 1], [2, 0, 1], [2, 1, 0]]);
  expect(order('size', [0, 2])).toEqual([2, 0]);
});
