// Keeps maps beside the library's databases: they take minutes in a large library, and the next one is laid onto the last. Derived state only:
// a file that is missing, older or damaged is made again.

import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LensId } from '../../../src-shared/contract.ts';
import { MAP_METHODS, type MapMethod, type PhotoMap } from '../../../src-shared/mapping/map.ts';
import { writeWhole } from '../../store/whole-file.ts';
import type { Footprint } from './footprint.ts';

/** A map, and what it is a map of. */
export interface KeptMap {
  readonly map: PhotoMap;
  readonly footprint: Footprint;
}

/** Of the code that makes maps; raised whenever the same space would be mapped otherwise. */
const MAP_VERSION = 1;
const DIGEST = 32;

const fileOf = (stored: string, lensId: LensId, method: MapMethod): string => join(stored, `map-${lensId}-${method}.bin`);

/** The kept map; `null` where there is none, or it is not what was written. */
export async function readMapCache(stored: string, lensId: LensId, method: MapMethod): Promise<KeptMap | null> {
  const path = fileOf(stored, lensId, method);
  try {
    const file = await readFile(path);
    const body = file.subarray(DIGEST);
    if (!file.subarray(0, DIGEST).equals(digest(body))) throw new Error('its checksum does not match');
    const { version, kept } = deserialize(body) as { version: number; kept: KeptMap }; // written below alone: the checksum says so
    if (version !== MAP_VERSION) return null;
    const fault = faultOfMap(kept.map);
    if (fault !== null) throw new Error(fault);
    const { ids, positions, certainty } = kept.map;
    return { ...kept, map: { ...kept.map, ids: ids.slice(), positions: positions.slice(), certainty: certainty.slice() } }; // not views of the whole file
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'; // undefined for what deserialize throws
    if (!missing) console.error(`${path} is damaged and made again: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Keeps a map, whole or not at all. A disk without room for it is no failure: it only has to be made again. */
export async function writeMapCache(stored: string, lensId: LensId, kept: KeptMap): Promise<void> {
  try {
    const body = serialize({ version: MAP_VERSION, kept });
    await writeWhole(fileOf(stored, lensId, kept.map.method), [digest(body), body]);
  } catch (error) {
    console.error(`The map is not kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Deletes what is kept of a lens's maps. */
export async function dropMapCaches(stored: string, lensId: LensId): Promise<void> {
  await Promise.all(MAP_METHODS.map((method) => rm(fileOf(stored, lensId, method), { force: true })));
}

/** What is wrong with a map as it was read; `null` for a whole one. */
function faultOfMap({ ids, positions, certainty, method }: PhotoMap): string | null {
  if (!MAP_METHODS.includes(method)) return `expected a method, got ${method}`;
  if (!(ids instanceof Uint32Array) || !(positions instanceof Float32Array) || !(certainty instanceof Float32Array)) return 'expected columns';
  if (positions.length !== 2 * ids.length || certainty.length !== ids.length) return `expected places of ${ids.length} photos`;
  return positions.every(Number.isFinite) ? null : 'expected finite places';
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
