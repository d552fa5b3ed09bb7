// Which kept photo takes the place of each that goes: what the user said about the one can live on with the other.
import type { PhotoId } from '../ids.ts';
import { DUPLICATE_KINDS, type DuplicateSet } from './duplicate-set.ts';
import { filesToGo } from './to-go.ts';

export interface Heir {
  /** Goes, with all its files. */
  readonly photo: PhotoId;
  /** Stays. */
  readonly heir: PhotoId;
}

/** By what was decided: of each photo that goes, a kept one of the closest set that has one. */
export function heirsOf(sets: readonly Pick<DuplicateSet, 'kind' | 'files' | 'decision'>[]): Heir[] {
  const going = new Set(filesToGo(sets).map(({ id }) => id));
  const staying = new Set(sets.flatMap(({ files }) => files).filter(({ id }) => !going.has(id)).map(({ photo }) => photo));
  const heirs = new Map<PhotoId, PhotoId>();
  for (const { files, decision } of sets.toSorted((a, b) => DUPLICATE_KINDS.indexOf(a.kind) - DUPLICATE_KINDS.indexOf(b.kind))) {
    const heir = decision?.kind === 'keep' ? files.find(({ id }) => !going.has(id)) : undefined;
    if (heir) for (const { photo } of files) if (!staying.has(photo) && !heirs.has(photo)) heirs.set(photo, heir.photo);
  }
  return Array.from(heirs, ([photo, heir]) => ({ photo, heir }));
}
