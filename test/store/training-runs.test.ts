import { expect, it } from 'vitest';
import { ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { beginTrainingRun, endTrainingRun, noteCandidate, openTrainingRun, writeTrainingReport } from '../../src-main/store/training-runs.ts';
import { madeStore, madeVersions } from './made-store.ts';

it('a run is open until it ends, and only one at a time', () => {
  const store = madeStore();
  const { encoder: base } = madeVersions(store);
  expect(openTrainingRun(store)).toBeNull();
  const run = beginTrainingRun(store, { base, budget: 300, seed: 9, now: 5 });
  expect(openTrainingRun(store)).toEqual({ id: run.id, state: 'training', base, candidate: null, budget: 300, seed: 9, startedAt: 5, report: null });
  expect(() => beginTrainingRun(store, { base, budget: 1, seed: 1, now: 6 })).toThrow();

  writeTrainingReport(store, run.id, { seconds: 12 });
  const candidate = ensureEncoderVersion(store, { name: 'better', dim: 4, createdAt: 8, scores: null }).id;
  noteCandidate(store, run.id, candidate);
  expect(openTrainingRun(store)).toMatchObject({ state: 'encoding', candidate, report: { seconds: 12 } });

  endTrainingRun(store, run.id, 'adopted', { now: 9, report: { seconds: 300 } });
  endTrainingRun(store, run.id, 'failed', { now: 10, report: null });
  expect(openTrainingRun(store)).toBeNull();
  expect(store.db.prepare('SELECT id, state, report FROM training_runs').all()).toEqual([{ id: run.id, state: 'adopted', report: '{"seconds":300}' }]);
  expect(beginTrainingRun(store, { base, budget: 1, seed: 1, now: 11 }).id).not.toBe(run.id);
});
