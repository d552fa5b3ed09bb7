// Marks over a bridge without a process: what is shown, and the way back.

import { expect, it } from 'vitest';
import { changeOf, commonOf, mark, markInWords, type MarkWish } from '../../../src-renderer/state/marking.ts';
import { Marks } from '../../../src-renderer/state/marks.svelte.ts';
import { undo, redo } from '../../../src-renderer/state/say.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { NO_MARK, packMark } from '../../../src-shared/marks/packed.ts';
import { opened } from './opened.ts';

const picked: MarkWish = { part: 'flag', to: 'picked' };

it('marks photos, says so, and takes it back', async () => {
  const { library, kindred } = await opened();
  await mark(kindred, library, [1, 2, 3], { part: 'stars', to: 3 });
  expect([1, 2, 3, 4].map((id) => library.marks.of(id).stars)).toEqual([3, 3, 3, 0]);
  expect(kindred.toasts.current?.text).toBe('3 photos rated ★★★');
  kindred.toasts.current?.action?.run();
  await expect.poll(() => library.marks.of(1)).toEqual(NO_MARK);
  expect(kindred.toasts.current?.text).toBe('3 photos rated ★★★: undone');
  kindred.toasts.current?.action?.run();
  await expect.poll(() => library.marks.of(3).stars).toBe(3);
  library.close();
});

it('undoes markings and judgments in the order they were made, and redoes them', async () => {
  const { bridge, library, kindred } = await opened();
  await mark(kindred, library, [1], picked);
  await library.judgments.say({ kind: 'similar', photos: [1 as PhotoId, 20 as PhotoId] });
  expect(library.steps.undoable).toBe(false); // the judgment comes first
  await mark(kindred, library, [1], { part: 'stars', to: 5 });
  const state = () => [library.marks.of(1).flag, library.marks.of(1).stars, bridge.judgments.length];
  expect(state()).toEqual(['picked', 5, 1]);
  await undo(kindred, library);
  expect(state()).toEqual(['picked', 0, 1]);
  await undo(kindred, library);
  expect(state()).toEqual(['picked', 0, 0]);
  await undo(kindred, library);
  expect(state()).toEqual([null, 0, 0]);
  for (const after of [['picked', 0, 0], ['picked', 0, 1], ['picked', 5, 1]]) {
    await redo(kindred, library);
    expect(state()).toEqual(after);
  }
  library.close();
});

it('forgets what could be redone once something else is marked, and takes no step back that changed nothing', async () => {
  const { library, kindred } = await opened();
  await mark(kindred, library, [1], picked);
  await undo(kindred, library);
  await mark(kindred, library, [2], picked);
  expect([library.steps.redoable, library.steps.undoable]).toEqual([false, true]);
  await mark(kindred, library, [2], picked); // again
  await undo(kindred, library);
  expect(library.marks.of(2)).toEqual(NO_MARK);
  library.close();
});

it('marks in the order of the keys, however fast they are, and undoes the last of them', async () => {
  const { bridge, library, kindred } = await opened();
  const wishes: MarkWish[] = [picked, { part: 'favourite' }, { part: 'favourite' }, { part: 'flag', to: null }, { part: 'stars', to: 4 }];
  await Promise.all([...wishes.map((wish) => mark(kindred, library, [1], wish)), undo(kindred, library)]);
  expect(library.marks.of(1)).toEqual(NO_MARK);
  expect(bridge.asked.filter(({ name }) => name === 'marks.write').map(({ input }) => (input as { change: unknown }).change))
    .toEqual([{ flag: 'picked' }, { favourite: true }, { favourite: false }, { flag: null }, { stars: 4 }]);
  library.close();
});

it('takes back a marking of the open photo before what was done on the screen behind it', async () => {
  const { library, kindred } = await opened();
  let taken = 0;
  library.takesBack = () => ++taken > 0;
  await mark(kindred, library, [1], picked);
  await undo(kindred, library);
  expect([taken, library.marks.of(1).flag]).toEqual([1, 'picked']);
  kindred.places.openPhoto(1 as PhotoId);
  await undo(kindred, library);
  expect([taken, library.marks.of(1).flag]).toEqual([1, null]);
  library.close();
});

it('keeps a step that could not be taken back', async () => {
  const { bridge, library, kindred, failures } = await opened();
  await mark(kindred, library, [1], picked);
  bridge.failing.set('marks.restore', { name: 'Error', code: 'disk-full', message: '' });
  await undo(kindred, library);
  expect([failures.length, library.steps.undoable, library.marks.of(1).flag]).toEqual([1, true, 'picked']);
  library.close();
});

it('takes what another page marked, also while it reads', async () => {
  const { bridge, library } = await opened();
  const five = packMark({ ...NO_MARK, stars: 5 });
  bridge.marks.set(7, five);
  bridge.emit('marks.changed', { ids: Uint32Array.of(7), marks: Uint16Array.of(five) });
  expect(library.marks.of(7).stars).toBe(5);
  library.close();

  let answer = (): void => {};
  const tables = [Uint16Array.of(1), Uint16Array.of(2)];
  const marks = new Marks({ steps: new Steps(() => null), bridge: { request: async () => {
    const table = { ids: Uint32Array.of(9), marks: tables.shift()! };
    await new Promise<void>((resolve) => (answer = resolve));
    return table;
  } } });
  const read = marks.read();
  await Promise.resolve();
  marks.take({ ids: Uint32Array.of(9), marks: Uint16Array.of(2) });
  answer();
  await expect.poll(() => tables.length).toBe(0);
  answer();
  await read;
  expect(marks.of(9).stars).toBe(2);
});

it('reads the marks of files again when photos changed', async () => {
  const { bridge, library } = await opened();
  bridge.marks.set(3, packMark({ ...NO_MARK, label: 'green' }));
  bridge.emit('photos.changed', { photos: 20, problems: 0 });
  await expect.poll(() => library.marks.of(3).label).toBe('green');
  library.close();
});

it('takes a label or a favourite away where all of the photos have it', () => {
  const [red, none] = [{ ...NO_MARK, label: 'red' as const, favourite: true }, NO_MARK];
  const label: MarkWish = { part: 'label', to: 'red' };
  expect([[red, none], [red, red], [none]].map((marks) => changeOf(label, marks).label)).toEqual(['red', null, 'red']);
  expect([[red, none], [red, red]].map((marks) => changeOf({ part: 'favourite' }, marks).favourite)).toEqual([true, false]);
  expect(changeOf({ part: 'stars', to: 2 }, [none])).toEqual({ stars: 2 });
});

it('shows of several photos only what they have in common', () => {
  expect(commonOf([{ ...NO_MARK, stars: 2, label: 'red' }, { ...NO_MARK, stars: 2, label: 'blue' }])).toEqual({ flag: null, stars: 2, favourite: false });
  expect(commonOf([])).toEqual({});
});

it('describes a mark in words', () => {
  expect(markInWords({ flag: 'rejected', stars: 1, label: 'purple', favourite: true })).toBe('Rejected, 1 star, Purple, and Favourite');
  expect(markInWords(NO_MARK)).toBe('');
});
