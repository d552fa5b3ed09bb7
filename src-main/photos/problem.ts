// Why a file is not a photo, as an error inside this folder and at its edge.
import type { ProblemCode } from '../../src-shared/contract.ts';

/** A file that cannot be shown. `message` is the decoder's or the system's own words. */
export class PhotoProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhotoProblem';
    this.code = code;
  }
}

/** Sorts what the file system threw: `vanished` where the file is gone, `unreadable` for everything else. */
export function asFileProblem(error: unknown): PhotoProblem {
  if (error instanceof PhotoProblem) return error;
  const gone = isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  return new PhotoProblem(gone ? 'vanished' : 'unreadable', messageOf(error), { cause: error });
}

/** Sorts what a decoder threw by its words: libvips has no error codes. */
export function asDecodeProblem(error: unknown): PhotoProblem {
  if (error instanceof PhotoProblem) return error;
  // libvips reports in lines, of which the last one says what it came to
  const lines = messageOf(error).split('\n').map((line) => line.trim()).filter((line) => !/^(\([\d.]+\))?$/.test(line));
  const message = lines.at(-1) ?? 'the decoder gave no reason';
  const code: ProblemCode =
    /^timeout/i.test(message) ? 'timeout'
    : /pixel limit|security limit/i.test(message) ? 'too-large'
    : /unsupported|not supported|not configured/i.test(message) ? 'unsupported'
    : 'damaged';
  return new PhotoProblem(code, message, { cause: error });
}

/** Node's errors carry a `code` such as `ENOENT`; TypeScript knows it under this name. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
