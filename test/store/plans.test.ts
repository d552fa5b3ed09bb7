import { expect, it } from 'vitest';
import { addPlan, changeStep, readInterrupted, readPlan, readPlans, readStep, readSteps } from '../../src-main/store/plans.ts';
import type { PlanFacts, PlanId, PlanStep } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { madeFolder, madeHash, madeStore } from './made-store.ts';

const facts: PlanFacts = { kind: 'move', why: 'out of the way', target: '/rejected', lastToo: false };
const step = (place: number, change: Partial<PlanStep> = {}): PlanStep => ({
  place, photo: (place + 1) as PhotoId, from: { folder: '/photos', path: `${place}.jpg` }, to: `/rejected/${place}.jpg`, bytes: 10, hash: madeHash(`${place}`),
  sidecarOf: null, remain: 1, last: false, state: 'planned', refusal: null, ...change
});

it('reads plans back as they were written, the latest first', () => {
  const store = madeStore();
  const refused = step(1, { state: 'refused', refusal: { code: 'last-file', message: 'Keep it.' }, last: true, remain: 0 });
  const sidecar = step(2, { sidecarOf: 0, to: null });
  const first = addPlan(store, facts, [step(0), refused, sidecar], 5);
  const second = addPlan(store, { ...facts, kind: 'trash', target: null, lastToo: true }, [], 6);
  expect(readPlan(store, first)).toEqual({ id: first, ...facts, madeAt: 5, steps: [step(0), refused, sidecar] });
  expect(readPlans(store)).toEqual([
    { id: second, kind: 'trash', why: 'out of the way', target: null, lastToo: true, madeAt: 6, bytes: 0, counts: { planned: 0, doing: 0, done: 0, refused: 0, undone: 0 } },
    { id: first, ...facts, madeAt: 5, bytes: 30, counts: { planned: 2, doing: 0, done: 0, refused: 1, undone: 0 } }
  ]);
});

it('keeps what becomes of steps across openings, with the work in progress', () => {
  const folder = madeFolder();
  const before = madeStore(folder);
  const id = addPlan(before, facts, [step(0), step(1)], 5);
  const [first, second] = readSteps(before, id);
  const doing = changeStep(before, first!, { state: 'doing', work: { from: 'a' }, to: '/rejected/0 (2).jpg' });
  changeStep(before, second!, { state: 'planned', refusal: { code: 'disk-full', message: 'Free some space.' } });
  before.close();

  const store = madeStore(folder);
  expect(readInterrupted(store)).toEqual([doing]);
  expect(readStep(store, id, 1)).toMatchObject({ state: 'planned', refusal: { code: 'disk-full', message: 'Free some space.' }, work: null });
  changeStep(store, doing, { state: 'done' });
  expect(readInterrupted(store)).toEqual([]);
  expect(readStep(store, id, 0)).toMatchObject({ state: 'done', to: '/rejected/0 (2).jpg', work: { from: 'a' }, refusal: null });
});

it('says that there is no such plan', () => {
  const store = madeStore();
  expect(() => readPlan(store, 3 as PlanId)).toThrow('There is no plan 3');
  expect(readStep(store, 3 as PlanId, 0)).toBeNull();
});
