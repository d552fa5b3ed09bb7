// Training on a library of 50,000 photos: what is read before it begins, and what it is fed with. The rows are made, the thumbnails
// are one small picture each.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_SCORED, readHeldOut, splitPhotos } from '../../../src-main/library/training/held-out.ts';
import { PhotoFeed } from '../../../src-main/library/training/feed.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { photosToLearnFrom } from '../../../src-main/store/training-photos.ts';
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
  it('are listed and split in under a second, a tenth of them held out', () => {
    const began = performance.now();
    const ids = photosToLearnFrom(store);
    const { heldOut, learn } = splitPhotos(ids);
    expect(performance.now() - began).toBeLessThan(1000);
    expect([ids.length, heldOut.length, learn.length]).toEqual([PHOTOS, PHOTOS / 10, PHOTOS * 0.9]);
    expect(new Set([...heldOut, ...learn]).size).toBe(PHOTOS);
  });

  it('are scored by a bounded number of them', async () => {
    const { heldOut, learn } = splitPhotos(photosToLearnFrom(store));
    expect(await readHeldOut(store, heldOut, learn, DEFAULT_LENS)).toMatchObject({ pixels: { length: MOST_SCORED }, others: [] });
    // few held out are looked for among as many in all
    expect(await readHeldOut(store, heldOut.slice(0, 24), learn, DEFAULT_LENS)).toMatchObject({ pixels: { length: 24 }, others: { length: 40 } });
  });

  it('are fed each once before any comes again, and no more is kept than is allowed', async () => {
    const { learn } = splitPhotos(photosToLearnFrom(store));
    const few = learn.slice(0, 300);
    const keptBytes = 100 * PIXELS;
    const feed = new PhotoFeed({ store, ids: few, seed: 3, keptBytes });
    const passes: number[][] = [];
    for (let pass = 0; pass < 2; pass++) {
      const given: number[] = [];
      for (let batch = 0; batch < 5; batch++) given.push(...(await feed.next(60)).ids);
      passes.push(given);
      expect([...given].sort((a, b) => a - b)).toEqual([...few].sort((a, b) => a - b));
      expect(feed.keptBytes).toBeLessThanOrEqual(keptBytes);
    }
    expect(passes[0]).not.toEqual(passes[1]);
    // nothing is decoded ahead but one batch: the first of 45,000 is there as fast as that
    const began = performance.now();
    const batch = await new PhotoFeed({ store, ids: learn, seed: 3 }).next(64);
    expect(batch.pixels).toHaveLength(64 * PIXELS);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('go on where they were', async () => {
    const { learn } = splitPhotos(photosToLearnFrom(store));
    const whole = new PhotoFeed({ store, ids: learn, seed: 8 });
    await whole.next(16);
    const second = await whole.next(16);
    expect((await new PhotoFeed({ store, ids: learn, seed: 8, seen: 16 }).next(16)).ids).toEqual(second.ids);
  });
});
