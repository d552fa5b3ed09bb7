// The pixels of a training on 50,000 photos: what is read before it begins, and what stays in memory. The rows are made, the thumbnails
// are one small picture each.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_SCORED, readHeldOut, splitPhotos } from '../../../src-main/library/training/held-out.ts';
import { cachePixels, pixelReader } from '../../../src-main/library/training/pixels.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { photosToLearnFrom } from '../../../src-main/store/training-photos.ts';
import { createFeed } from '../../../src-shared/learning/training/feed.ts';
import { madeHash } from '../../store/made-hash.ts';

const PHOTOS = 50_000;
const PIXELS = 128 * 128 * 3;

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kindred-feed-'));
  store = openStore(folder);
  const thumbnail = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#7a5' } }).jpeg().toBuffer();
  const photo = store.db.prepare("INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (?, ?, 4, 3, 'jpeg', 9, 0)");
  const file = store.db.prepare('INSERT INTO files (path, size, modified_ms, photo_id) VALUES (?, 9, 0, ?)');
  const picture = store.db.prepare('INSERT INTO thumbs.thumbnails (hash, data) VALUES (?, ?)');
  store.db.transaction(() => {
    for (let id = 1; id <= PHOTOS; id++) {
      const hash = madeHash(`${id}`);
      photo.run(id, hash);
      file.run(`${id}.jpg`, id);
      picture.run(hash, thumbnail);
    }
  })();
}, 60_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('50,000 photos', () => {
  it('are listed and split, a tenth of them held out', () => {
    const ids = photosToLearnFrom(store);
    const { heldOut, learn } = splitPhotos(ids);
    expect([ids.length, heldOut.length, learn.length]).toEqual([PHOTOS, PHOTOS / 10, PHOTOS * 0.9]);
    expect(new Set([...heldOut, ...learn]).size).toBe(PHOTOS);
  });

  it('are scored by a bounded number of them', async () => {
    const { heldOut, learn } = splitPhotos(photosToLearnFrom(store));
    expect(await readHeldOut(store, heldOut, learn, DEFAULT_LENS)).toMatchObject({ pixels: { length: MOST_SCORED }, others: [] });
    // few held out are looked for among as many in all
    expect(await readHeldOut(store, heldOut.slice(0, 24), learn, DEFAULT_LENS)).toMatchObject({ pixels: { length: 24 }, others: { length: 40 } });
  });

  it('are not decoded ahead but for one batch', async () => {
    const { learn } = splitPhotos(photosToLearnFrom(store));
    const read = cachePixels(pixelReader(store));
    let reads = 0;
    const feed = createFeed({ read: (id) => (reads++, read(id)), ids: learn, count: 64, seedOf: () => 3, unreadable: () => new Error('none') });
    expect((await feed.next()).pixels).toHaveLength(64 * PIXELS);
    expect(reads).toBeLessThanOrEqual(2 * 64);
  });
});

describe('cached pixels', () => {
  /** Pixels of a photo's id, four bytes each, but for photo 9; tells which were read. */
  const made = (): { read: (id: number) => Promise<Uint8Array | null>; reads: number[] } => {
    const reads: number[] = [];
    return { reads, read: async (id) => (reads.push(id), id === 9 ? null : new Uint8Array(4).fill(id)) };
  };

  it('are read once as long as there is room for them, and again where there is none', async () => {
    const { read, reads } = made();
    const cached = cachePixels(read, 11);
    const ask = async (ids: readonly number[]): Promise<unknown[]> => {
      const rows: unknown[] = [];
      for (const id of ids) rows.push((await cached(id))?.[0] ?? null);
      return rows;
    };
    expect(await ask([1, 2, 3, 9])).toEqual([1, 2, 3, null]);
    expect(await ask([3, 2, 1, 9])).toEqual([3, 2, 1, null]);
    expect(reads).toEqual([1, 2, 3, 9, 3, 9]);
  });

  it('take their room once, even when two ask at the same time', async () => {
    const { read, reads } = made();
    const cached = cachePixels(read, 8);
    await Promise.all([cached(1), cached(1)]);
    await cached(2);
    await cached(2);
    expect(reads).toEqual([1, 1, 2]);
  });
});
