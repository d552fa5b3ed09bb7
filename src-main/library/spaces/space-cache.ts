// Keeps the last space beside the library's databases, so that opening a large library again does not rebuild it, and photos that come to it are placed in it.
// Derived state only: a file that is missing, older or damaged is made again.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { isSpace, readSpace, spaceParts } from '../../../src-shared/learning/metric/space-bytes.ts';
import type { Described } from '../../store/columns.ts';
import { keepBytesSync, readKeptBytes } from '../../store/kept-file.ts';
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

/** In place of a revision, which is of one opening, in the head of the bytes (learning/metric/space-bytes). */
type Head = Pick<Kept, 'key' | 'changed'>;

/** The kept space, whatever it was made of; `null` where there is none, or it is not what was written. Its arrays lie in memory that threads share. */
export function readKeptSpace(stored: string): Kept | null {
  const bytes = readKeptBytes(join(stored, FILE));
  if (bytes === null || !isSpace(bytes)) return null; // one of an older version
  const { revision: _, key, changed, ...space } = readSpace(bytes) as PhotoSpace & Head; // written below alone: its checksum says so
  const fault = faultOfSpace(space);
  if (fault === null) return { key, space, changed };
  console.error(`${join(stored, FILE)} is damaged and made again: ${fault}`);
  return null;
}

/** Keeps `space`, whole or not at all. A disk without room for it is no failure: it only has to be made again. @param changed photos that came or went since it was made anew */
export function writeSpaceCache(stored: string, key: string, space: MadeSpace, changed = 0): void {
  const head: Head = { key, changed };
  keepBytesSync(join(stored, FILE), spaceParts({ ...space, ...head, revision: 0 }));
}
