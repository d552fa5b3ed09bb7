// The log of plans on a page: read at first and whenever one ends, with what runs shown meanwhile.

import { expect, it } from 'vitest';
import { FilingSteps } from '../../../src-renderer/state/filing-steps.ts';
import { PlanLog } from '../../../src-renderer/state/plan-log.svelte.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';
import type { Plan, PlanId, PlanProgress, PlanStep } from '../../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';

const step: PlanStep = { place: 0, photo: 1 as PhotoId, from: { folder: '/photos', path: 'a.jpg' }, to: null, bytes: 5, hash: 'a', sidecarOf: null, remain: 0, last: true, state: 'done', refusal: null };
const plan = (id: number): Plan => ({ id: id as PlanId, kind: 'trash', why: 'Rejected', target: null, lastToo: true, madeAt: id, steps: [step] });
const progress = (phase: PlanProgress['phase'], id: number): PlanProgress => ({ id: id as PlanId, kind: 'trash', phase, undoing: false, done: 1, total: 1, refused: 0, doneBytes: 5, totalBytes: 5, stoppedBy: null });
/** The log of a page that does nothing else. */
const opened = (bridge: FakeBridge) => new PlanLog({ bridge, filing: new FilingSteps({ bridge, steps: new Steps(() => null), onTakenBack: () => {} }) });
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('reads plans at first, when one ends, and when an unknown one goes on', async () => {
  const bridge = new FakeBridge();
  const log = opened(bridge);
  expect(log.plans).toBe(null);
  const stop = log.follow((work) => work);
  await settled();
  expect(log.plans).toEqual([]);
  bridge.plans = [plan(1)];
  bridge.emit('plans.progress', progress('running', 1));
  expect(log.running?.done).toBe(1);
  await settled();
  expect(log.plans?.map(({ id }) => id)).toEqual([1]);
  bridge.plans = [plan(2), plan(1)];
  bridge.emit('plans.progress', progress('ended', 2));
  expect(log.running).toBe(null);
  await settled();
  expect(log.plans?.map(({ id }) => id)).toEqual([2, 1]);
  await log.toggle(1 as PlanId);
  expect(log.opened?.steps).toHaveLength(1);
  await log.toggle(1 as PlanId);
  expect(log.opened).toBe(null);
  stop();
  const asked = bridge.asked.length;
  bridge.emit('plans.progress', progress('ended', 2));
  expect(bridge.asked).toHaveLength(asked);
});

it('shows no plan as running that ended before the answer that it began', async () => {
  const bridge = new FakeBridge();
  const log = opened(bridge);
  const stop = log.follow((work) => work);
  await settled();
  const begun = log.undo(1 as PlanId);
  bridge.emit('plans.progress', progress('ended', 1));
  await begun;
  expect(log.running).toBe(null);
  bridge.filing = progress('running', 2);
  await log.undo(2 as PlanId);
  expect(log.running?.id).toBe(2);
  stop();
});
