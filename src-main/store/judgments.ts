// The append-only log of what the user said. Undo and redo append 'revoke' and 'restore'; nothing is changed or deleted.
// Photos are identified by content and picture hash, so a judgment survives moves, metadata edits and re-indexing, and may name photos this
// library does not know.
// Which entries are in force: ledger.ts; whether they contradict each other: the closure.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Judgment, JudgmentId, JudgmentLog, JudgmentStep, LensId, Origin, PhotoId, Statement } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { keptUntilWritten, preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { type Act, Ledger, type Step } from './ledger.ts';
import { requireLens } from './lenses.ts';
import { currentId } from './merge.ts';
import { type EntryRow, isEntry, type PayloadRow, readOrigin, readPayload } from './log-rows.ts';
import { type FindPhoto, fromPayload, identitiesIn, type Payload, type PhotoIdentity } from './statement.ts';

/** A statement as it is stored. */
export interface Said {
  readonly kind: Statement['kind'];
  readonly payload: Payload;
  readonly origin: Origin;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

export interface SaidJudgment extends Said {
  readonly id: JudgmentId;
}

/** Statements made and judgments dropped together. */
export interface NewStep {
  readonly made: readonly Said[];
  readonly dropped: readonly JudgmentId[];
}

/** An entry as it is appended. */
interface NewEntry {
  readonly lensId: LensId;
  readonly kind: string;
  readonly target: JudgmentId | null;
  readonly payload: string | null;
  readonly origin: string | null;
  readonly madeAt: number;
  readonly step: number | null;
  readonly act: Act;
  readonly ofStep: number | null;
}

const statements = preparedOnce((db) => ({
  entries: db.prepare<[LensId], EntryRow>(
    'SELECT id, kind, target, COALESCE(step, id), act, of_step FROM judgments WHERE lens_id = ? ORDER BY id'
  ).raw(),
  said: db.prepare<[LensId], PayloadRow>('SELECT id, kind, payload, made_at, origin FROM judgments WHERE lens_id = ? AND target IS NULL ORDER BY id').raw(),
  one: db.prepare<[JudgmentId], PayloadRow>('SELECT id, kind, payload, made_at, origin FROM judgments WHERE id = ? AND target IS NULL').raw(),
  last: db.prepare<[LensId], number | null>('SELECT max(id) FROM judgments WHERE lens_id = ?').pluck(),
  append: db.prepare<[NewEntry], JudgmentId>(
    `INSERT INTO judgments (lens_id, kind, target, payload, made_at, step, act, of_step, origin)
     VALUES (@lensId, @kind, @target, @payload, @madeAt, @step, @act, @ofStep, @origin) RETURNING id`
  ).pluck(),
  identity: db.prepare<[PhotoId], PhotoIdentity>('SELECT shown AS hash, picture FROM photos WHERE id = ?'),
  idOfContent: db.prepare<[hash: string], PhotoId>('SELECT photo_id FROM contents WHERE hash = ?').pluck(),
  idOfPicture: db.prepare<[picture: string], PhotoId>('SELECT COALESCE(merged_into, id) FROM photos WHERE picture = ?').pluck(),
  pictureOf: db.prepare<[hash: string], string | null>('SELECT p.picture FROM contents c JOIN photos p ON p.id = c.photo_id WHERE c.hash = ?').pluck()
}));

/** The state of a lens's log; damaged entries are skipped and counted. @throws {CodedError} `bad-request` for an unknown lens */
export function readLedger(store: Store, lensId: LensId): Ledger {
  return read(store, () => {
    requireLens(store, lensId);
    const ledger = new Ledger();
    let rows: EntryRow[] = [];
    for (const row of statements(store).entries.iterate(lensId)) {
      if (!isEntry(row)) {
        ledger.skip();
        continue;
      }
      if (rows.length > 0 && rows[0]?.[3] !== row[3]) {
        take(ledger, rows);
        rows = [];
      }
      rows.push(row);
    }
    if (rows.length > 0) take(ledger, rows);
    return ledger;
  });
}

/** What the judgments in force say, oldest first; unreadable ones are left out. */
export function readSaid(store: Store, lensId: LensId, ledger: Pick<Ledger, 'has'>): SaidJudgment[] {
  return read(store, () => {
    const said: SaidJudgment[] = [];
    for (const row of statements(store).said.iterate(lensId)) {
      const payload = ledger.has(row[0]) ? readPayload(row) : null;
      if (payload !== null) said.push(toSaid(row, payload));
    }
    return said;
  });
}

/** What one judgment says, in force or not; `null` if it is unreadable. @throws {CodedError} `bad-request` for an id that no judgment has */
export function readOneSaid(store: Store, id: JudgmentId): SaidJudgment | null {
  const row = read(store, () => statements(store).one.get(id));
  if (row === undefined) throw new CodedError('bad-request', `There is no judgment ${id} in this library. Reload the judgments.`);
  const payload = readPayload(row);
  return payload && toSaid(row, payload);
}

/** Appends what was made and dropped together, in one transaction. `dropped` must be in force, which the caller checks with the ledger. */
export function appendSaid(store: Store, lensId: LensId, { made, dropped }: NewStep, madeAt: number): Step {
  return write(store, () => {
    requireLens(store, lensId);
    const ids: JudgmentId[] = [];
    const entry = (fields: Pick<NewEntry, 'kind' | 'target' | 'payload' | 'origin' | 'madeAt'>): void => {
      ids.push(append(store, { lensId, ...fields, step: ids[0] ?? null, act: 'say', ofStep: null }));
    };
    for (const { kind, payload, origin, madeAt: at } of made) entry({ kind, target: null, payload: JSON.stringify(payload), origin: JSON.stringify(origin), madeAt: at });
    for (const target of dropped) entry({ kind: 'revoke', target, payload: null, origin: null, madeAt });
    const [step] = ids;
    if (step === undefined) throw new RangeError('expected something made or dropped, got neither');
    return { id: step, made: ids.slice(0, made.length), dropped };
  });
}

/** Appends that a step was undone (what it made is revoked, what it dropped restored) or redone (the other way round). */
export function appendTurn(store: Store, lensId: LensId, act: 'undo' | 'redo', { id, made, dropped }: Step, madeAt: number): void {
  write(store, () => {
    requireLens(store, lensId);
    const [out, back] = act === 'undo' ? [made, dropped] : [dropped, made];
    let step: JudgmentId | null = null;
    for (const [kind, targets] of [['revoke', out], ['restore', back]] as const) {
      for (const target of targets) {
        const entry: JudgmentId = append(store, { lensId, kind, target, payload: null, origin: null, madeAt, step, act, ofStep: id });
        step ??= entry;
      }
    }
  });
}

/**
 * The judgments in force, and what undo and redo would do. Photos unknown to this library are left out of a `together` or `apart`;
 * a judgment that says nothing without them is kept but not returned.
 */
export function readJudgmentLog(store: Store, lensId: LensId): JudgmentLog {
  const ledger = readLedger(store, lensId);
  const find = readFinder(store);
  const judgments: Judgment[] = [];
  const all = readSaid(store, lensId, ledger);
  for (const said of all) {
    const statement = fromPayload(said.kind, said.payload, find);
    if (statement !== null) judgments.push({ id: said.id, lensId, statement, origin: said.origin, madeAt: said.madeAt });
  }
  return {
    lensId, revision: readRevision(store, lensId), judgments, undoable: describeStep(ledger.undoable), redoable: describeStep(ledger.redoable), ...countUnreadable(ledger, all)
  };
}

/** The highest id of an entry in a lens's log, those of undo and redo included; 0 if it is empty. */
export function readRevision(store: Store, lensId: LensId): number {
  return read(store, () => statements(store).last.get(lensId)) ?? 0;
}

export function describeStep(step: Step | null): JudgmentStep | null {
  return step && { id: step.id, made: step.made.length, dropped: step.dropped.length };
}

const lookedUp = keptUntilWritten(() => new Map<string, PhotoId | undefined>());

/**
 * Finds photos among all ever known here, by content or else by picture. Results are cached until the next write, because a log names few
 * of a large library's photos, but those repeatedly. To be used at once: it does not notice photos that come or go.
 */
export function readFinder(store: Store): FindPhoto {
  const found = lookedUp(store);
  return (identity) => {
    const key = identity.picture === null ? identity.hash : `${identity.hash} ${identity.picture}`;
    if (!found.has(key)) found.set(key, findPhoto(store, identity));
    return found.get(key);
  };
}

/**
 * Looks up the photos that a lens's judgments name, in slices with a pause in between, so that reading them afterwards is fast; a write in
 * the meantime clears the cache.
 * @throws {CodedError} `bad-request` for an unknown lens, `no-library` if the store is closed in the meantime
 */
export async function lookUpPhotos(store: Store, lensId: LensId, { slice = 100, pause = nextTurn }: { slice?: number; pause?: () => Promise<void> } = {}): Promise<void> {
  const named = readSaid(store, lensId, readLedger(store, lensId)).flatMap(({ payload }) => identitiesIn(payload));
  for (let at = 0; at < named.length; at += slice) {
    named.slice(at, at + slice).forEach(readFinder(store));
    await pause();
    if (!store.db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
  }
}

/** The photo with that content or else that picture; `undefined` if it was never here. */
export function findPhoto(store: Store, { hash, picture }: PhotoIdentity): PhotoId | undefined {
  const { idOfContent, idOfPicture } = statements(store);
  return read(store, () => idOfContent.get(hash) ?? (picture === null ? undefined : idOfPicture.get(picture)));
}

/** @throws {CodedError} `bad-request` for an unknown photo */
export function identityOf(store: Store, id: PhotoId): PhotoIdentity {
  const identity = read(store, () => statements(store).identity.get(currentId(store, id)));
  if (identity === undefined) throw new CodedError('bad-request', `There is no photo ${id} in this library. Reload the photos and judge again.`);
  return identity;
}

/** A payload completed with the picture hashes known by now: older ones have none. */
export function withPictures(store: Store, payload: Payload): Payload {
  const pictures = identitiesIn(payload).map(({ hash, picture }) => picture ?? read(store, () => statements(store).pictureOf.get(hash)) ?? null);
  return pictures.some((picture) => picture !== null) ? { ...payload, pictures } : payload;
}

/** Takes the entries of one step. Entries of the first version have no act: each is a step of its own, defined by its kind. */
function take(ledger: Ledger, rows: readonly EntryRow[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const [, kind, target, step, act, ofStep] = first;
  const does = act ?? (target === null ? 'say' : kind === 'revoke' ? 'undo' : 'redo');
  if (does === 'say') {
    ledger.say({
      id: step,
      made: rows.flatMap((row) => (row[2] === null ? [row[0] as JudgmentId] : [])), // an entry without a target is a judgment
      dropped: rows.flatMap((row) => row[2] ?? [])
    });
  } else ledger[does](ofStep ?? target ?? step);
}

function toSaid(row: PayloadRow, payload: Payload): SaidJudgment {
  const [id, kind, , madeAt] = row;
  return { id, kind, payload, origin: readOrigin(row), madeAt };
}

/** How many judgments of a lens are unreadable, given the readable ones in `said`: part of its log. */
export function countUnreadable(ledger: Ledger, said: { readonly length: number }): Pick<JudgmentLog, 'unreadable'> {
  const unreadable = ledger.skipped + ledger.size - said.length;
  return unreadable > 0 ? { unreadable } : {};
}

function append(store: Store, entry: NewEntry): JudgmentId {
  const id = statements(store).append.get(entry);
  if (id === undefined) throw new Error('expected the id of the appended entry, got none');
  return id;
}
