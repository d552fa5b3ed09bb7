// What the app was started with: a folder to open as a library, or an image to find photos like. Nothing else, and no address: links that name this
// app are not followed.
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OfferedImage } from '../../../src-shared/contract.ts';
import { MOST_IMAGE_BYTES } from '../../../src-shared/contract/alike.ts';
import { CodedError } from '../../failure.ts';

/** The path among the arguments after the program's own; Chromium's switches may be among them. `null` if there is none. */
export function pathAmong(args: readonly string[]): string | null {
  const [path] = args.flatMap((argument) => localPath(argument) ?? []);
  return path === undefined ? null : resolve(path);
}

/** Linux passes files as addresses. */
function localPath(argument: string): string | null {
  if (/^file:\/\/\/[^/]/i.test(argument)) {
    try {
      return fileURLToPath(argument);
    } catch (error) {
      if (error instanceof URIError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_INVALID') === true) return null; // nothing that a file can be called
      throw error;
    }
  }
  // any other address has two letters or more before its colon, a drive has one
  return argument === '' || argument.startsWith('-') || /^[A-Za-z][A-Za-z0-9+.-]+:/.test(argument) ? null : argument;
}

/** The path that a second start passed on. */
export function pathGiven(given: unknown): string | null {
  const path = typeof given === 'object' && given !== null && 'path' in given ? given.path : null;
  return typeof path === 'string' ? path : null;
}

/** The image at `path`; `null` if that is no file, and so a folder to open. @throws {CodedError} if it is too large to be one */
export async function imageAt(path: string): Promise<OfferedImage | null> {
  const found = await stat(path).catch(() => null); // opening the folder says what is wrong
  if (found?.isFile() !== true) return null;
  if (found.size > MOST_IMAGE_BYTES) throw new CodedError('bad-request', `${path} is larger than ${Math.round(MOST_IMAGE_BYTES / 1e6)} MB, which is too large to search by.`);
  return { name: basename(path), bytes: new Uint8Array(await readFile(path)) };
}
