// Keeps the last space beside the library's databases, so that opening a large library again does not rebuild it.
// Derived state only: a file that is missing, older or damaged is made again.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Described } from '../../store/columns.ts';
import { writeWholeSync } from '../../store/whole-file.ts';
import { faultOfSpace } from './space-check.ts';
import type { MadeSpace } from './space.ts';

/** Of the code that makes a space; raised whenever the same photos would lie elsewhere. */
const SPACE_VERSION = 7;
const FILE = 'space.bin';
/** Bytes of the SHA-256 of what follows, at the start of the file: half-written and damaged ones are told apart from whole ones. */
const DIGEST = 32;

/** What a space depends on: what is known of the photos, and the code that placed them. */
export function spaceKey({ digest: described }: Described): string {
  return `${SPACE_VERSION} ${described}`;
}

/** Whether any space is kept. */
export function isSpaceKept(stored: string): boolean {
  return existsSync(join(stored, FILE));
}

/** The kept space of that key, its arrays with memory of their own; `null` where there is none, or it is not what was written. */
export function readSpaceCache(stored: string, key: string): MadeSpace | null {
  try {
    const file = readFileSync(join(stored, FILE));
    const body = file.subarray(DIGEST);
    if (!file.subarray(0, DIGEST).equals(digest(body))) throw new Error('its checksum does not match');
    const kept = deserialize(body) as { key: string; space: MadeSpace }; // written below alone: the checksum says so
    if (kept.key !== key) return null;
    const fault = faultOfSpace(kept.space);
    if (fault !== null) throw new Error(fault);
    const { ids, points, neighbours, distances } = kept.space;
    // what deserialize gives are views of the file's bytes, which no thread can hand over
    return { ...kept.space, ids: ids.slice(), points: points.slice(), neighbours: neighbours.slice(), distances: distances.slice() };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'; // undefined for what deserialize throws
    if (!missing) console.error(`${join(stored, FILE)} is damaged and rebuilt: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Keeps `space`, whole or not at all. A disk without room for it is no failure: it only has to be made again. */
export function writeSpaceCache(stored: string, key: string, space: MadeSpace): void {
  try {
    const body = serialize({ key, space });
    writeWholeSync(join(stored, FILE), [digest(body), body]);
  } catch (error) {
    console.error(`The space is not kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
