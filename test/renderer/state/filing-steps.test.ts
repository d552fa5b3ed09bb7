// What was done to files, among the other steps that undo takes back.

import { expect, it } from 'vitest';
import type { LibraryBridge } from '../../../src-shared/contract.ts';
import type { PlanId, PlanPhase, PlanProgress } from '../../../src-shared/filing/plan.ts';
import { FilingSteps } from '../../../src-renderer/state/filing-steps.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';

const at = (phase: PlanPhase, done: number, { undoing = false, refused = 0, id = 7 } = {}): PlanProgress => ({ id: id as PlanId, kind: 'trash', phase, undoing, done, total: 2, refused, doneBytes: 0, totalBytes: 0, stoppedBy: null });

function made() {
  const told: unknown[] = [];
  const steps = new Steps(() => null);
  const request = async (name: string, input: unknown): Promise<unknown> => (told.push([name, input]), at('running', 0, { undoing: true }));
  const filing = new FilingSteps({ bridge: { request } as unknown as LibraryBridge, steps, onTakenBack: ({ done }) => told.push(`${done} back`) }); // it only asks
  const album = async () => steps.do(async () => ({ undo: async () => told.push('album gone'), redo: async () => {}, undone: 'albums.undone' as const, redone: 'albums.redone' as const }));
  return { told, steps, filing, album };
}

it('takes files back before what was done earlier, and tells when they are back', async () => {
  const { told, steps, filing, album } = made();
  await album();
  await filing.keep(at('ended', 2));
  expect([steps.isLastSince(0), steps.isLastSince(performance.now())]).toEqual([true, false]);
  await steps.undo();
  expect(told).toEqual([['plans.undo', { id: 7 }]]);
  filing.take(at('ended', 2, { undoing: true }));
  expect(told.at(-1)).toBe('2 back');
  expect(steps.redoable).toBe(false);
  await steps.undo();
  expect([told.at(-1), steps.undoable]).toEqual(['album gone', false]);
});

it('keeps no plan that changed nothing, and forgets one that was taken back elsewhere without telling of it', async () => {
  const { told, steps, filing, album } = made();
  expect(await filing.keep(at('ended', 2, { refused: 2 }))).toBeNull();
  await album();
  await filing.keep(at('ended', 2));
  filing.take(at('running', 1, { undoing: true }));
  filing.take(at('ended', 2, { id: 8, undoing: true }));
  expect(steps.isLastSince(0)).toBe(true);
  filing.take(at('ended', 2, { undoing: true }));
  await steps.undo();
  expect(told).toEqual(['album gone']);
});

it('is one step however often a plan was gone on with, and stays one where it could not be taken back', async () => {
  const steps = new Steps(() => null);
  const request = async (): Promise<never> => { throw new Error('Files are being moved already.'); };
  const filing = new FilingSteps({ bridge: { request }, steps, onTakenBack: () => {} }); // as above
  await filing.keep(at('stopped', 1));
  await filing.keep(at('ended', 2));
  await expect(steps.undo()).rejects.toThrow('moved already');
  expect(steps.undoable).toBe(true);
  filing.take(at('ended', 2, { undoing: true }));
  expect(steps.undoable).toBe(false);
});

it('is a step where a plan of an earlier time was gone on with, though nobody waits for it, and none where that was refused', async () => {
  const { told, steps, filing, album } = made();
  await album();
  filing.take(at('ended', 2, { id: 9 })); // another page's
  await filing.resume(7 as PlanId);
  filing.take(at('running', 1));
  expect([told.at(-1), steps.last?.step.redo]).toEqual([['plans.resume', { id: 7 }], expect.any(Function)]);
  filing.take(at('ended', 2));
  await steps.settled();
  expect(steps.last?.step.redo).toBeNull();
  await steps.undo();
  expect(told.at(-1)).toEqual(['plans.undo', { id: 7 }]);

  const others = new Steps(() => null);
  const refusing = new FilingSteps({ bridge: { request: async () => { throw new Error('Files are being moved already.'); } }, steps: others, onTakenBack: () => {} }); // as above
  await expect(refusing.resume(7 as PlanId)).rejects.toThrow('moved already');
  refusing.take(at('ended', 2)); // by another page
  await others.settled();
  expect(others.last).toBeNull();
});
