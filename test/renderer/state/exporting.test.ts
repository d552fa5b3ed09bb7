import { expect, it } from 'vitest';
import type { LibraryBridge } from '../../../src-shared/contract.ts';
import type { LensId, PhotoId } from '../../../src-shared/ids.ts';
import type { PlanId, PlanPhase, PlanProgress } from '../../../src-shared/filing/plan.ts';
import { Exporting } from '../../../src-renderer/state/exporting.svelte.ts';

const at = (phase: PlanPhase, done: number, undoing = false): PlanProgress => ({ id: 7 as PlanId, kind: 'copy', phase, undoing, done, total: 2, refused: 0, doneBytes: 0, totalBytes: 0, stoppedBy: null });
const source = { title: 'Sea', chosen: [{ photo: 1 as PhotoId }], pattern: '{group}' };

/** Answers requests as given, and keeps them. */
function made(answers: Readonly<Record<string, () => unknown>>) {
  const asked: [string, unknown][] = [];
  const request = async (name: string, input: unknown): Promise<unknown> => {
    asked.push([name, input]);
    return answers[name]?.() ?? null;
  };
  const exporting = new Exporting({ bridge: { request } as unknown as LibraryBridge, lensId: () => 3 as LensId }); // it only asks
  return { exporting, asked };
}

it('knows how a plan ended that was quicker than its answer', async () => {
  const { exporting } = made({
    'plans.list': () => [],
    'plans.preview': () => ({ draft: 'd' }),
    'plans.start': () => {
      exporting.take(at('ended', 2)); // the event overtakes the answer
      return at('running', 0);
    },
    'plans.read': () => ({ id: 7, steps: [] })
  });
  await exporting.open(source);
  exporting.folder = '/out';
  await exporting.look('Export');
  await exporting.start();
  expect([exporting.running, exporting.progress?.done]).toEqual([false, 2]);
});

it('follows its own plan alone, and keeps it when the dialog is closed and opened again', async () => {
  const { exporting } = made({ 'plans.list': () => [], 'plans.resume': () => at('running', 0), 'plans.read': () => ({ id: 7, steps: [] }) });
  await exporting.open(source);
  await exporting.resume(7 as PlanId);
  exporting.take({ ...at('ended', 2), id: 8 as PlanId });
  exporting.close();
  await exporting.open({ ...source, title: 'Another' });
  expect(exporting.running).toBe(true);
  exporting.take(at('stopped', 1));
  expect(exporting.progress?.phase).toBe('stopped');
});

it('asks for sidecars of the lens, and writes only into copies', async () => {
  const { exporting, asked } = made({ 'plans.list': () => [], 'plans.preview': () => ({ draft: 'd' }) });
  await exporting.open(source);
  Object.assign(exporting, { folder: '/out', kind: 'move', files: true });
  await exporting.look('Export');
  expect(asked.at(-1)).toEqual(['plans.preview', expect.not.objectContaining({ writing: expect.anything() as unknown })]);
  exporting.sidecars = true;
  await exporting.look('Export');
  expect(asked.at(-1)).toEqual(['plans.preview', { kind: 'move', why: 'Export', target: '/out', chosen: source.chosen, lastToo: true, pattern: '{group}', writing: { sidecars: true, files: false, lensId: 3 } }]);
});

it('offers to go on with the last export if it was interrupted', async () => {
  const counts = { planned: 3, doing: 0, done: 1, refused: 0, undone: 0 };
  const { exporting } = made({ 'plans.list': () => [{ id: 7, kind: 'copy', target: '/out', counts }, { id: 6, kind: 'copy', target: '/out', counts }] });
  await exporting.open(source);
  expect(exporting.interrupted?.id).toBe(7);
});
