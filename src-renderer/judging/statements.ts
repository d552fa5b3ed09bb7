// What "similar" and "different" mean for the photos selected. Decides the statement; records nothing.

import type { PhotoId, Statement } from '../../src-shared/contract.ts';

/** `null` where one photo or none is selected. */
export function similar(selected: readonly PhotoId[]): Statement | null {
  const [first, second] = selected;
  if (first === undefined || second === undefined) return null;
  return selected.length === 2 ? { kind: 'similar', photos: [first, second] } : { kind: 'together', photos: selected };
}

/** How "different" is read: two photos, some against the rest of their group, or the first against the others. */
export type DifferentMeaning = 'pair' | 'rest' | 'first';

/**
 * Two photos: those two. One, or several of one group that do not fill it: they against the rest of the group. Else the first
 * selected, with those of its group, against the others; or alone, where all are of one group.
 * `group` gives all photos of the group that a photo is in, itself among them.
 */
export function different(selected: readonly PhotoId[], group: (photo: PhotoId) => ArrayLike<number>): { readonly meaning: DifferentMeaning; readonly statement: Statement } | null {
  const [first, second] = selected;
  if (first === undefined) return null;
  if (selected.length === 2 && second !== undefined) return { meaning: 'pair', statement: { kind: 'different', photos: [first, second] } };

  const members = new Set(Array.from(group(first)) as PhotoId[]); // groups hold photo ids
  const [inside, outside] = [selected.filter((photo) => members.has(photo)), selected.filter((photo) => !members.has(photo))];
  if (outside.length > 0) return { meaning: 'first', statement: { kind: 'apart', photos: inside, others: outside } };
  const others = [...members].filter((photo) => !selected.includes(photo));
  if (others.length > 0) return { meaning: 'rest', statement: { kind: 'apart', photos: selected, others } };
  return selected.length < 2 ? null : { meaning: 'first', statement: { kind: 'apart', photos: [first], others: selected.slice(1) } };
}
