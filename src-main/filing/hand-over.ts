// What the user said of photos that a plan takes away lives on with those kept in their place: albums and marks. Done when the plan ended or
// stopped, for photos whose last file went, and taken back for those that are back. What was said of the kept ones stays, and nothing is taken
// from those that went, so that all is there if they come back.
import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { MarkTable, PhotoId } from '../../src-shared/contract.ts';
import type { PlanId } from '../../src-shared/filing/plan.ts';
import { bare, said } from '../../src-shared/marks/packed.ts';
import { write } from '../store/access.ts';
import { insertBefore, readHolding, takeOut } from '../store/albums.ts';
import type { Store } from '../store/database.ts';
import { type Handed, noteDealtWith, type PlannedHeir, readHeirs, writeHanded } from '../store/heirs.ts';
import { readMarksOf, restoreMarks } from '../store/marks.ts';
import { readPlanFacts } from '../store/plans.ts';
import { folderAround } from './target.ts';

/** What changed, for pages that show it. */
export interface HandedOver {
  /** As they are now. */
  readonly marks: MarkTable;
  readonly albums: boolean;
}

/** Hands over what is due of a plan, and takes back what is: all of it or nothing. Again, it changes nothing. @param now milliseconds since 1970 */
export function handOver(store: Store, plan: PlanId, now: number): HandedOver {
  return write(store, () => {
    const heirs = readHeirs(store, plan);
    const { target } = readPlanFacts(store, plan);
    const leaves = target === null || folderAround(store, target) === null; // else its photos are indexed there
    const gone = heirs.filter(({ present, taken, heirPresent }) => leaves && taken && !present && heirPresent);
    const back = heirs.filter(({ handed, present }) => handed !== null && present);
    const given = new Map<PhotoId, Handed>(heirs.flatMap(({ photo, handed }) => (handed === null ? [] : [[photo, handed]])));
    const returned = takeBack(store, back, now);
    for (const { photo } of back) given.delete(photo);
    // also those that gave nothing because one that is back had done so
    const again = new Set(back.map(({ heir }) => heir));
    const due = gone.filter(({ photo, heir }) => !given.has(photo) || again.has(heir));
    const marks = giveMarks(store, due, given, now);
    const albums = giveAlbums(store, due);
    for (const { photo } of due) {
      const before = given.get(photo);
      given.set(photo, { albums: [...new Set([...(before?.albums ?? []), ...(albums.get(photo) ?? [])])], mark: marks.given.get(photo) ?? before?.mark ?? null });
    }
    for (const { photo } of [...back, ...due]) writeHanded(store, plan, photo, given.get(photo) ?? null);
    noteDealtWith(store, plan);
    return { marks: joined(returned.marks, marks.now), albums: returned.albums || albums.size > 0 };
  });
}

/** What a heir got goes, unless the user gave it something else meanwhile. */
function takeBack(store: Store, back: readonly PlannedHeir[], now: number): HandedOver {
  const marks = readMarksOf(store, back.map(({ heir }) => heir));
  const restored = new Map<PhotoId, number>();
  let albums = false;
  for (const { heir, handed } of back) {
    if (handed?.mark && marks.get(heir) === handed.mark.given) restored.set(heir, handed.mark.before);
    for (const album of handed?.albums ?? []) albums = takeOut(store, album, heir) || albums;
  }
  return { albums, marks: restore(store, restored, now) };
}

/** A mark that says something goes to an heir that has none: the first photo's that has one. */
function giveMarks(store: Store, heirs: readonly PlannedHeir[], given: ReadonlyMap<PhotoId, Handed>, now: number): { readonly given: ReadonlyMap<PhotoId, Handed['mark']>; readonly now: MarkTable } {
  const marks = readMarksOf(store, heirs.flatMap(({ photo, heir }) => [photo, heir]));
  const giving = new Map<PhotoId, Handed['mark']>();
  const wanted = new Map<PhotoId, number>();
  for (const { photo, heir } of heirs) {
    const [mark, before] = [bare(marks.get(photo) ?? 0), marks.get(heir) ?? 0];
    if (mark === 0 || bare(before) !== 0 || wanted.has(heir) || given.get(photo)?.mark) continue;
    wanted.set(heir, said(mark));
    giving.set(photo, { before, given: said(mark) });
  }
  return { given: giving, now: restore(store, wanted, now) };
}

/** An heir comes into every album of its photo that it is not in, right before it. */
function giveAlbums(store: Store, heirs: readonly PlannedHeir[]): ReadonlyMap<PhotoId, readonly AlbumId[]> {
  const heirOf = new Map(heirs.map(({ photo, heir }) => [photo, heir]));
  const came = new Map<PhotoId, AlbumId[]>();
  for (const [album, photos] of readHolding(store, heirs.map(({ photo }) => photo))) {
    const coming = new Map<PhotoId, PhotoId>();
    for (const photo of photos) coming.set(photo, heirOf.get(photo)!); // of these photos
    for (const photo of insertBefore(store, album, coming)) came.set(photo, [...(came.get(photo) ?? []), album]);
  }
  return came;
}

function restore(store: Store, marks: ReadonlyMap<PhotoId, number>, now: number): MarkTable {
  return restoreMarks(store, { ids: Uint32Array.from(marks.keys()), marks: Uint16Array.from(marks.values()) }, now).now;
}

function joined(one: MarkTable, other: MarkTable): MarkTable {
  const all = new Map([one, other].flatMap(({ ids, marks }) => Array.from(ids, (id, at) => [id, marks[at] ?? 0] as const)));
  return { ids: Uint32Array.from(all.keys()), marks: Uint16Array.from(all.values()) };
}
