// Why a step is not done: what the system said, as a code and what to do about it.
import type { Refusal, RefusalCode } from '../../src-shared/filing/plan.ts';
import { CodedError } from '../failure.ts';
import { systemCode } from './disk.ts';

/** A refusal as an error. */
export function refuse(code: RefusalCode, message: string, options?: ErrorOptions): CodedError<RefusalCode> {
  return new CodedError<RefusalCode>(code, message, options);
}

/** Reasons that pass: the step stays planned, or done where it was to be undone, and can be tried again. */
const PASSING: readonly RefusalCode[] = ['disk-full', 'read-only', 'target-missing', 'offline', 'in-use', 'no-exiftool'];
/** Those that hold for every later step too, so the plan stops. */
const STOPPING: readonly RefusalCode[] = ['disk-full', 'read-only', 'target-missing', 'no-exiftool'];

export const isPassing = ({ code }: Refusal): boolean => PASSING.includes(code);
export const isStopping = ({ code }: Refusal): boolean => STOPPING.includes(code);

/** @param path what could not be done something with */
export function refusalOf(error: unknown, path: string): Refusal {
  if (isRefusal(error)) return { code: error.code, message: error.message };
  if (error instanceof CodedError) return { code: 'failed', message: error.message };
  const said = error instanceof Error ? error.message : String(error);
  switch (systemCode(error)) {
    case 'ENOENT': case 'ENOTDIR':
      return { code: 'vanished', message: `${path} is no longer there (${said}). Index the folder again.` };
    case 'EACCES': case 'EPERM':
      return { code: 'no-access', message: `The system does not allow it for ${path} (${said}). Allow Kindred to write there, then make a new plan.` };
    case 'EBUSY':
      return { code: 'in-use', message: `Another program is using ${path} (${said}). Close it there, then continue.` };
    case 'EROFS':
      return { code: 'read-only', message: `The disk can only be read (${said}). Make it writable or choose another folder, then continue.` };
    case 'ENOSPC': case 'EDQUOT':
      return { code: 'disk-full', message: `The disk is full (${said}). Free some space, then continue.` };
    case 'ENAMETOOLONG':
      return { code: 'name-too-long', message: `The path is too long for the disk (${said}). Choose a folder with a shorter path.` };
    case 'EXDEV': case 'ENOTSUP': case 'EOPNOTSUPP': case 'ENOSYS': case 'EMLINK': case 'EINVAL':
      return { code: 'not-supported', message: `The disk cannot do that for ${path} (${said}). Copy the files instead.` };
    default:
      return { code: 'failed', message: `It did not work for ${path}: ${said}.` };
  }
}

const codes: Readonly<Record<RefusalCode, true>> = {
  changed: true, vanished: true, 'is-link': true, 'last-file': true, offline: true, 'already-there': true, exists: true, companion: true,
  'target-missing': true, 'target-in-library': true, 'no-access': true, 'in-use': true, 'in-package': true, 'read-only': true, 'disk-full': true, 'name-too-long': true,
  'not-supported': true, 'no-trash': true, 'not-in-trash': true, 'not-restorable': true, 'not-written': true, 'no-exiftool': true, failed: true
};

/** Whether an error is a refusal, with that code if it is given. */
export function isRefusal(error: unknown, code?: RefusalCode): error is CodedError<RefusalCode> {
  return error instanceof CodedError && Object.hasOwn(codes, String(error.code)) && (code === undefined || error.code === code);
}
