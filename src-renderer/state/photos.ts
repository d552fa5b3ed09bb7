// The library's photos as raw columns, and their order in time. One object per table, not per photo.

import type { PhotoTable } from '../../src-shared/contract.ts';

const empty: PhotoTable = { ids: new Uint32Array(), widths: new Uint32Array(), heights: new Uint32Array(), takenAt: new Float64Array() };

/** One reading of the photos: immutable. */
export class Photos {
  readonly table: PhotoTable;
  readonly #rows: Int32Array;
  #byTime: Uint32Array | null = null;

  constructor(table: PhotoTable = empty) {
    this.table = table;
    let highest = 0;
    for (const id of table.ids) if (id > highest) highest = id;
    this.#rows = new Int32Array(highest + 1).fill(-1);
    table.ids.forEach((id, row) => (this.#rows[id] = row));
  }

  get count(): number {
    return this.table.ids.length;
  }

  has(id: number): boolean {
    return (this.#rows[id] ?? -1) >= 0;
  }

  /** Milliseconds since 1970 in the camera's local time; NaN where unknown. */
  takenAt(id: number): number {
    return this.table.takenAt[this.#rows[id] ?? -1] ?? NaN;
  }

  /** In pixels of the file; 0 × 0 where unknown. */
  sizeOf(id: number): { readonly width: number; readonly height: number } {
    const row = this.#rows[id] ?? -1;
    return { width: this.table.widths[row] ?? 0, height: this.table.heights[row] ?? 0 };
  }

  /** Width to height; 1 where unknown. */
  ratio(id: number): number {
    const { width, height } = this.sizeOf(id);
    return width / height || 1;
  }

  ratios(ids: Uint32Array): Float32Array {
    return Float32Array.from(ids, (id) => this.ratio(id));
  }

  /** All photos, newest first, those without a date at the end. */
  get byTime(): Uint32Array {
    this.#byTime ??= this.newestFirst(this.table.ids);
    return this.#byTime;
  }

  newestFirst(ids: Uint32Array): Uint32Array {
    return this.#sorted(ids, -1);
  }

  /** As a story is told: oldest first, those without a date at the end. */
  oldestFirst(ids: Uint32Array): Uint32Array {
    return this.#sorted(ids, 1);
  }

  /** First and last capture time among `ids`; `null` where none is known. */
  span(ids: Uint32Array): { readonly first: number; readonly last: number } | null {
    let [first, last] = [Infinity, -Infinity];
    for (const id of ids) {
      const taken = this.takenAt(id);
      if (taken < first) first = taken;
      if (taken > last) last = taken;
    }
    return first === Infinity ? null : { first, last };
  }

  #sorted(ids: Uint32Array, way: 1 | -1): Uint32Array {
    const times = new Map(Array.from(ids, (id) => [id, Number.isNaN(this.takenAt(id)) ? Infinity : way * this.takenAt(id)]));
    return ids.slice().sort((a, b) => {
      const [first, second] = [times.get(a)!, times.get(b)!];
      return first === second ? a - b : first - second;
    });
  }
}
