import { describe, expect, it } from 'vitest';
import { backupJob, duplicatesJob, indexJob, learnJob, Measure, planJob } from '../../../src-renderer/state/job.ts';
import type { PlanProgress } from '../../../src-shared/filing/plan.ts';
import { idle, untrained } from '../fake-bridge.ts';

const unmeasured = { speed: 0, secondsLeft: null };
const plan = { kind: 'copy', phase: 'running', undoing: false, done: 3, total: 10, refused: 1, doneBytes: 40, totalBytes: 100, stoppedBy: null } as unknown as PlanProgress; // an id is not asked for

describe('long work as a job', () => {
  it('is none while nothing was started', () => {
    expect(indexJob(idle)).toBeNull();
    expect(learnJob(untrained, null)).toBeNull();
  });

  it('knows no share while folders are still looked through', () => {
    expect(indexJob({ ...idle, phase: 'scanning', found: 12 })).toMatchObject({ phase: 'running', share: null, counted: null });
    expect(indexJob({ ...idle, phase: 'indexing', total: 8, done: 2, speed: 4, secondsLeft: 2 })).toMatchObject({ share: 0.25, speed: 4, secondsLeft: 2, pausable: true });
    expect(indexJob({ ...idle, phase: 'paused', total: 8, done: 2 })).toMatchObject({ phase: 'paused', share: 0.25 });
  });

  it('counts what did not work, and says why it stopped', () => {
    const error = { name: 'Error', code: 'disk-full', message: 'The disk is full.' } as const;
    expect(indexJob({ ...idle, phase: 'failed', total: 8, done: 2, counts: { ...idle.counts, problems: 3 }, error })).toMatchObject({ phase: 'failed', failures: 3, why: error });
  });

  it('tells learning from describing all photos anew', () => {
    expect(learnJob({ ...untrained, phase: 'training' }, 0.4)).toMatchObject({ kind: 'train', share: 0.4, counted: null });
    expect(learnJob({ ...untrained, phase: 'encoding', encoded: { done: 5, total: 20 } }, 0.25)).toMatchObject({ kind: 'encode', counted: { done: 5, total: 20 } });
    expect(learnJob({ ...untrained, phase: 'encoding', job: 'switch', encoded: { done: 5, total: 20 } }, 0.25)?.kind).toBe('switch');
  });

  it('measures files by their bytes', () => {
    expect(planJob(plan, unmeasured)).toMatchObject({ kind: 'copy', share: 0.4, counted: { done: 3, total: 10 }, failures: 1, cancellable: true, pausable: false });
    expect(planJob({ ...plan, undoing: true }, unmeasured).kind).toBe('undo');
    expect(planJob({ ...plan, phase: 'ended', done: 10 }, unmeasured).phase).toBe('done');
  });

  it('is over with a backup that is whole, and knows the part of the pairs that are compared', () => {
    expect(backupJob({ file: '/b', doing: 'writing', share: 0.5 }, unmeasured)).toMatchObject({ phase: 'running', share: 0.5 });
    expect(backupJob({ file: '/b', doing: 'writing', share: 1 }, unmeasured).phase).toBe('done');
    expect(duplicatesJob(25, 100, unmeasured).share).toBe(0.75);
  });
});

describe('measuring work that does not measure itself', () => {
  it('estimates from what was done since it began, and nothing at first', () => {
    let now = 0;
    const measure = new Measure(() => now);
    expect(measure.rate(0.1, 10)).toEqual(unmeasured);
    now = 1000;
    expect(measure.rate(0.2, 20)).toEqual(unmeasured);
    now = 10_000;
    const { speed, secondsLeft } = measure.rate(0.6, 60);
    expect(speed).toBeCloseTo(5);
    expect(secondsLeft).toBeCloseTo(8);
    expect(measure.rate(0.05, 1)).toEqual(unmeasured); // the next run
  });
});
