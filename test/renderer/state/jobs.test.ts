import { describe, expect, it } from 'vitest';
import type { JobsOptions } from '../../../src-renderer/state/jobs.svelte.ts';
import { Jobs } from '../../../src-renderer/state/jobs.svelte.ts';
import { idle, untrained } from '../fake-bridge.ts';

/** A library whose work the test drives. */
function made() {
  const listeners = new Map<string, (payload: unknown) => void>();
  const on = (name: string, listener: (payload: unknown) => void) => (listeners.set(name, listener), () => void listeners.delete(name));
  const asked: string[] = [];
  const library = { bridge: { on, request: async (name: string) => void asked.push(name) }, progress: idle, learning: { progress: untrained, share: null as number | null, control: async (action: string) => void asked.push(action) }, duplicates: { left: null } };
  const ended: string[] = [];
  const jobs = new Jobs({ kindred: { bridge: { on } }, library, onEnded: ({ id, phase }: { id: string; phase: string }) => ended.push(`${id} ${phase}`) } as unknown as JobsOptions); // what it asks for
  return { library, jobs, ended, asked, tell: (name: string, payload: unknown) => listeners.get(name)?.(payload), listeners };
}

describe('the tray of jobs', () => {
  it('lists what is under way, and nothing that is over', () => {
    const { library, jobs, tell } = made();
    expect(jobs.all).toEqual([]);
    library.progress = { ...idle, phase: 'indexing', total: 10, done: 5 };
    library.learning.progress = { ...untrained, phase: 'training' };
    tell('backup.progress', { file: '/b', doing: 'writing', share: 0.3 });
    expect(jobs.all.map(({ id }) => id)).toEqual(['index', 'learn', 'backup']);
    library.progress = { ...library.progress, phase: 'done' };
    tell('backup.progress', { file: '/b', doing: 'writing', share: 1 });
    expect(jobs.all.map(({ id }) => id)).toEqual(['learn']);
  });

  it('tells once of what ended, and not of what was cancelled or was over before', () => {
    const { library, jobs, ended } = made();
    library.progress = { ...idle, phase: 'done' };
    jobs.look();
    expect(ended).toEqual([]);
    library.progress = { ...idle, phase: 'indexing' };
    library.learning.progress = { ...untrained, phase: 'training' };
    jobs.look();
    library.progress = { ...idle, phase: 'done' };
    library.learning.progress = { ...untrained, phase: 'cancelled' };
    jobs.look();
    jobs.look();
    expect(ended).toEqual(['index done']);
  });

  it('keeps what failed, with why, until it is put away or begins again', () => {
    const { jobs, tell } = made();
    const plan = { kind: 'copy', undoing: false, done: 1, total: 4, refused: 0, doneBytes: 1, totalBytes: 4, stoppedBy: null };
    tell('plans.progress', { ...plan, phase: 'running' });
    jobs.look();
    tell('plans.progress', { ...plan, phase: 'stopped', refused: 1, stoppedBy: { code: 'disk-full', message: 'The disk is full.' } });
    jobs.look();
    expect(jobs.all).toMatchObject([{ id: 'plan', phase: 'failed', why: 'The disk is full.', failures: 1 }]);
    tell('plans.progress', { ...plan, phase: 'running' });
    expect(jobs.all).toMatchObject([{ phase: 'running' }]);
    jobs.look();
    tell('plans.progress', { ...plan, phase: 'failed' });
    jobs.look();
    jobs.dismiss('plan');
    expect(jobs.all).toEqual([]);
  });

  it('leaves what turns up in watched folders to its own line', () => {
    const { library, jobs } = made();
    library.progress = { ...idle, phase: 'indexing', watched: true, total: 3, done: 1 };
    expect(jobs.all).toEqual([]);
  });

  it('pauses and cancels learning, and cancels plans', async () => {
    const { jobs, asked, listeners } = made();
    await jobs.pause('learn');
    await jobs.cancel('learn');
    await jobs.cancel('plan');
    expect(asked).toEqual(['pause', 'cancel', 'plans.cancel']);
    jobs.close();
    expect(listeners.size).toBe(0);
  });
});
