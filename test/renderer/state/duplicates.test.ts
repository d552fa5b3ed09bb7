import { expect, it } from 'vitest';
import { Duplicates } from '../../../src-renderer/state/duplicates.svelte.ts';
import type { Decision } from '../../../src-shared/duplicates/duplicate-set.ts';
import { FakeBridge } from '../fake-bridge.ts';
import type { MadeSet } from '../made-duplicates.ts';

const some: readonly MadeSet[] = [
  { id: 'identical 1', kind: 'identical', files: [1, 2] },
  { id: 'same-picture 1', kind: 'same-picture', files: [3, 1, 2], certainty: 0.9 },
  { id: 'same-shot 8', kind: 'same-shot', files: [8, 9], certainty: 0.6 }
];
const keep = (...files: readonly number[]): Decision => ({ kind: 'keep', files });
const fail = (error: unknown): void => { throw error; };

async function read(sets: readonly MadeSet[] = some) {
  const bridge = new FakeBridge({ duplicates: sets });
  const duplicates = new Duplicates({ bridge, onFailure: fail, pauseMs: 0 });
  await duplicates.read();
  return { bridge, duplicates, decisions: () => duplicates.sets!.map(({ decision }) => decision) };
}

const asked = (bridge: FakeBridge, name: string): unknown[] => bridge.asked.filter((each) => each.name === name).map(({ input }) => input);

it('counts for each kind what is left to decide, and what could go of that', async () => {
  const { duplicates } = await read();
  expect(duplicates.counts).toEqual([
    { kind: 'identical', sets: 1, undecided: 1, spare: { files: 1, bytes: 1_000_002 } },
    { kind: 'same-picture', sets: 1, undecided: 1, spare: { files: 2, bytes: 800_000 } },
    { kind: 'same-shot', sets: 1, undecided: 1, spare: { files: 1, bytes: 400_000 } }
  ]);
  await duplicates.decide([{ id: 'same-shot 8', decision: keep(8) }]);
  expect(duplicates.counts[2]).toEqual({ kind: 'same-shot', sets: 1, undecided: 0, spare: { files: 0, bytes: 0 } });
});

it('shows a decision before it is stored, and takes it back where it is refused', async () => {
  const { bridge, duplicates, decisions } = await read();
  await duplicates.prepare(['identical 1']);
  const stored = duplicates.decide([{ id: 'identical 1', decision: keep(2) }]);
  expect(decisions()).toEqual([keep(2), null, null]);
  expect(duplicates.known('identical 1')?.decision).toEqual(keep(2));
  await stored;
  bridge.failing.set('duplicates.decide', { name: 'Error', code: 'bad-request', message: 'changed' });
  const refused = duplicates.decide([{ id: 'same-shot 8', decision: keep(9) }]);
  expect(decisions()[2]).toEqual(keep(9));
  await expect(refused).rejects.toThrow('changed');
  expect(decisions()).toEqual([keep(2), null, null]);
  expect(await duplicates.undo()).toEqual([{ id: 'identical 1', decision: keep(2) }]);
});

it('takes back many decisions as one step, leaving what was decided before, and decides them again', async () => {
  const { bridge, duplicates, decisions } = await read();
  await duplicates.decide([{ id: 'identical 1', decision: keep(1) }]);
  await duplicates.decide([{ id: 'identical 1', decision: keep(2) }, { id: 'same-shot 8', decision: keep(8, 9) }]);
  expect([duplicates.undoable, duplicates.redoable]).toEqual([true, false]);
  await duplicates.undo();
  await duplicates.read();
  expect(decisions()).toEqual([keep(1), null, null]);
  expect(asked(bridge, 'duplicates.revoke')).toEqual([{ ids: [2, 3] }]);
  await duplicates.redo();
  await duplicates.read();
  expect(decisions()).toEqual([keep(2), null, keep(8, 9)]);
  await duplicates.undo();
  await duplicates.undo();
  expect(await duplicates.undo()).toBe(null);
  expect(decisions()).toEqual([null, null, null]);
});

