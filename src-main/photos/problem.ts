// Why a file cannot be used as a photo, as an error thrown inside and by this folder.
import type { ProblemCode } from '../../src-shared/contract.ts';
import { isInUse } from '../locked-files.ts';

/** A file that cannot be shown. `message` is the decoder's or the system's own. */
export class PhotoProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhotoProblem';
    this.code = code;
  }
}

/** Classifies what the file system threw: `vanished` if the file is gone, `unreadable` for everything else. */
export function asFileProblem(error: unknown): PhotoProblem {
  if (error instanceof PhotoProblem) return error;
  if (isInUse(error)) return new PhotoProblem('unreadable', 'another program is using it; close it there, then try again', { cause: error });
  const gone = isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  return new PhotoProblem(gone ? 'vanished' : 'unreadable', messageOf(error), { cause: error });
}

/** Classifies what a decoder threw by its message: libvips has no error codes. */
export function asDecodeProblem(error: unknown): PhotoProblem {
  if (error instanceof PhotoProblem) return error;
  // libvips reports several lines; the last one is the conclusion
  const lines = messageOf(error).split('\n').map((line) => line.trim()).filter((line) => !/^(\([\d.]+\))?$/.test(line));
  const message = lines.at(-1) ?? 'the decoder gave no reason';
  const code: ProblemCode =
    /^timeout/i.test(message) ? 'timeout'
    : /pixel limit|security limit/i.test(message) ? 'too-large'
    : /unsupported|not supported|not configured|not been built in/i.test(message) ? 'unsupported'
    : 'damaged';
  return new PhotoProblem(code, message, { cause: error });
}

/** A picture of which less of its rows is there is none. */
export const LEAST_PART = 0.1;

/** Of a picture that ends early. @param there how much of it is in the file, 0 to 1 */
export function cutOff(there: number): PhotoProblem {
  return new PhotoProblem('truncated', `the file ends early: only ${Math.max(1, Math.round(100 * there))} % of the picture is in it`);
}

/** Node's errors carry a `code` such as `ENOENT`; TypeScript knows it under this name. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
