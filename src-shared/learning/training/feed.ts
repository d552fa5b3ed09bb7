// The photos a training learns from, as batches of pixels: each photo once, then all again in another order. The next batch is read while
// the current one is learned from. Where the pixels come from is the caller's.
import { joinRows } from '../rows.ts';
import { shuffled } from './shuffled.ts';

/** Pixels of a photo, side × side × 3, RGB, 0..255; `null` if it cannot be read. */
export type ReadPixels = (id: number) => Promise<Uint8Array | null>;

export interface Batch {
  readonly count: number;
  /** count × side × side × 3, RGB, 0..255. */
  readonly pixels: Uint8Array;
  /** The group of each photo, if the feed knows groups. */
  readonly groups?: Int32Array;
}

export interface FeedOptions {
  readonly read: ReadPixels;
  /** The photos to learn from, at least one; one that is in it twice is given twice a pass. */
  readonly ids: Uint32Array;
  /** The order of a pass: `ids` in another order that follows from the seed. Shuffled by default. */
  readonly order?: (ids: Uint32Array, seed: number) => Uint32Array;
  /** The group of a photo; by default batches have no groups. */
  readonly groupOf?: (id: number) => number;
  /** Photos per batch. */
  readonly count: number;
  /** The seed of each pass's order; passes count from 0. */
  readonly seedOf: (pass: number) => number;
  /** `given` of the feed to resume; by default it starts at the beginning. */
  readonly given?: number;
  /** The error to reject with if no photo can be read. */
  readonly unreadable: () => Error;
}

export interface Feed {
  /** The next batch; photos that cannot be read are skipped. One call at a time. */
  next(): Promise<Batch>;
  /** Photos given so far, including skipped ones: the position in the order, over all passes. */
  readonly given: number;
}

/** Photos read concurrently by `readPhotos`. */
const atOnce = 32;

/** A feed that continues after `given` photos exactly as one that never stopped. */
export function createFeed({ read, ids, count, seedOf, order: arrange = shuffled, groupOf, given: start = 0, unreadable }: FeedOptions): Feed {
  if (ids.length === 0 || count < 1) throw new RangeError(`feed: expected at least one photo and one per batch, got ${ids.length} and ${count}`);
  let drawn = start;
  let given = start;
  let pass = -1;
  let order = ids;
  let ahead: Promise<{ readonly batch: Batch; readonly drawn: number }> | null = null;

  const draw = (): number => {
    const current = Math.floor(drawn / ids.length);
    if (current !== pass) order = arrange(ids, seedOf(current));
    pass = current;
    return order[drawn++ % ids.length]!;
  };
  const gather = async (): Promise<{ batch: Batch; drawn: number }> => {
    const rows: Uint8Array[] = [];
    const groups: number[] = [];
    for (let tried = 0; rows.length < count; ) {
      // every run of twice as many draws as photos contains a whole pass
      if (rows.length === 0 && tried >= 2 * ids.length) throw unreadable();
      const wanted = Array.from({ length: count - rows.length }, draw);
      (await Promise.all(wanted.map((id) => read(id)))).forEach((row, at) => {
        if (!row) return;
        rows.push(row);
        if (groupOf) groups.push(groupOf(wanted[at]!));
      });
      tried += wanted.length;
    }
    return { batch: { count, pixels: joinRows(rows), ...(groupOf && { groups: Int32Array.from(groups) }) }, drawn };
  };

  return {
    get given() {
      return given;
    },
    async next() {
      const coming = ahead ?? gather();
      ahead = null;
      const ready = await coming;
      given = ready.drawn;
      ahead = gather();
      ahead.catch(() => undefined); // reported when the batch is requested
      return ready.batch;
    }
  };
}

/** The photos among `ids` that can be read, in their order. */
export async function readPhotos(read: ReadPixels, ids: Uint32Array): Promise<Uint8Array[]> {
  const rows: Uint8Array[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    for (const row of await Promise.all(Array.from(ids.subarray(at, at + atOnce), (id) => read(id)))) if (row) rows.push(row);
  }
  return rows;
}
