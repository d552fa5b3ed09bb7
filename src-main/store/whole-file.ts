// Files that are there whole or not at all, whenever the power goes: written beside, flushed, then put in place of the one before.
import { open, rename, rm } from 'node:fs/promises';

/** Writes `parts` one after the other as the file at `path`. Rejects as the file system does; the file before stays then. */
export async function writeWhole(path: string, parts: readonly (Uint8Array | string)[]): Promise<void> {
  try {
    const file = await open(`${path}.new`, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (error) {
    await rm(`${path}.new`, { force: true }).catch(() => undefined); // what failed first is what is told
    throw error;
  }
}
