// Validates rows of the log as read from the database: disk damage may have changed any byte, and one bad row must not
// make the others unreadable.
import type { JudgmentId, Origin, Statement } from '../../src-shared/contract.ts';
import type { Act } from './ledger.ts';
import { type Payload, wrongWith } from './statement.ts';

export type EntryKind = Statement['kind'] | 'revoke' | 'restore';
/** `step` is the row's own id for the first entry of a step. */
export type EntryRow = [id: number, kind: EntryKind, target: JudgmentId | null, step: number, act: Act | null, ofStep: number | null];
/** `origin` is `null` in entries from before there were origins. */
export type PayloadRow = [id: JudgmentId, kind: Statement['kind'], payload: string, madeAt: number, origin: string | null];

/** Of a judgment whose origin is not known: nothing can be concluded from it about how many pairs are similar. */
export const UNKNOWN_ORIGIN: Origin = { kind: 'volunteered', height: null };

const statementKinds: Readonly<Record<Statement['kind'], true>> = { similar: true, different: true, degree: true, closer: true, together: true, apart: true };
const acts: Readonly<Record<Act, true>> = { say: true, undo: true, redo: true };

/** Whether a row matches its type. */
export function isEntry([, kind, target, , act]: Readonly<EntryRow>): boolean {
  const isTurn = kind === 'revoke' || kind === 'restore';
  return (isTurn ? target !== null : isStatementKind(kind) && target === null) && (act === null || Object.hasOwn(acts, act));
}

/** What a judgment says; `null` if it is unreadable. */
export function readPayload([, kind, json]: Readonly<PayloadRow>): Payload | null {
  if (!isStatementKind(kind)) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null; // counted, and reported with the log
  }
  if (typeof value !== 'object' || value === null) return null;
  const { photos, others, pictures, degree } = value as Readonly<Record<string, unknown>>; // an object, checked field by field
  if (!isHashes(photos) || (others !== undefined && !isHashes(others)) || (degree !== undefined && typeof degree !== 'number')) return null;
  // without picture hashes a judgment still finds its photos by content
  const payload = { photos, ...(others !== undefined && { others }), ...(isPictures(pictures) && { pictures }), ...(degree !== undefined && { degree }) };
  return wrongWith(kind, payload) === null ? payload : null;
}

/** How a judgment came about; `UNKNOWN_ORIGIN` if that is missing or unreadable. */
export function readOrigin([, , , , json]: Readonly<PayloadRow>): Origin {
  if (json === null) return UNKNOWN_ORIGIN;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return UNKNOWN_ORIGIN; // what was said is worth keeping without it
  }
  if (typeof value !== 'object' || value === null) return UNKNOWN_ORIGIN;
  const { kind, probability, height } = value as Readonly<Record<string, unknown>>; // an object, checked field by field
  if (kind === 'asked' && typeof probability === 'number' && probability >= 0 && probability <= 1) return { kind, probability };
  return kind === 'volunteered' && typeof height === 'number' && height >= 0 ? { kind, height } : UNKNOWN_ORIGIN;
}

function isStatementKind(kind: unknown): kind is Statement['kind'] {
  return typeof kind === 'string' && Object.hasOwn(statementKinds, kind);
}

function isHashes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((hash) => typeof hash === 'string');
}

function isPictures(value: unknown): value is readonly (string | null)[] {
  return Array.isArray(value) && value.every((hash) => hash === null || typeof hash === 'string');
}
