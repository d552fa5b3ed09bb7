// What titles and orders need of each photo: its folder, the nearest town, an album, the place of its name. One reading: immutable.

import type { TitleColumns } from '../../src-shared/contract.ts';

export class PhotoFacts {
  readonly #columns: TitleColumns;
  readonly #rows: Int32Array;

  constructor(columns: TitleColumns) {
    this.#columns = columns;
    let highest = 0;
    for (const id of columns.ids) if (id > highest) highest = id;
    this.#rows = new Int32Array(highest + 1).fill(-1);
    columns.ids.forEach((id, row) => (this.#rows[id] = row));
  }

  /** The library's folder it is in, and the path below that; `null` where unknown. */
  folderOf(id: number): { readonly folder: string; readonly path: string } | null {
    return this.#columns.folderNames[this.#columns.folders[this.#rows[id] ?? -1] ?? -1] ?? null;
  }

  /** '' where it has no place, or is near no town. */
  townOf(id: number): string {
    return this.#columns.townNames[this.#columns.towns[this.#rows[id] ?? -1] ?? 0] ?? '';
  }

  /** '' where it is in no album put together by hand. */
  albumOf(id: number): string {
    return this.#columns.albumNames[this.#columns.albums[this.#rows[id] ?? -1] ?? 0] ?? '';
  }

  /** Its place in the order of file names; NaN where unknown. */
  rankOf(id: number): number {
    return this.#columns.nameRanks[this.#rows[id] ?? -1] ?? NaN;
  }
}