it('can undo a decision that is still on its way', async () => {
  const { bridge, duplicates, decisions } = await read();
  const stored = duplicates.decide([{ id: 'identical 1', decision: keep(1) }]);
  const undone = duplicates.undo();
  expect(decisions()[0]).toBe(null);
  await Promise.all([stored, undone]);
  expect(bridge.duplicates.choices).toEqual([]);
});

it('says how much goes by all decisions together, each file once', async () => {
  const { duplicates } = await read();
  await duplicates.decide([{ id: 'identical 1', decision: keep(1) }]);
  await duplicates.read();
  expect(duplicates.toGo).toEqual({ files: 1, bytes: 1_000_002 });
  await duplicates.decide([{ id: 'same-picture 1', decision: keep(3) }]);
  await duplicates.read();
  expect(duplicates.toGo).toEqual({ files: 2, bytes: 800_000 });
  await duplicates.decide([{ id: 'same-shot 8', decision: { kind: 'not-the-same' } }]);
  await duplicates.read();
  expect(duplicates.toGo.files).toBe(2);
});

it('reads sets as a whole once, and again when the list was read again', async () => {
  const { bridge, duplicates } = await read();
  await duplicates.prepare(['identical 1', 'same-shot 8']);
  await duplicates.prepare(['identical 1', 'same-shot 8', 'same-picture 1', 'no set']);
  expect(asked(bridge, 'duplicates.read')).toEqual([{ ids: ['identical 1', 'same-shot 8'] }, { ids: ['same-picture 1'] }]);
  await duplicates.read();
  expect(duplicates.known('identical 1')).toBeDefined(); // shown until it is read again
  await duplicates.prepare(['identical 1']);
  expect(asked(bridge, 'duplicates.read')).toHaveLength(3);
});

it('reads many sets in requests that the main side accepts', async () => {
  const sets = Array.from({ length: 450 }, (_, at): MadeSet => ({ id: `identical ${at}`, kind: 'identical', files: [at, 1000 + at] }));
  const { bridge, duplicates } = await read(sets);
  await duplicates.prepare(sets.map(({ id }) => id));
  expect(asked(bridge, 'duplicates.read').map((input) => (input as { ids: string[] }).ids.length)).toEqual([200, 200, 50]);
});

it('drops what it knew of a set that is no more', async () => {
  const { bridge, duplicates } = await read();
  await duplicates.prepare(['same-shot 8']);
  bridge.duplicates.sets = bridge.duplicates.sets.slice(0, 2);
  await duplicates.read();
  expect(duplicates.known('same-shot 8')).toBe(undefined);
});

it('follows events once the list was asked for, but not every step of comparing', async () => {
  const bridge = new FakeBridge({ duplicates: some });
  const duplicates = new Duplicates({ bridge, onFailure: fail, pauseMs: 0 });
  bridge.emit('duplicates.changed', { left: 300 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked(bridge, 'duplicates.list')).toHaveLength(0);
  bridge.duplicates.left = 300;
  await duplicates.read();
  for (const left of [200, 100, 50]) bridge.emit('duplicates.changed', { left });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked(bridge, 'duplicates.list')).toHaveLength(1);
  expect(duplicates.left).toBe(50);
  bridge.duplicates.left = null;
  bridge.emit('duplicates.changed', { left: null });
  await expect.poll(() => asked(bridge, 'duplicates.list').length).toBe(2);
  duplicates.close();
  bridge.emit('duplicates.changed', { left: null });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked(bridge, 'duplicates.list')).toHaveLength(2);
});

it('does not let a list that was asked for earlier overwrite a decision', async () => {
  const { duplicates, decisions } = await read();
  const listed = duplicates.read();
  await duplicates.decide([{ id: 'identical 1', decision: keep(2) }]);
  await listed;
  expect(decisions()).toEqual([keep(2), null, null]);
});
