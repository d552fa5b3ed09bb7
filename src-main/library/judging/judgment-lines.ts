// Judgments as JSON lines by content and picture hash: what is exported, and how a line is read again. One judgment a line, each
// with the name of its lens, so that lines of several libraries can be put together. Records nothing.

import type { RefusedLine, Statement } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import type { Said } from '../../store/judgments.ts';
import { UNKNOWN_ORIGIN } from '../../store/log-rows.ts';
import { type Payload, wrongWith } from '../../store/statement.ts';

export interface JudgmentLine extends Said {
  /** Name of its lens; `null` for the first, unnamed one. */
  readonly lens: string | null;
}

const FORMAT = 'kindred-judgments';
const VERSION = 1;
/** A file with more damaged lines than this, and fewer judgments than damaged lines, is another file. */
const MOST_DAMAGED = 1000;
const kinds: Readonly<Record<Statement['kind'], true>> = { similar: true, different: true, degree: true, closer: true, together: true, apart: true };

/** A first line that says what follows, then a line for each judgment. */
export function writeLines(lines: Iterable<JudgmentLine>): string {
  let text = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;
  for (const { lens, kind, payload, origin, madeAt } of lines) text += `${JSON.stringify({ lens, kind, ...payload, origin, madeAt })}\n`;
  return text;
}

/**
 * The judgments of a text, with their line numbers from 1; lines that hold none are told with the reason. Empty lines count but are skipped.
 * Origins are not read: an answer that was asked of another library's groups is no fair sample of this one's.
 * @throws {CodedError} `bad-request` as soon as it is clear that the text is something else
 */
export function readLines(text: string): { readonly lines: readonly (JudgmentLine & { readonly line: number })[]; readonly damaged: readonly RefusedLine[] } {
  const lines: (JudgmentLine & { line: number })[] = [];
  const damaged: RefusedLine[] = [];
  let line = 0;
  // line by line, for a wrong file may have millions
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const raw = text.slice(start, end < 0 ? text.length : end);
    start += raw.length + 1;
    line++;
    if (raw.trim() === '') continue;
    const read = readLine(raw);
    if (typeof read === 'string') damaged.push({ line, reason: read });
    else if (read !== null) lines.push({ ...read, line });
    if (damaged.length > MOST_DAMAGED && damaged.length > lines.length) {
      throw new CodedError('bad-request', `This is not a file of judgments: of its first ${line} lines ${damaged.length} hold none. Nothing was taken over. Choose a file that Kindred saved.`);
    }
  }
  return { lines, damaged };
}

/** `null` for the line that says the format; the reason for a line that holds no judgment. */
function readLine(raw: string): JudgmentLine | string | null {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    return `this is no JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object';
  const { format, version, lens = null, kind, photos, others, pictures, degree, madeAt } = value as Readonly<Record<string, unknown>>; // an object, checked field by field
  if (format !== undefined) return format === FORMAT && version === VERSION ? null : `expected ${FORMAT} version ${VERSION}, got ${JSON.stringify({ format, version })}`;
  if (lens !== null && typeof lens !== 'string') return 'expected "lens" to be a name or null';
  if (typeof kind !== 'string' || !isKind(kind)) return `expected "kind" to be one of ${Object.keys(kinds).join(', ')}, got ${kind === undefined ? 'nothing' : JSON.stringify(kind)}`;
  if (!isHashes(photos) || (others !== undefined && !isHashes(others))) return 'expected photos as lists of SHA-256 hashes (64 hexadecimal digits)';
  if (pictures !== undefined && !isPictures(pictures, photos.length + (others?.length ?? 0))) return 'expected "pictures" to be a list of SHA-256 hashes or null, one for each photo';
  if (degree !== undefined && typeof degree !== 'number') return 'expected "degree" to be a number from 0 to 1';
  if (typeof madeAt !== 'number' || !Number.isSafeInteger(madeAt)) return 'expected "madeAt" in milliseconds since 1970';
  const payload: Payload = { photos, ...(others !== undefined && { others }), ...(pictures !== undefined && { pictures }), ...(degree !== undefined && { degree }) };
  return wrongWith(kind, payload) ?? { lens, kind, payload, origin: UNKNOWN_ORIGIN, madeAt };
}

function isKind(kind: string): kind is Statement['kind'] {
  return Object.hasOwn(kinds, kind);
}

function isHashes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isHash);
}

function isPictures(value: unknown, count: number): value is readonly (string | null)[] {
  return Array.isArray(value) && value.length === count && value.every((hash) => hash === null || isHash(hash));
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
