import { expect, it } from 'vitest';
import { MarkFilter } from '../../../src-renderer/state/mark-filter.svelte.ts';
import type { Mark } from '../../../src-shared/contract.ts';
import { NO_MARK, packMark } from '../../../src-shared/marks/packed.ts';

const marks: readonly Partial<Mark>[] = [{}, { flag: 'picked', stars: 3 }, { flag: 'rejected' }, { stars: 5, label: 'red' }, { label: 'blue', favourite: true }, { flag: 'picked', stars: 1, label: 'red' }];
const packed = (id: number): number => packMark({ ...NO_MARK, ...marks[id] });
const ids = Uint32Array.from(marks.keys());
const shown = (set: (filter: MarkFilter) => void): number[] => {
  const filter = new MarkFilter();
  set(filter);
  return [...filter.of(ids, { packed })];
};

it('shows all photos, as the same list, until something is chosen', () => {
  const filter = new MarkFilter();
  expect([filter.isOn, filter.of(ids, { packed }) === ids]).toEqual([false, true]);
});

it('shows photos with any of the flags, and those without one by a flag of their own', () => {
  expect(shown((filter) => filter.toggleFlag('picked'))).toEqual([1, 5]);
  expect(shown((filter) => { filter.toggleFlag('picked'); filter.toggleFlag('rejected'); })).toEqual([1, 2, 5]);
  expect(shown((filter) => filter.toggleFlag('none'))).toEqual([0, 3, 4]);
});

it('shows photos with at least so many stars, until the same number is chosen again', () => {
  expect(shown((filter) => filter.wantStars(3))).toEqual([1, 3]);
  expect(shown((filter) => { filter.wantStars(3); filter.wantStars(3); })).toEqual([...ids]);
});

it('combines flags, stars, labels and favourites', () => {
  expect(shown((filter) => { filter.toggleLabel('red'); filter.toggleLabel('blue'); })).toEqual([3, 4, 5]);
  expect(shown((filter) => { filter.toggleLabel('red'); filter.wantStars(1); filter.toggleFlag('picked'); })).toEqual([5]);
  expect(shown((filter) => { filter.toggleFavourite(); filter.toggleLabel('red'); })).toEqual([]);
  expect(shown((filter) => { filter.toggleFavourite(); filter.toggleLabel('red'); filter.wantStars(2); filter.toggleFlag('none'); filter.clear(); })).toEqual([...ids]);
});
