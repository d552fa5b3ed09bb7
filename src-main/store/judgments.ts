// The append-only log of what the user said. Undo and redo append 'revoke' and 'restore'; nothing is changed or deleted.
// Photos are kept by content hash, so a judgment outlives moves, re-indexing, and even photos this library does not know.
import type { Judgment, JudgmentId, JudgmentLog, LensId, PhotoId, Statement } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { StoreError } from './error.ts';
import { requireLens } from './lenses.ts';
import { fromPayload, type Payload, toPayload } from './statement.ts';

interface Row {
  readonly id: JudgmentId;
  readonly kind: Statement['kind'];
  readonly payload: string;
  readonly madeAt: number;
}

const statements = preparedOnce((db) => ({
  inForce: db.prepare<[LensId], Row>(inForce('ASC')),
  newestInForce: db.prepare<[LensId], Row>(inForce('DESC')),
  newestRevoked: db.prepare<[{ readonly lensId: LensId }], Row>(
    `SELECT j.id, j.kind, j.payload, j.made_at AS madeAt
     FROM judgments r JOIN judgments j ON j.id = r.target
     WHERE r.lens_id = @lensId AND r.kind = 'revoke'
       AND r.id > (SELECT id FROM judgments WHERE lens_id = @lensId AND target IS NULL ORDER BY id DESC LIMIT 1)
       AND r.id = (SELECT max(id) FROM judgments WHERE target = j.id)
     ORDER BY r.id DESC`
  ),
  append: db.prepare<[LensId, kind: string, target: JudgmentId | null, payload: string | null, madeAt: number], JudgmentId>(
    'INSERT INTO judgments (lens_id, kind, target, payload, made_at) VALUES (?, ?, ?, ?, ?) RETURNING id'
  ).pluck(),
  hashOf: db.prepare<[PhotoId], string>('SELECT hash FROM photos WHERE id = ?').pluck(),
  idOf: db.prepare<[hash: string], PhotoId>('SELECT id FROM photos WHERE hash = ?').pluck(),
  ids: db.prepare<[], [hash: string, id: PhotoId]>('SELECT hash, id FROM photos').raw()
}));

/** A statement is in force unless the last thing said about it revoked it. */
function inForce(order: 'ASC' | 'DESC'): string {
  return `SELECT id, kind, payload, made_at AS madeAt FROM judgments j
    WHERE lens_id = ? AND target IS NULL
      AND 'revoke' IS NOT (SELECT kind FROM judgments c WHERE c.target = j.id ORDER BY id DESC LIMIT 1)
    ORDER BY id ${order}`;
}

/**
 * Appends a judgment; what could be redone before cannot any more.
 * @throws {StoreError} `photo-missing` for an unknown photo
 * @throws {RangeError} for an unknown lens, or a statement that says nothing: too few photos, one photo twice, a degree outside 0..1
 */
export function addJudgment(store: Store, lensId: LensId, statement: Statement, madeAt: number): Judgment {
  return write(store, () => {
    requireLens(store, lensId);
    const payload = toPayload(statement, (id) => hashOf(store, id));
    const id = append(store, lensId, statement.kind, null, JSON.stringify(payload), madeAt);
    return { id, lensId, statement, madeAt };
  });
}

/** Revokes the newest judgment in force and returns it; `null` when there is none. */
export function undoJudgment(store: Store, lensId: LensId, madeAt: number): Judgment | null {
  return write(store, () => {
    requireLens(store, lensId);
    const judgment = undoable(store, lensId);
    if (judgment !== null) append(store, lensId, 'revoke', judgment.id, null, madeAt);
    return judgment;
  });
}

/** Restores what was last undone since the last new judgment, and returns it; `null` when there is nothing. */
export function redoJudgment(store: Store, lensId: LensId, madeAt: number): Judgment | null {
  return write(store, () => {
    requireLens(store, lensId);
    const judgment = redoable(store, lensId);
    if (judgment !== null) append(store, lensId, 'restore', judgment.id, null, madeAt);
    return judgment;
  });
}

/**
 * The judgments in force, and what undo and redo would do. Photos unknown to this library are left out of a `together` or `apart`;
 * a judgment that says nothing without them is not returned, though kept.
 */
export function readJudgmentLog(store: Store, lensId: LensId): JudgmentLog {
  return read(store, () => {
    requireLens(store, lensId);
    const ids = new Map(statements(store).ids.all());
    const judgments: Judgment[] = [];
    for (const row of statements(store).inForce.all(lensId)) {
      const judgment = toJudgment(row, lensId, (hash) => ids.get(hash));
      if (judgment !== null) judgments.push(judgment);
    }
    return { lensId, judgments, undoable: judgments.at(-1) ?? null, redoable: redoable(store, lensId) };
  });
}

function undoable(store: Store, lensId: LensId): Judgment | null {
  return firstKnown(store, lensId, statements(store).newestInForce.iterate(lensId));
}

function redoable(store: Store, lensId: LensId): Judgment | null {
  return firstKnown(store, lensId, statements(store).newestRevoked.iterate({ lensId }));
}

/** The first that speaks of photos of this library: undo must not touch what the user cannot see. */
function firstKnown(store: Store, lensId: LensId, rows: Iterable<Row>): Judgment | null {
  for (const row of rows) {
    const judgment = toJudgment(row, lensId, (hash) => statements(store).idOf.get(hash));
    if (judgment !== null) return judgment;
  }
  return null;
}

function toJudgment({ id, kind, payload, madeAt }: Row, lensId: LensId, idOf: (hash: string) => PhotoId | undefined): Judgment | null {
  // written by `addJudgment` alone
  const statement = fromPayload(kind, JSON.parse(payload) as Payload, idOf);
  return statement === null ? null : { id, lensId, statement, madeAt };
}

function append(store: Store, lensId: LensId, kind: string, target: JudgmentId | null, payload: string | null, madeAt: number): JudgmentId {
  const id = statements(store).append.get(lensId, kind, target, payload, madeAt);
  if (id === undefined) throw new Error('expected the id of the appended entry, got none');
  return id;
}

function hashOf(store: Store, id: PhotoId): string {
  const hash = statements(store).hashOf.get(id);
  if (hash === undefined) throw new StoreError('photo-missing', `There is no photo ${id} in this library. Reload the photos and judge again.`);
  return hash;
}
