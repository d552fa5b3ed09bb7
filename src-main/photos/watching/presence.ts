// Whether a folder is there at all: a drive may be unplugged, and often leaves its empty mount point behind.
import { type FileCalls, files } from '../file-calls.ts';

/** What distinguishes a folder from another one at the same path. */
export interface Presence {
  readonly device: number;
  readonly inode: number;
  /** When it was created, in milliseconds since 1970; some file systems give the last change instead. */
  readonly born: number;
}

/**
 * Checks whether `folder` is there. An empty folder on another device than `before` is the mount point of a drive that went away.
 * @returns `null` if it is not, or if its drive or server does not answer
 */
export async function presenceOf(folder: string, before: Presence | null, { calls = files }: { readonly calls?: FileCalls } = {}): Promise<Presence | null> {
  try {
    const stats = await calls.stat(folder, { folder });
    if (!stats.isDirectory()) return null;
    if (before !== null && stats.dev !== before.device && (await calls.readdir(folder)).length === 0) return null;
    return { device: stats.dev, inode: stats.ino, born: stats.birthtimeMs };
  } catch {
    return null; // whatever the reason, it cannot be read now
  }
}
