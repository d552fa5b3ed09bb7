// What other programs say, taken over as one step of undo.

import { expect, it } from 'vitest';
import type { LibraryBridge, LensId } from '../../../src-shared/contract.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';
import { takeOver } from '../../../src-renderer/state/taking-over.ts';

const choice = { look: 'l', sets: [0, 1], marks: true, lensId: 1 as LensId };
const ids = (...of: number[]) => Uint32Array.from(of);

/** A library in which taking over makes album 5, fills album 4, marks photo 9 and says judgment 30 of a lens; it keeps what is asked of it. */
function made({ lensId = 1, nothing = false } = {}) {
  const asked: unknown[] = [];
  let said = 20;
  const judgments = {
    read: async () => { said = 30; },
    undo: async (step?: number) => (asked.push(['undo', step]), said = 20, { status: 'done' as const, step: step! }),
    redo: async (step?: number) => (asked.push(['redo', step]), said = 30, { status: 'done' as const, step: step! })
  };
  const marks = (mark: number) => ({ ids: ids(9), marks: Uint16Array.of(mark) });
  const request = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'import.take') return nothing ? { made: [], filled: [], marks: { earlier: { ids: ids(), marks: Uint16Array.of() }, left: 1 }, groups: null } : { made: [5], filled: [{ id: 4, before: ids(1) }], marks: { earlier: marks(0), left: 0 }, groups: { lensId, step: 30, said: 1, known: 0, contradicting: [] } };
    asked.push([name, input]);
    return name === 'albums.fill' ? { before: ids(1, 2), now: ids(1) } : name === 'marks.restore' ? { earlier: marks(3), now: marks(0) } : null;
  };
  const steps = new Steps(() => said);
  return { asked, steps, library: { bridge: { request } as unknown as LibraryBridge, steps, judgments, state: { lensId: 1 as LensId } }, say: () => (said = 40) }; // it only asks
}

it('takes albums, marks and groups back at once, and brings them back', async () => {
  const { asked, steps, library } = made();
  await steps.do(async () => ({ undo: async () => asked.push('earlier'), redo: null, undone: null, redone: null }));
  await takeOver(library, choice);
  expect(steps.undoable).toBe(true); // though a judgment came with it
  await steps.undo();
  expect(asked.splice(0)).toEqual([['undo', 30], ['albums.delete', { id: 5 }], ['albums.fill', { id: 4, photos: ids(1) }], ['marks.restore', { ids: ids(9), marks: Uint16Array.of(0) }]]);
  expect(steps.redoable).toBe(true);
  await steps.redo();
  expect(asked.splice(0)).toEqual([['albums.restore', { id: 5 }], ['albums.fill', { id: 4, photos: ids(1, 2) }], ['marks.restore', { ids: ids(9), marks: Uint16Array.of(3) }], ['redo', 30]]);
  await steps.undo();
  expect(asked.splice(0).slice(0, 2)).toEqual([['undo', 30], ['albums.delete', { id: 5 }]]);
  await steps.undo();
  expect(asked).toEqual(['earlier']);
});

it('lets what was said later be undone first, and takes groups of another lens back there', async () => {
  const own = made();
  await takeOver(own.library, choice);
  own.say();
  expect(own.steps.undoable).toBe(false);
  const other = made({ lensId: 2 });
  await takeOver(other.library, { ...choice, lensId: 2 as LensId });
  await other.steps.undo();
  expect(other.asked[0]).toEqual(['judgments.undo', { lensId: 2, step: 30 }]);
});

it('is no step where nothing was new', async () => {
  const { steps, library } = made({ nothing: true });
  expect((await takeOver(library, choice)).step).toBeNull();
  expect(steps.undoable).toBe(false);
});
