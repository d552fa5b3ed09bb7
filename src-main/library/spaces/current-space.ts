// The space of a library as it is now: the one that is kept if nothing changed, or that one with what changed, or one that is made anew.

import { type Described, whatIsDescribed } from '../../store/columns.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { readFrame, writeFrame } from './frame.ts';
import { type Kept, madeBy, readKeptSpace, spaceKey, writeSpaceCache } from './space-cache.ts';
import { digestOf } from './space-digest.ts';
import { type MadeSpace, placeAll, type PlacedSpace, withCopies } from './space.ts';
import { type UpdateOptions, updateSpace } from './update-space.ts';

/** The space that is kept of just what is described; `null` where none is. */
export function keptSpace(store: Store, versions: DescriptorVersions): MadeSpace | null {
  const kept = readKeptSpace(store.folder);
  return kept && isCurrent(store, kept, whatIsDescribed(store, versions)) ? withCopies(store, kept.space) : null;
}

/** The space of all present photos that are described; keeps it where it was not. */
export async function currentSpace(store: Store, versions: DescriptorVersions, options?: UpdateOptions): Promise<MadeSpace> {
  const described = whatIsDescribed(store, versions);
  const kept = readKeptSpace(store.folder);
  if (kept && isCurrent(store, kept, described)) return withCopies(store, kept.space);
  const placed = (kept && update(store, versions, kept, described, options)) ?? (await placeAll(store, versions));
  keepPlaced(store, described, placed);
  return withCopies(store, placed.space);
}

/** One that was updated cannot be asked where other images lie without its frame. */
function isCurrent(store: Store, { key, changed, space }: Kept, described: Described): boolean {
  return key === spaceKey(described) && (changed === 0 || readFrame(store.folder, digestOf(space)) !== null);
}

function update(store: Store, versions: DescriptorVersions, { space }: Kept, described: Described, options?: UpdateOptions): PlacedSpace | null {
  const frame = readFrame(store.folder, digestOf(space));
  return frame?.made === madeBy(described) ? updateSpace(store, versions, { space, frame }, described, options) : null;
}

function keepPlaced(store: Store, described: Described, { space, ...placed }: PlacedSpace): void {
  // not one of photos that came or went meanwhile, nor one that lacks damaged ones until they are described again
  if (!Buffer.from(space.ids.buffer).equals(Buffer.from(described.ids.buffer))) return;
  writeSpaceCache(store.folder, spaceKey(described), space, placed.changed);
  writeFrame(store.folder, { ...placed, digest: digestOf(space), made: madeBy(described), stamps: described.stamps() });
}
