import { SvelteSet } from 'svelte/reactivity';
import { expect, it, vi } from 'vitest';
import { Filtering } from '../../../src-renderer/state/filtering.svelte.ts';
import { type Kept, KeptFilter, NOTHING_KEPT } from '../../../src-renderer/state/kept-filter.ts';
import { Photos } from '../../../src-renderer/state/photos.ts';
import type { Input, LensId, LibraryId, LibraryRequestName } from '../../../src-shared/contract.ts';
import type { AlbumId } from '../../../src-shared/ids.ts';
import { NO_MARK, packMark } from '../../../src-shared/marks/packed.ts';

const count = 6;
const photos = new Photos({ ids: Uint32Array.from({ length: count }, (_, at) => at + 1), widths: new Uint32Array(count).fill(1), heights: new Uint32Array(count).fill(1), takenAt: Float64Array.from({ length: count }, (_, at) => 100 - at) });

function made(kept?: { read(): Kept; write(kept: Kept): void }, albums: Iterable<{ id: AlbumId; name: string }> = []) {
  const asked: Input<'photos.find'>[] = [];
  const answers: ((ids: Uint32Array) => void)[] = [];
  const listeners: (() => void)[] = [];
  const bridge = {
    request: async (name: LibraryRequestName, input: unknown) => {
      if (name !== 'photos.find') return { folders: [], cameras: [{ name: 'iPhone 12', photos: 1 }], optics: [], formats: [], towns: [], years: [], undated: 0, photos: count };
      asked.push(input as Input<'photos.find'>);
      return new Promise((resolve) => answers.push(resolve));
    },
    on: (_name: string, listener: () => void) => (listeners.push(listener), () => {})
  };
  const filter = new Filtering({ bridge: bridge as never, lensId: () => 1 as LensId, photos: () => photos, marks: { packed: (id) => (id % 2 === 0 ? packMark({ ...NO_MARK, flag: 'picked' }) : 0) }, albums: () => [...albums], onFailure: (error) => { throw error; }, pauseMs: 0, ...(kept && { kept }) });
  return { filter, asked, answers, listeners };
}
const answered = (ids: readonly number[]): Uint32Array => Uint32Array.from(ids);

it('leaves all photos until something is asked for', () => {
  const { filter, asked } = made();
  expect([filter.isOn, filter.photos, filter.has(3), filter.of(photos.byTime) === photos.byTime, asked.length]).toEqual([false, null, true, true, 0]);
});

it('looks at marks here, at once', () => {
  const { filter, asked } = made();
  filter.marks.toggleFlag('picked');
  expect([[...filter.photos!], filter.has(2), filter.has(3), asked.length]).toEqual([[2, 4, 6], true, false, 0]);
  filter.type('-picked');
  expect([...filter.photos!]).toEqual([]);
  filter.marks.clear();
  expect([...filter.photos!]).toEqual([1, 3, 5]);
});

it('asks for what is typed after a pause, and takes the newest answer alone', async () => {
  const { filter, asked, answers } = made();
  filter.type('kit');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  filter.type('kitchen picked');
  expect(filter.photos).toBeNull(); // nothing was found yet
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]!.filter.parts).toEqual([{ kind: 'text', text: 'kitchen', field: null }]);
  answers[1]!(answered([2, 3]));
  await vi.waitFor(() => expect(filter.busy).toBe(false));
  answers[0]!(answered([1, 2, 3, 4]));
  await Promise.resolve();
  expect([...filter.photos!]).toEqual([2]);
});

it('keeps what is typed as conditions, turns and removes them, and clears all', async () => {
  const { filter, asked } = made();
  await filter.readChoices();
  filter.type('iphone -kitchen');
  filter.take();
  expect([filter.typed, filter.chosen.map(({ kind }) => kind)]).toEqual(['', ['camera', 'text']]);
  filter.turn(filter.chosen[1]!);
  expect(filter.chosen[1]).toEqual({ kind: 'text', text: 'kitchen', field: null });
  filter.remove(filter.chosen[0]!);
  await vi.waitFor(() => expect(asked.at(-1)?.filter.parts).toEqual([{ kind: 'text', text: 'kitchen', field: null }]));
  filter.clear();
  expect([filter.isOn, filter.photos]).toEqual([false, null]);
});

it('asks again when the library changed under it, and not where nothing is asked', async () => {
  const { filter, asked, answers, listeners } = made();
  for (const tell of listeners) tell();
  expect(asked).toHaveLength(0);
  filter.put(undefined, { kind: 'format', formats: ['png'] });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  answers[0]!(answered([5]));
  await vi.waitFor(() => expect([...filter.photos ?? []]).toEqual([5]));
  for (const tell of listeners) tell();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect([...filter.photos ?? []]).toEqual([5]); // the old answer until the new one
  answers[1]!(answered([]));
  await vi.waitFor(() => expect([...filter.photos ?? [9]]).toEqual([]));
});

it('is there again after the page was loaded again, for its library alone', async () => {
  const stored = new Map<string, string>();
  const storage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) };
  const [one, other] = ['one', 'other'].map((id) => new KeptFilter(id as LibraryId, storage)) as [KeptFilter, KeptFilter];
  const before = made(one).filter;
  before.type('2021');
  before.take();
  before.marks.toggleFlag('picked');
  before.type('kit');
  const after = made(one);
  expect(after.filter.filter).toEqual(before.filter);
  expect([after.filter.typed, after.filter.chosen.length]).toEqual(['kit', 1]);
  await vi.waitFor(() => expect(after.asked.at(-1)?.filter.parts).toHaveLength(2));
  expect(made(other).filter.isOn).toBe(false);
  after.filter.clear();
  expect(made(one).filter.isOn).toBe(false);
  for (const text of ['{', 'null', '[]', '{"chosen":1,"typed":{},"wish":3}']) {
    stored.set('kindred-filter-one', text);
    expect(made(one).filter.isOn, text).toBe(false);
  }
});

it('writes and asks nothing once it is closed', async () => {
  const written: Kept[] = [];
  const { filter, asked } = made({ read: () => ({ ...NOTHING_KEPT, typed: 'kit' }), write: (kept) => void written.push(kept) });
  filter.close();
  written.length = 0;
  await new Promise((resolve) => setTimeout(resolve, 10)); // the choices are read meanwhile
  filter.look();
  await new Promise((resolve) => setTimeout(resolve));
  expect([written, asked]).toEqual([[], []]);
});

it('asks again where what is typed reads otherwise, as when albums are read after it', async () => {
  const albums = new SvelteSet<{ id: AlbumId; name: string }>();
  const { filter, asked, answers } = made({ read: () => ({ ...NOTHING_KEPT, typed: 'wedding' }), write: () => {} }, albums);
  await filter.readChoices();
  await vi.waitFor(() => expect(asked.at(-1)?.filter.parts).toEqual([{ kind: 'text', text: 'wedding', field: null }]));
  albums.add({ id: 3 as AlbumId, name: 'Wedding' });
  filter.look();
  await vi.waitFor(() => expect(asked.at(-1)?.filter.parts).toEqual([{ kind: 'album', albums: [3] }]));
  const times = asked.length;
  filter.look();
  answers.at(-1)!(answered([1]));
  await vi.waitFor(() => expect([...filter.photos ?? []]).toEqual([1]));
  filter.look();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked).toHaveLength(times);
});
