import { describe, expect, it } from 'vitest';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { isKnown } from '../../src-main/store/contents.ts';
import { photosLacking, writeDescriptors } from '../../src-main/store/descriptors.ts';
import { type EncoderVersionId, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { madeDescriptors, madeHash, madeStore, madeVersions, writeMade } from './made-store.ts';

describe('descriptors', () => {
  it('are lacking for all present photos after a new version, one file each, in slices by id', () => {
    const store = madeStore();
    const ids = writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg', 'gone.jpg']);
    const scan = beginScan(store);
    scan.compare(['a.jpg', 'b.jpg', 'c.jpg'].map((path) => ({ path, size: 10, modifiedMs: 1000.25 })));
    scan.finish(1);
    const versions = madeVersions(store);
    expect(photosLacking(store, versions)).toEqual([]);

    const encoder = ensureEncoderVersion(store, { name: 'next', dim: 2, createdAt: 1, scores: null }).id;
    for (const next of [{ ...versions, encoder }, { ...versions, features: 2 }]) {
      const first = photosLacking(store, next, { limit: 2 });
      expect(first.map(({ path }) => path)).toEqual(['a.jpg', 'b.jpg']);
      expect(first[0]).toEqual({ id: ids.get('a.jpg'), folder: FIRST_FOLDER, path: 'a.jpg', size: 10, modifiedMs: 1000.25 });
      expect(photosLacking(store, next, { after: first[1]!.id }).map(({ path }) => path)).toEqual(['c.jpg']);
      expect(isKnown(store, next, madeHash('a.jpg'))).toBe(false);
    }
  });

  it('of a new version are written next to the old ones', () => {
    const store = madeStore();
    const id = writeMade(store, ['a.jpg']).get('a.jpg')!;
    const versions = madeVersions(store);
    const encoder = ensureEncoderVersion(store, { name: 'next', dim: 2, createdAt: 1, scores: null }).id;
    writeDescriptors(store, { ...versions, encoder }, [[id, { embedding: Float32Array.of(1, 2), features: null }]]);
    expect(photosLacking(store, { ...versions, encoder })).toEqual([]);
    expect(photosLacking(store, versions)).toEqual([]);
  });

  it('are lacking if a thumbnail was lost', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg']);
    store.db.prepare('DELETE FROM thumbs.thumbnails WHERE hash = ?').run(madeHash('b.jpg'));
    expect(photosLacking(store, madeVersions(store)).map(({ path }) => path)).toEqual(['b.jpg']);
    expect(isKnown(store, madeVersions(store), madeHash('b.jpg'))).toBe(false);
  });

  it('must be finite, and of a known encoder', () => {
    const store = madeStore();
    const id = writeMade(store, ['a.jpg']).get('a.jpg')!;
    expect(() => writeDescriptors(store, madeVersions(store), [[id, madeDescriptors(NaN)]])).toThrow(RangeError);
    expect(() => writeDescriptors(store, { encoder: 77 as EncoderVersionId, features: 1 }, [])).toThrow('expected an encoder version, got 77');
  });
});
