// Takes over the marks that a user gave in another library to photos that this one holds too. What was said here stays.
import type { MarkTable, PhotoId } from '../../../src-shared/contract.ts';
import { isSaid } from '../../../src-shared/marks/packed.ts';
import { findPhoto, identityOf } from '../../store/judgments.ts';
import { readMark, readUsersMarks, writeMarks } from '../../store/marks.ts';
import type { Store } from '../../store/database.ts';

/** The photos that got a mark here, and their marks now. */
export function bringMarks(here: Store, other: Store): MarkTable {
  const brought = new Map<number, { readonly photos: PhotoId[]; readonly at: number }>();
  for (const { id: theirs, mark, at } of readUsersMarks(other)) {
    const id = findPhoto(here, identityOf(other, theirs));
    if (id === undefined || isSaid(readMark(here, id))) continue;
    const same = brought.get(mark);
    if (same) same.photos.push(id);
    else brought.set(mark, { photos: [id], at });
  }
  return joinMarks(Array.from(brought, ([mark, { photos, at }]) => writeMarks(here, photos, () => mark, at).now));
}

export function joinMarks(tables: readonly MarkTable[]): MarkTable {
  return { ids: Uint32Array.from(tables.flatMap(({ ids }) => [...ids])), marks: Uint16Array.from(tables.flatMap(({ marks }) => [...marks])) };
}
