// Files that are listed here and whose bytes are only in a cloud: iCloud's, OneDrive's and others' placeholders. Opening one would have the system download
// it, so none is opened. Linux has none: there a cloud is a program that copies, or a network folder.
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Smaller files may be kept whole in their directory entry, without blocks of their own. */
const MOST_WITHOUT_BLOCKS = 4096;

/** The name of the file that `.name.icloud` stands for, as macOS up to 13 has it; `null` if it is no such name. */
export function placeholderOf(name: string): string | null {
  return /^\.(.+)\.icloud$/i.exec(name)?.[1] ?? null;
}

/** Where the placeholder of a file is that is only in iCloud. */
export function placeholderFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.icloud`);
}

/**
 * Whether none of a file's bytes are on this computer: it has a size, and nothing of it is allocated. Node sees neither the attributes of Windows nor the
 * flags of macOS, but both systems say that such files take no space.
 */
export function isElsewhere({ size, blocks }: Pick<Stats, 'size' | 'blocks'>, platform: NodeJS.Platform = process.platform): boolean {
  return (platform === 'win32' || platform === 'darwin') && blocks === 0 && size > MOST_WITHOUT_BLOCKS;
}
