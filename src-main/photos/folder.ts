// The folder a library lies on: that it is there, readable, and still the same one. Not what is inside it.
import type { FailureCode } from '../../src-shared/contract.ts';
import { type FileCalls, files } from './file-calls.ts';
import { isSystemError, messageOf } from './problem.ts';

/** The scanned folder itself is missing, is no folder, cannot be read, or went away during the scan. `message` says what to do. */
export class FolderError extends Error {
  readonly code: Extract<FailureCode, 'folder-missing' | 'not-a-folder' | 'folder-unreadable'>;

  constructor(code: FolderError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FolderError';
    this.code = code;
  }
}

/**
 * Checks that `folder` is there.
 * @param options.device what an earlier call returned: the folder must still lie on that device. An unplugged drive often leaves its
 *   empty mount point behind, which is another device. (Inode numbers would say more, but some network systems change them.)
 * @returns the number of the device the folder lies on
 * @throws {FolderError} `folder-unreadable` also where its drive does not answer; the reason of `signal` once it is aborted
 */
export async function checkFolder(
  folder: string,
  { device, calls = files, signal }: { readonly device?: number; readonly calls?: FileCalls; readonly signal?: AbortSignal | undefined } = {}
): Promise<number> {
  const stats = await calls.stat(folder, { folder, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw asFolderError(folder, error);
  });
  if (!stats.isDirectory()) throw new FolderError('not-a-folder', `${folder} is a file. Choose the folder it lies in.`);
  if (device !== undefined && stats.dev !== device) {
    throw new FolderError('folder-missing', `${folder} went away while it was read. Connect its drive again, then retry.`);
  }
  return stats.dev;
}

/** Sorts what the file system threw about the folder itself. */
export function asFolderError(folder: string, error: unknown): FolderError {
  const code = isSystemError(error) ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new FolderError('folder-missing', `${folder} is not there. If it lies on a drive, connect it, then retry.`, { cause: error });
  }
  const why = code === 'EACCES' || code === 'EPERM' ? 'Allow Kindred to read it' : messageOf(error);
  return new FolderError('folder-unreadable', `${folder} cannot be read. ${why}, then retry.`, { cause: error });
}
