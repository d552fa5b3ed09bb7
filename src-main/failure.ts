// Turns anything thrown into the `Failure` that crosses to the renderer. Writes no message of its own except for a full disk.

import type { Failure, FailureCode } from '../src-shared/contract.ts';
import type { RefusalCode } from '../src-shared/filing/plan.ts';

// a record, not a list: a code missing here is a type error
const codes: Readonly<Record<FailureCode, true>> = {
  'bad-request': true,
  'no-library': true,
  'folder-missing': true,
  'folder-unreadable': true,
  'folder-unwritable': true,
  'not-a-folder': true,
  'library-in-use': true,
  'library-too-new': true,
  'library-damaged': true,
  'disk-full': true,
  'file-exists': true,
  'backup-damaged': true,
  'backup-too-new': true,
  'photo-missing': true,
  'files-busy': true,
  'engine-failed': true,
  'no-exiftool': true,
  'too-few-photos': true,
  'desk-gone': true,
  'pack-refused': true,
  unexpected: true
};

/** How the system and SQLite name a full disk. */
const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/**
 * How workers themselves fail, as opposed to a bad request. `start`: no worker or backend could be started. `crash`: a worker died during
 * this request. `timeout`: it did not answer in time and was stopped. `closed`: its pool was closed first. Never sent to the page.
 */
export type WorkerFailureCode = 'start' | 'crash' | 'timeout' | 'closed';

/** The one error class: an error that keeps its code across processes; `message` says what to do. */
export class CodedError<Code extends FailureCode | WorkerFailureCode | RefusalCode = FailureCode> extends Error {
  override readonly name = 'CodedError';
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A failure of one or all workers. The request can be retried, except after `closed`. */
export type WorkerFailure = CodedError<WorkerFailureCode>;

const workerCodes: readonly string[] = ['start', 'crash', 'timeout', 'closed'] satisfies WorkerFailureCode[];

export function isWorkerFailure(error: unknown): error is WorkerFailure {
  return error instanceof CodedError && workerCodes.includes(String(error.code));
}

/**
 * The failure of `error`: an error with a `code` of the contract keeps it; any other is `unexpected`
 * and goes to `report` (stderr, with its stack), because nobody else will see it.
 */
export function failureOf(error: unknown, { report = console.error }: { report?: (error: unknown) => void } = {}): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  if (typeof code === 'string' && isFailureCode(code)) return { name, code, message };
  if (typeof code === 'string' && fullDisk.has(code)) {
    return { name, code: 'disk-full', message: `The disk is full; free some space and try again (${message}).` };
  }
  report(error);
  return { name, code: 'unexpected', message };
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(codes, code);
}
