// Photos of groups as rows of the space, and saved groups as rows.

import type { Arranged } from '../learning/groups/grouping.ts';
import type { PhotoId, SavedGrouping } from '../contract.ts';

export class Rows {
  readonly #ids: Uint32Array;
  /** One more than the row, by photo: 0 for a photo that the space does not have. */
  readonly #after: Uint32Array;

  constructor(ids: Uint32Array) {
    this.#ids = ids;
    let highest = 0;
    for (const id of ids) if (id > highest) highest = id;
    this.#after = new Uint32Array(highest + 1);
    ids.forEach((id, row) => (this.#after[id] = row + 1));
  }

  /** Whether these are the photos, in this order. */
  areOf(ids: Uint32Array): boolean {
    return this.#ids.length === ids.length && this.#ids.every((id, row) => id === ids[row]);
  }

  /** `undefined` for a photo that the space does not have. */
  of(photo: number): number | undefined {
    const after = this.#after[photo];
    return after ? after - 1 : undefined;
  }

  /** The photos of rows. */
  photos(rows: Uint32Array): PhotoId[] {
    return Array.from(rows, (row) => this.#ids[row] as PhotoId); // columns of a space hold photos
  }

  /** Of photos that the space has. */
  all(photos: Uint32Array): Uint32Array {
    return photos.map((photo) => this.#after[photo]! - 1); // as said
  }

  /** Of each group, the photo it is known by first; of each with photos `among` those, these alone. */
  members({ groups }: Arranged, among: Uint32Array | null = null): Uint32Array[] {
    const members = groups.map(({ covers, photos }) => {
      const rows = this.all(photos);
      const cover = this.of(covers[0]!)!; // a photo of the group
      rows.copyWithin(1, 0, rows.indexOf(cover));
      rows[0] = cover;
      return rows;
    });
    if (among === null) return members;
    const wanted = new Uint8Array(this.#ids.length);
    for (const photo of among) {
      const row = this.of(photo);
      if (row !== undefined) wanted[row] = 1;
    }
    return members.map((rows) => rows.filter((row) => wanted[row] === 1)).filter(({ length }) => length > 0);
  }

  /** `now` with the photos of `before` that the space does not have, in the groups they were in: they may come back. */
  withAbsent(now: SavedGrouping, before: SavedGrouping): SavedGrouping {
    const isAbsent = (photo: number): boolean => this.of(photo) === undefined;
    // nothing is made for groups that are here as a whole, which mostly all are
    const absent = new Map(before.groups.filter(({ photos }) => photos.some(isAbsent)).map((group) => [group.id, { ...group, photos: group.photos.filter(isAbsent) }] as const));
    if (absent.size === 0) return now;
    const kept = now.groups.map((group) => {
      const away = absent.get(group.id)?.photos;
      if (!away) return group;
      absent.delete(group.id);
      const here = new Set(group.photos); // a group that waits for its photos has them already
      const missing = away.filter((photo) => !here.has(photo));
      return missing.length === 0 ? group : { ...group, photos: Uint32Array.from([...group.photos, ...missing]) };
    });
    return { ...now, groups: [...kept, ...absent.values()] };
  }

  /** Of saved groups, as far as the space has their photos; of photos that several hold, the first does. Ascending, none empty. */
  saved({ groups }: SavedGrouping): Uint32Array[] {
    const seen = new Uint8Array(this.#ids.length);
    const all = new Uint32Array(this.#ids.length);
    let end = 0;
    return groups.flatMap(({ photos }) => {
      const start = end;
      let ascending = true;
      for (const photo of photos) {
        const row = (this.#after[photo] ?? 0) - 1;
        if (row < 0 || seen[row] === 1) continue;
        seen[row] = 1;
        if (end > start && all[end - 1]! > row) ascending = false;
        all[end++] = row;
      }
      const rows = all.subarray(start, end);
      if (!ascending) rows.sort();
      return end === start ? [] : [rows];
    });
  }
}

/** Whether both have the same groups in the same order. */
export function isSame(some: readonly Uint32Array[], others: readonly Uint32Array[]): boolean {
  return some.length === others.length && some.every((rows, at) => rows.length === others[at]!.length && rows.every((row, place) => row === others[at]![place]));
}
