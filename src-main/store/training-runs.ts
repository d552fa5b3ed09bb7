// Runs that train the encoder: one may be open at a time, and one that a kill left open resumes from its checkpoint.
// `report` is what a run last reported, as opaque JSON.
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import type { EncoderVersionId } from './encoder-versions.ts';

export type TrainingRunId = number & { readonly __brand: 'TrainingRunId' };
export type OpenState = 'training' | 'encoding';
export type EndState = 'adopted' | 'rejected' | 'cancelled' | 'failed';

export interface TrainingRun {
  readonly id: TrainingRunId;
  readonly state: OpenState | EndState;
  /** The version it started from; `null` once that was deleted. */
  readonly base: EncoderVersionId | null;
  /** The version it produced: not in use before 'adopted'. */
  readonly candidate: EncoderVersionId | null;
  /** Training time allotted, in seconds. */
  readonly budget: number;
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly report: unknown;
}

type Row = Omit<TrainingRun, 'report'> & { readonly report: string | null };
const COLUMNS = 'id, state, base_id AS base, candidate_id AS candidate, budget, seed, started_at AS startedAt, report';

const statements = preparedOnce((db) => ({
  open: db.prepare<[], Row>(`SELECT ${COLUMNS} FROM training_runs WHERE ended_at IS NULL`),
  add: db.prepare<[base: EncoderVersionId, budget: number, seed: number, now: number], TrainingRunId>(
    "INSERT INTO training_runs (state, base_id, budget, seed, started_at) VALUES ('training', ?, ?, ?, ?) RETURNING id"
  ).pluck(),
  report: db.prepare<[report: string, TrainingRunId]>('UPDATE training_runs SET report = ? WHERE id = ? AND ended_at IS NULL'),
  encoding: db.prepare<[EncoderVersionId, TrainingRunId]>("UPDATE training_runs SET state = 'encoding', candidate_id = ? WHERE id = ? AND ended_at IS NULL"),
  end: db.prepare<[EndState, now: number, report: string, TrainingRunId]>('UPDATE training_runs SET state = ?, ended_at = ?, report = ? WHERE id = ? AND ended_at IS NULL')
}));

/** The run that has not ended; `null` if there is none. */
export function openTrainingRun(store: Store): TrainingRun | null {
  return fromRow(read(store, () => statements(store).open.get()));
}

/** Starts a run. Throws SQLite's own error if one is already open, which the caller must prevent. */
export function beginTrainingRun(store: Store, { base, budget, seed, now }: { readonly base: EncoderVersionId; readonly budget: number; readonly seed: number; readonly now: number }): TrainingRun {
  return write(store, () => {
    const id = statements(store).add.get(base, budget, seed, now);
    if (id === undefined) throw new Error('expected the run that was added, got none');
    return { id, state: 'training', base, candidate: null, budget, seed, startedAt: now, report: null };
  });
}

/** Stores an open run's report. */
export function writeTrainingReport(store: Store, id: TrainingRunId, report: unknown): void {
  write(store, () => statements(store).report.run(JSON.stringify(report), id));
}

/** Its training is over and succeeded: the photos are now being encoded with `candidate`. */
export function noteCandidate(store: Store, id: TrainingRunId, candidate: EncoderVersionId): void {
  write(store, () => statements(store).encoding.run(candidate, id));
}

/** Ends an open run; one that has already ended stays as it is. */
export function endTrainingRun(store: Store, id: TrainingRunId, state: EndState, { now, report }: { readonly now: number; readonly report: unknown }): void {
  write(store, () => statements(store).end.run(state, now, JSON.stringify(report), id));
}

function fromRow(row: Row | undefined): TrainingRun | null {
  // written only above
  return row === undefined ? null : { ...row, report: row.report === null ? null : (JSON.parse(row.report) as unknown) };
}
