// The library's photos as raw columns, and their order in time. One object per table, not per photo.

import type { PhotoTable } from '../../src-shared/contract.ts';
import { nextTask } from './next-task.ts';
import { orderOf } from './order-of.ts';

const empty: PhotoTable = { ids: new Uint32Array(), widths: new Uint32Array(), heights: new Uint32Array(), takenAt: new Float64Array() };

/** One reading of the photos: immutable. */
export class Photos {
  readonly table: PhotoTable;
  readonly #rows: Int32Array;
  readonly #paired: ReadonlySet<number>;
  #byTime: Uint32Array | null = null;

  constructor(table: PhotoTable = empty) {
    this.table = table;
    this.#paired = new Set(table.paired);
    let highest = 0;
    for (const id of table.ids) if (id > highest) highest = id;
    this.#rows = new Int32Array(highest + 1).fill(-1);
    for (let row = 0; row < table.ids.length; row++) this.#rows[table.ids[row]!] = row;
  }

  /** A reading with its order in time, made in tasks of their own: what shows it draws it in one. */
  static async prepare(table: PhotoTable): Promise<Photos> {
    await nextTask();
    const photos = new Photos(table);
    await nextTask();
    photos.#byTime = photos.newestFirst(table.ids);
    await nextTask();
    return photos;
  }

  /** Whether another reading found the same. */
  isOf(table: PhotoTable): boolean {
    const { ids, widths, heights, takenAt, paired = new Uint32Array() } = this.table;
    return isSame(paired, table.paired ?? new Uint32Array()) && isSame(ids, table.ids) && isSame(widths, table.widths) && isSame(heights, table.heights) && isSame(takenAt, table.takenAt);
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

  /** Whether a raw file of the same shot is there too. */
  hasRaw(id: number): boolean {
    return this.#paired.has(id);
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
    const ratios = new Float32Array(ids.length);
    for (let at = 0; at < ids.length; at++) ratios[at] = this.ratio(ids[at]!);
    return ratios;
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
    const ascending = ids.toSorted(); // of equal times the lower id comes first
    const times = new Float64Array(ids.length);
    for (let at = 0; at < times.length; at++) times[at] = way * this.takenAt(ascending[at]!);
    const order = orderOf(times);
    for (let at = 0; at < order.length; at++) order[at] = ascending[order[at]!]!;
    return order;
  }
}

/** Unknown values, which are NaN, are the same. */
function isSame(a: Uint32Array | Float64Array, b: Uint32Array | Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at] && !(Number.isNaN(a[at]) && Number.isNaN(b[at]))) return false;
  return true;
}
