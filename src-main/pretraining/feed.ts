// The pictures as batches, in an order that follows from a seed: each once, then all again in another order. A few are held out
// first. The next batch is read while the current one is learned from.

import { seedOf, uniform } from '../../src-shared/learning/random.ts';
import { CodedError } from '../failure.ts';
import type { Pictures } from './pictures.ts';

export interface Batch {
  readonly count: number;
  /** count × side × side × 3, RGB, 0..255. */
  readonly pixels: Uint8Array;
}

export interface FeedOptions {
  readonly pictures: Pick<Pictures, 'read'>;
  /** Indices of the pictures to learn from. */
  readonly learn: Uint32Array;
  readonly seed: number;
  /** Number of pictures given before: it continues after them. */
  readonly given: number;
}

export interface Feed {
  /** `count` pictures; those that cannot be decoded are skipped. Rejects with `bad-request` if none can be decoded. */
  next(count: number): Promise<Batch>;
  /** Pictures given so far, including skipped ones. */
  readonly given: number;
}

/** Splits 0 … count by `seed` into a held-out tenth, at most `most`, and the rest. */
export function splitPictures(count: number, seed: number, most = 256): { readonly heldOut: Uint32Array; readonly learn: Uint32Array } {
  const order = shuffled(Uint32Array.from({ length: count }, (_, i) => i), seedOf(seed, 0));
  const held = Math.min(most, Math.max(1, Math.round(count / 10)));
  return { heldOut: order.slice(0, held), learn: order.slice(held).sort() };
}

export function createFeed({ pictures, learn, seed, given: start }: FeedOptions): Feed {
  let drawn = start;
  let given = start;
  let pass = -1;
  let order = learn;
  let ahead: { readonly count: number; readonly batch: Promise<{ batch: Batch; drawn: number }> } | null = null;

  const draw = (): number => {
    const now = Math.floor(drawn / learn.length);
    if (now !== pass) order = shuffled(learn, seedOf(seed, 1 + now));
    pass = now;
    return order[drawn++ % learn.length]!;
  };
  const gather = async (count: number): Promise<{ batch: Batch; drawn: number }> => {
    const rows: Uint8Array[] = [];
    for (let tried = 0; rows.length < count; ) {
      const wanted = Array.from({ length: count - rows.length }, draw);
      for (const row of await Promise.all(wanted.map((at) => pictures.read(at)))) if (row) rows.push(row);
      tried += wanted.length;
      if (rows.length === 0 && tried > learn.length) throw new CodedError('bad-request', 'None of the pictures can be decoded.');
    }
    return { batch: { count, pixels: joinRows(rows) }, drawn };
  };

  return {
    get given() {
      return given;
    },
    async next(count) {
      const ready = await (ahead?.count === count ? ahead.batch : gather(count));
      given = ready.drawn;
      const batch = gather(count);
      batch.catch(() => undefined); // reported when the batch is requested
      ahead = { count, batch };
      return ready.batch;
    }
  };
}

/** Concatenates rows of equal length. */
export function joinRows(rows: readonly Uint8Array[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const all = new Uint8Array(size * rows.length);
  rows.forEach((row, at) => all.set(row, at * size));
  return all;
}

/** Fisher–Yates shuffle. */
function shuffled(values: Uint32Array, seed: number): Uint32Array<ArrayBuffer> {
  const next = uniform(seed);
  const order = Uint32Array.from(values);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
