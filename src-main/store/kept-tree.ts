// The tree that a lens's groups were cut from, as a file beside the database: linking a large library again takes seconds. Derived state only: one
// that is missing, older or damaged is made again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LensId, SettledTree } from '../../src-shared/contract.ts';
import { writeWhole } from './whole-file.ts';

/** Bytes of the SHA-256 of what follows. */
const DIGEST = 32;

/** The tree that was kept under that name; `null` where there is none, or it is not what was written. */
export function readTree(folder: string, lensId: LensId, of: string): SettledTree | null {
  const path = pathOf(folder, lensId);
  try {
    const file = readFileSync(path);
    const body = file.subarray(DIGEST);
    if (!file.subarray(0, DIGEST).equals(digest(body))) throw new Error('its checksum does not match');
    const kept = deserialize(body) as { readonly of: string } & SettledTree; // written below alone: the checksum says so
    return kept.of === of ? { children: kept.children.slice(), heights: kept.heights.slice() } : null;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'; // undefined for what deserialize throws
    if (!missing) console.error(`${path} is damaged and made again: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Keeps a tree under the name of what it is of, whole or not at all. A disk without room for it is no failure. */
export async function keepTree(folder: string, lensId: LensId, of: string, { children, heights }: SettledTree): Promise<void> {
  try {
    const body = serialize({ of, children, heights });
    await writeWhole(pathOf(folder, lensId), [digest(body), body]);
  } catch (error) {
    console.error(`The tree of groups is not kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function pathOf(folder: string, lensId: LensId): string {
  return join(folder, `tree-${lensId}.bin`);
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
