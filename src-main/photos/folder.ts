// Checks that a library's folder is there, readable, and still the same one. Does not look inside it.
import { CodedError } from '../failure.ts';
import { type FileCalls, files } from './file-calls.ts';
import { isSystemError, messageOf } from './problem.ts';

/**
 * Checks that `folder` is there.
 * @param options.device the result of an earlier call: the folder must still be on that device. An unplugged drive often leaves its
 *   empty mount point behind, which is another device. (Inode numbers would be more precise, but some network file systems change them.)
 * @returns the number of the device the folder is on
 * @throws {CodedError} `folder-unreadable` also if its drive does not answer; the reason of `signal` once it is aborted
 */
export async function checkFolder(
  folder: string,
  { device, calls = files, signal }: { readonly device?: number; readonly calls?: FileCalls; readonly signal?: AbortSignal | undefined } = {}
): Promise<number> {
  const stats = await calls.stat(folder, { folder, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw asFolderError(folder, error);
  });
  if (!stats.isDirectory()) throw new CodedError('not-a-folder', `${folder} is a file. Choose the folder that contains it.`);
  if (device !== undefined && stats.dev !== device) {
    throw new CodedError('folder-missing', `${folder} went away while it was read. Connect its drive again, then retry.`);
  }
  return stats.dev;
}

/** Whether the error is about the folder itself: missing, not a folder, unreadable, or gone. */
export function isFolderFailure(error: unknown): error is CodedError<'folder-missing' | 'not-a-folder' | 'folder-unreadable'> {
  return error instanceof CodedError && ['folder-missing', 'not-a-folder', 'folder-unreadable'].includes(String(error.code));
}

/** Classifies what the file system threw about the folder itself. */
export function asFolderError(folder: string, error: unknown): CodedError {
  const code = isSystemError(error) ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CodedError('folder-missing', `${folder} is not there. If it is on a removable drive, connect it, then retry.`, { cause: error });
  }
  const why = code === 'EACCES' || code === 'EPERM' ? 'Allow Kindred to read it' : messageOf(error);
  return new CodedError('folder-unreadable', `${folder} cannot be read. ${why}, then retry.`, { cause: error });
}
