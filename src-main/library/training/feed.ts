// The photos an encoder learns from, as pixels, one batch after another: decoded from their thumbnails while the batch before is
// learned from. Memory is bounded: small libraries are kept decoded, of large ones only the next batch is there.

import type { PhotoId } from '../../../src-shared/contract.ts';
import { thumbnailPixels } from '../../photos/thumbnail-pixels.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { readThumbnail } from '../../store/thumbnails.ts';

export interface Batch {
  readonly ids: readonly PhotoId[];
  /** ids.length × 128 × 128 × 3, RGB, 0..255. */
  readonly pixels: Uint8Array;
}

/** Bytes of decoded photos that are kept. */
const KEPT_BYTES = 128e6;

export interface PhotoFeedOptions {
  readonly store: Store;
  readonly ids: Uint32Array;
  readonly seed: number;
  /** Photos given out before: goes on after them. */
  readonly seen?: number;
  readonly keptBytes?: number;
}

/** Gives every photo once, in an order that follows from the seed, then all of them again in another. */
export class PhotoFeed {
  readonly #options: PhotoFeedOptions;
  readonly #kept = new Map<PhotoId, Uint8Array>();
  #keptBytes = 0;
  #order = new Uint32Array(0);
  #pass = -1;
  #given: number;
  #next: { readonly count: number; readonly batch: Promise<Batch> } | null = null;

  constructor(options: PhotoFeedOptions) {
    this.#options = options;
    this.#given = options.seen ?? 0;
  }

  /** Bytes of decoded photos that are kept for the next time they are asked for. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** `count` photos. Those without a readable thumbnail are passed over. Rejects with `library-damaged` where none is left. */
  async next(count: number): Promise<Batch> {
    const ready = this.#next?.count === count ? this.#next.batch : this.#gather(count);
    this.#next = null;
    const batch = await ready;
    const coming = this.#gather(count);
    coming.catch(() => undefined); // told when it is asked for
    this.#next = { count, batch: coming };
    return batch;
  }

  async #gather(count: number): Promise<Batch> {
    const rows: { readonly id: PhotoId; readonly pixels: Uint8Array }[] = [];
    for (let tried = 0; rows.length < count; ) {
      const wanted = Array.from({ length: count - rows.length }, () => this.#draw());
      for (const row of await Promise.all(wanted.map((id) => this.#read(id)))) if (row) rows.push(row);
      tried += wanted.length;
      if (rows.length === 0 && tried > 4 * Math.max(count, this.#options.ids.length)) {
        throw new CodedError('library-damaged', 'No thumbnail of this library can be read. Index the folder again: they are rebuilt.');
      }
    }
    return { ids: rows.map(({ id }) => id), pixels: joinPixels(rows.map(({ pixels }) => pixels)) };
  }

  #draw(): PhotoId {
    const { ids, seed } = this.#options;
    const pass = Math.floor(this.#given / ids.length);
    if (pass !== this.#pass) {
      this.#order = shuffled(ids, seed + pass * 7919);
      this.#pass = pass;
    }
    return this.#order[this.#given++ % ids.length] as PhotoId; // a row id of the store
  }

  async #read(id: PhotoId): Promise<{ readonly id: PhotoId; readonly pixels: Uint8Array } | null> {
    const kept = this.#kept.get(id);
    if (kept) return { id, pixels: kept };
    const pixels = await readPixels(this.#options.store, id);
    if (pixels && this.#keptBytes + pixels.length <= (this.#options.keptBytes ?? KEPT_BYTES)) {
      this.#kept.set(id, pixels);
      this.#keptBytes += pixels.length;
    }
    return pixels && { id, pixels };
  }
}

/** The pixels of a photo from its thumbnail; `null` where there is none that can be read. */
export async function readPixels(store: Store, id: PhotoId): Promise<Uint8Array | null> {
  const thumbnail = readThumbnail(store, id);
  // a damaged thumbnail counts as none: the next index rebuilds it
  return thumbnail && thumbnailPixels(thumbnail).catch(() => null);
}

/** One below the other. */
export function joinPixels(rows: readonly Uint8Array[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const all = new Uint8Array(size * rows.length);
  rows.forEach((row, at) => all.set(row, at * size));
  return all;
}

/** Fisher–Yates by mulberry32. */
function shuffled(ids: Uint32Array, seed: number): Uint32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const order = Uint32Array.from(ids);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Numbers in [0, 1) that follow from a 32-bit seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
