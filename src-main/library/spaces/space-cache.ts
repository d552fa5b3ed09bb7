// Keeps the last space beside the library's databases, so that opening a large library again does not rebuild it, and photos that come to it are placed in it.
// Derived state only: a file that is missing, older or damaged is made again.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Described } from '../../store/columns.ts';
import { keepSync, readKept } from '../../store/kept-file.ts';
import { faultOfSpace } from './space-check.ts';
import type { MadeSpace } from './space.ts';

/** Of the code that makes a space; raised whenever the same photos would lie elsewhere. */
const SPACE_VERSION = 7;
const FILE = 'space.bin';

/** What a space depends on: what is known of the photos, and the code that placed them. */
export function spaceKey({ digest: described }: Pick<Described, 'digest'>): string {
  return `${SPACE_VERSION} ${described}`;
}

/** What all its photos have in common: the code that placed them, and what described them. */
export function madeBy({ by }: Pick<Described, 'by'>): string {
  return `${SPACE_VERSION} ${by}`;
}

/** Whether any space is kept. */
export function isSpaceKept(stored: string): boolean {
  return existsSync(join(stored, FILE));
}

export interface Kept {
  readonly key: string;
  readonly space: MadeSpace;
  /** Photos that came or went since it was made anew. */
  readonly changed: number;
}

/** The kept space, whatever it was made of; `null` where there is none, or it is not what was written. Its arrays have memory of their own. */
export function readKeptSpace(stored: string): Kept | null {
  const kept = readKept(join(stored, FILE)) as Kept | null; // written below alone: its checksum says so
  if (kept === null) return null;
  const fault = faultOfSpace(kept.space);
  if (fault !== null) {
    console.error(`${join(stored, FILE)} is damaged and made again: ${fault}`);
    return null;
  }
  const { ids, points, neighbours, distances } = kept.space;
  // what was read are views of the file's bytes, which no thread can hand over
  return { ...kept, space: { ...kept.space, ids: ids.slice(), points: points.slice(), neighbours: neighbours.slice(), distances: distances.slice() } };
}

/** The same if it is of that key. */
export function readSpaceCache(stored: string, key: string): MadeSpace | null {
  const kept = readKeptSpace(stored);
  return kept?.key === key ? kept.space : null;
}

/** Keeps `space`, whole or not at all. A disk without room for it is no failure: it only has to be made again. @param changed photos that came or went since it was made anew */
export function writeSpaceCache(stored: string, key: string, space: MadeSpace, changed = 0): void {
  keepSync(join(stored, FILE), { key, space, changed } satisfies Kept);
}
