// What the user said of photos that a plan took away lives on with those that were kept in their place: albums and marks. What was said of the
// kept ones stays, and nothing is taken from those that went, so that all is there if they come back.
import type { HandedOver, PhotoId } from '../../../src-shared/contract.ts';
import type { Heir } from '../../../src-shared/duplicates/heirs.ts';
import type { PlanId } from '../../../src-shared/filing/plan.ts';
import { bare, said } from '../../../src-shared/marks/packed.ts';
import { readAlbumPhotos, readAlbums, writeAlbumPhotos } from '../../store/albums.ts';
import type { Store } from '../../store/database.ts';
import { readMark, restoreMarks } from '../../store/marks.ts';
import { readPlan } from '../../store/plans.ts';

/** What changed, for its undo. Heirs of photos that still have a file are left out. */
export function handOver(store: Store, plan: PlanId, heirs: readonly Heir[]): HandedOver {
  const gone = goneBy(store, plan);
  const taking = heirs.filter(({ photo }) => gone.has(photo));
  return { marks: handMarks(store, taking), albums: handAlbums(store, taking) };
}

/** Photos of which that plan took the last file. */
function goneBy(store: Store, plan: PlanId): ReadonlySet<PhotoId> {
  const steps = readPlan(store, plan).steps.filter(({ sidecarOf }) => sidecarOf === null);
  const left = new Set(steps.filter(({ state, remain }) => state !== 'done' || remain > 0).map(({ photo }) => photo));
  return new Set(steps.map(({ photo }) => photo).filter((photo) => !left.has(photo)));
}

/** A mark that says something goes to an heir that has none. */
function handMarks(store: Store, heirs: readonly Heir[]): HandedOver['marks'] {
  const marks = new Map<PhotoId, number>();
  for (const { photo, heir } of heirs) {
    const mark = bare(readMark(store, photo));
    if (mark !== 0 && bare(readMark(store, heir)) === 0 && !marks.has(heir)) marks.set(heir, said(mark));
  }
  return restoreMarks(store, { ids: Uint32Array.from(marks.keys()), marks: Uint16Array.from(marks.values()) }, Date.now());
}

/** An heir comes into every album of its photo, to the same place. */
function handAlbums(store: Store, heirs: readonly Heir[]): HandedOver['albums'] {
  const heirOf = new Map<number, PhotoId>(heirs.map(({ photo, heir }) => [photo, heir]));
  return readAlbums(store).filter(({ rule }) => rule === null).flatMap(({ id }) => {
    const photos = readAlbumPhotos(store, id);
    const held = new Set<number>(photos);
    const coming = (photo: number): number[] => {
      const heir = heirOf.get(photo);
      if (heir === undefined || held.has(heir)) return [];
      held.add(heir);
      return [heir];
    };
    const now = Array.from(photos).flatMap((photo) => [...coming(photo), photo]);
    return now.length === photos.length ? [] : [{ id, before: writeAlbumPhotos(store, id, now).before }];
  });
}
