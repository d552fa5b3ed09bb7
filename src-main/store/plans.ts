// The journal of plans: every step is written as `doing`, with what is needed to finish it or take it back, before a file is touched, and
// as done afterwards. Does not access the user's files; `work` is opaque here.
import type { Heir } from '../../src-shared/duplicates/heirs.ts';
import type { Plan, PlanFacts, PlanId, PlanStep, PlanSummary, Refusal, StepState, Writing } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { CodedError } from '../failure.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { addHeirs } from './heirs.ts';

export interface StoredStep extends PlanStep {
  readonly plan: PlanId;
  /** What was last written with `doing`, `done` or `undone`. */
  readonly work: unknown;
}

/** What becomes of a step; what is left out stays. */
export interface StepChange {
  readonly state: StepState;
  readonly to?: string | null;
  readonly refusal?: Refusal | null;
  readonly work?: unknown;
}

interface PlanRow {
  readonly id: PlanId;
  readonly kind: PlanFacts['kind'];
  readonly why: string;
  readonly target: string | null;
  readonly lastToo: 0 | 1;
  readonly madeAt: number;
}
interface StepRow {
  readonly plan: PlanId;
  readonly place: number;
  readonly photo: PhotoId;
  readonly folder: string;
  readonly path: string;
  readonly to: string | null;
  readonly bytes: number;
  readonly hash: string;
  readonly sidecarOf: number | null;
  readonly remain: number;
  readonly last: 0 | 1;
  readonly state: StepState;
  readonly refusal: string | null;
  readonly work: string | null;
  readonly writes: string | null;
}

const PLAN = 'SELECT id, kind, why, target, last_too AS lastToo, made_at AS madeAt FROM plans';
const STEP = `SELECT plan_id AS plan, place, photo_id AS photo, folder, path, target AS "to", bytes, hash, sidecar_of AS sidecarOf,
  remain, last, state, refusal, work, writes FROM plan_steps`;

const statements = preparedOnce((db) => ({
  add: db.prepare<[Omit<PlanRow, 'id'>], PlanId>('INSERT INTO plans (kind, why, target, last_too, made_at) VALUES (@kind, @why, @target, @lastToo, @madeAt) RETURNING id').pluck(),
  addStep: db.prepare<[StepRow]>(
    `INSERT INTO plan_steps (plan_id, place, photo_id, folder, path, target, bytes, hash, sidecar_of, remain, last, state, refusal, work, writes)
     VALUES (@plan, @place, @photo, @folder, @path, @to, @bytes, @hash, @sidecarOf, @remain, @last, @state, @refusal, @work, @writes)`
  ),
  plans: db.prepare<[], PlanRow>(`${PLAN} ORDER BY id DESC`),
  plan: db.prepare<[PlanId], PlanRow>(`${PLAN} WHERE id = ?`),
  steps: db.prepare<[PlanId], StepRow>(`${STEP} WHERE plan_id = ? ORDER BY place`),
  step: db.prepare<[PlanId, place: number], StepRow>(`${STEP} WHERE plan_id = ? AND place = ?`),
  doing: db.prepare<[], StepRow>(`${STEP} WHERE state = 'doing' ORDER BY plan_id, place`),
  counts: db.prepare<[], { readonly plan: PlanId; readonly state: StepState; readonly steps: number; readonly bytes: number }>(
    'SELECT plan_id AS plan, state, count(*) AS steps, sum(bytes) AS bytes FROM plan_steps GROUP BY plan_id, state'
  ),
  change: db.prepare<[Pick<StepRow, 'plan' | 'place' | 'state' | 'to' | 'refusal' | 'work'>]>('UPDATE plan_steps SET state = @state, target = @to, refusal = @refusal, work = @work WHERE plan_id = @plan AND place = @place')
}));

/** Writes a plan whose steps are planned or refused. @param now milliseconds since 1970 @param heirs who takes over from photos that go */
export function addPlan(store: Store, { kind, why, target, lastToo }: PlanFacts, steps: readonly PlanStep[], now: number, heirs: readonly Heir[] = []): PlanId {
  return write(store, () => {
    const id = statements(store).add.get({ kind, why, target, lastToo: lastToo ? 1 : 0, madeAt: now });
    if (id === undefined) throw new Error('expected the id of the added plan, got none');
    for (const { from, last, refusal, writes, ...step } of steps) {
      statements(store).addStep.run({ ...step, ...from, plan: id, last: last ? 1 : 0, refusal: refusal && JSON.stringify(refusal), work: null, writes: writes ? JSON.stringify(writes) : null });
    }
    addHeirs(store, id, heirs);
    return id;
  });
}

/** All plans, the latest first. */
export function readPlans(store: Store): PlanSummary[] {
  return read(store, () => {
    const groups = Map.groupBy(statements(store).counts.all(), ({ plan }) => plan);
    return statements(store).plans.all().map((row) => {
      const ofPlan = groups.get(row.id) ?? [];
      const counts = { planned: 0, doing: 0, done: 0, refused: 0, undone: 0 };
      for (const { state, steps } of ofPlan) counts[state] = steps;
      return { ...factsOf(row), counts, bytes: ofPlan.reduce((sum, { bytes }) => sum + bytes, 0) };
    });
  });
}

/** One plan with all its steps. @throws {CodedError} `bad-request` if there is none */
export function readPlan(store: Store, id: PlanId): Plan {
  return { ...readPlanFacts(store, id), steps: readSteps(store, id).map(({ plan: _plan, work: _work, ...step }) => step) };
}

/** @throws {CodedError} `bad-request` if there is none */
export function readPlanFacts(store: Store, id: PlanId): Omit<Plan, 'steps'> {
  const row = read(store, () => statements(store).plan.get(id));
  if (row === undefined) throw new CodedError('bad-request', `There is no plan ${id} in this library. Reload the list of plans.`);
  return factsOf(row);
}

/** The steps of a plan, in their order. */
export function readSteps(store: Store, id: PlanId): StoredStep[] {
  return read(store, () => statements(store).steps.all(id).map(fromRow));
}

export function readStep(store: Store, id: PlanId, place: number): StoredStep | null {
  const row = read(store, () => statements(store).step.get(id, place));
  return row === undefined ? null : fromRow(row);
}

/** Steps that were being done when the process ended, of all plans. */
export function readInterrupted(store: Store): StoredStep[] {
  return read(store, () => statements(store).doing.all().map(fromRow));
}

/** Writes what becomes of a step: on disk when this returns. @returns the step as it is now */
export function changeStep(store: Store, step: StoredStep, { state, to = step.to, refusal = null, work = step.work }: StepChange): StoredStep {
  const { plan, place } = step;
  write(store, () => statements(store).change.run({ plan, place, state, to, refusal: refusal && JSON.stringify(refusal), work: work === null ? null : JSON.stringify(work) }));
  return { ...step, state, to, refusal, work };
}

function factsOf({ lastToo, ...row }: PlanRow): Omit<Plan, 'steps'> {
  return { ...row, lastToo: lastToo === 1 };
}

function fromRow({ folder, path, last, refusal, work, writes, ...row }: StepRow): StoredStep {
  // written only above
  return { ...row, from: { folder, path }, last: last === 1, refusal: refusal === null ? null : (JSON.parse(refusal) as Refusal), work: work === null ? null : (JSON.parse(work) as unknown), ...(writes !== null && { writes: JSON.parse(writes) as Writing }) };
}
