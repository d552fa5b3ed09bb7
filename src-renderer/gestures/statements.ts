// Translates gestures on photos and groups into statements: similar, different, split, move, merge, keep apart. Records nothing.

import type { PhotoId, Statement } from '../../src-shared/contract.ts';

/** All photos of the group that a photo is in, including itself. */
export type GroupOf = (photo: PhotoId) => ArrayLike<number>;

/** `null` if fewer than two photos are selected. */
export function similar(selected: readonly PhotoId[]): Statement | null {
  const [first, second] = selected;
  if (first === undefined || second === undefined) return null;
  return selected.length === 2 ? { kind: 'similar', photos: [first, second] } : { kind: 'together', photos: selected };
}

/** How "different" is interpreted: two photos, some against the rest of their group, or the first against the others. */
export type DifferentMeaning = 'pair' | 'rest' | 'first';

/**
 * Two photos: those two. One, or several but not all of one group: these against the rest of the group. Otherwise the first
 * selected, with those of its group, against the others; or alone, if all are of one group.
 */
export function different(selected: readonly PhotoId[], group: GroupOf): { readonly meaning: DifferentMeaning; readonly statement: Statement } | null {
  const [first, second] = selected;
  if (first === undefined) return null;
  if (selected.length === 2 && second !== undefined) return { meaning: 'pair', statement: { kind: 'different', photos: [first, second] } };

  const [members, chosen] = [new Set(photosOf(group(first))), new Set(selected)];
  const [inside, outside] = [selected.filter((photo) => members.has(photo)), selected.filter((photo) => !members.has(photo))];
  if (outside.length > 0) return { meaning: 'first', statement: { kind: 'apart', photos: inside, others: outside } };
  const others = [...members].filter((photo) => !chosen.has(photo));
  if (others.length > 0) return { meaning: 'rest', statement: { kind: 'apart', photos: selected, others } };
  return selected.length < 2 ? null : { meaning: 'first', statement: { kind: 'apart', photos: [first], others: selected.slice(1) } };
}

/** Splits the selected photos from their groups into one of their own; `null` if they already are one. */
export function split(selected: readonly PhotoId[], group: GroupOf): readonly Statement[] | null {
  const leaving = leave(selected, group);
  if (leaving.length === 0) return null;
  return selected.length > 1 ? [{ kind: 'together', photos: selected }, ...leaving] : leaving;
}

/**
 * Moves the photos from their groups to another one. They are tied to that group's few covers, not to all of
 * it: the user said that they belong there, not that everything there is right. `null` if all are there already.
 */
export function move(photos: readonly PhotoId[], to: { readonly photos: ArrayLike<number>; readonly covers: readonly PhotoId[] }, group: GroupOf): readonly Statement[] | null {
  const there = new Set(photosOf(to.photos));
  const coming = photos.filter((photo) => !there.has(photo));
  if (coming.length === 0 || to.covers.length === 0) return null;
  return [{ kind: 'together', photos: [...coming, ...to.covers] }, ...leave(coming, group)];
}

/** Merges these groups; `null` for fewer than two. */
export function merge(groups: readonly ArrayLike<number>[]): Statement | null {
  return groups.length < 2 ? null : { kind: 'together', photos: groups.flatMap(photosOf) };
}

/** Keeps these groups apart pairwise; `null` for fewer than two. */
export function unrelated(groups: readonly ArrayLike<number>[]): readonly Statement[] | null {
  if (groups.length < 2) return null;
  return groups.slice(1).flatMap((group, at): Statement[] =>
    groups.slice(0, at + 1).map((earlier): Statement => ({ kind: 'apart', photos: photosOf(earlier), others: photosOf(group) }))
  );
}

/** Puts groups of a change back as they were: those that were parted together, those that were put together apart. */
export function asBefore(before: readonly ArrayLike<number>[], after: readonly ArrayLike<number>[]): readonly Statement[] {
  const placeOf = new Map(after.flatMap((group, place) => photosOf(group).map((photo) => [photo, place] as const)));
  // where the photos of each group are now; a photo that is in none of them counts as elsewhere
  const places = before.map((group) => new Set(photosOf(group).map((photo) => placeOf.get(photo) ?? -1)));
  const isWhole = (at: number): boolean => places[at]!.size === 1 && !places[at]!.has(-1);
  const meet = (a: number, b: number): boolean => [...places[a]!].some((place) => place !== -1 && places[b]!.has(place));
  const rejoined = before.filter((_, at) => !isWhole(at)).map((group): Statement => ({ kind: 'together', photos: photosOf(group) }));
  const parted = before.flatMap((group, at) => before.slice(0, at).filter((_, earlier) => meet(at, earlier)).map((earlier): Statement => ({ kind: 'apart', photos: photosOf(earlier), others: photosOf(group) })));
  return [...rejoined, ...parted];
}

/** Each group's part of the photos, apart from the rest of that group. */
function leave(photos: readonly PhotoId[], group: GroupOf): Statement[] {
  const leaving = new Set(photos);
  const statements: Statement[] = [];
  const seen = new Set<PhotoId>();
  for (const photo of photos) {
    if (seen.has(photo)) continue;
    const members = photosOf(group(photo));
    const [out, others] = [members.filter((member) => leaving.has(member)), members.filter((member) => !leaving.has(member))];
    for (const member of out) seen.add(member);
    if (out.length > 0 && others.length > 0) statements.push({ kind: 'apart', photos: out, others });
  }
  return statements;
}

function photosOf(ids: ArrayLike<number>): PhotoId[] {
  return Array.from(ids) as PhotoId[]; // groups hold photo ids
}
