import { describe, expect, it } from 'vitest';
import { photosLacking } from '../../src-main/store/descriptors.ts';
import { isKnown } from '../../src-main/store/contents.ts';
import { type IndexedFile, writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts, readFiles, readPhoto } from '../../src-main/store/photos.ts';
import { readProblems } from '../../src-main/store/problems.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { readThumbnail } from '../../src-main/store/thumbnails.ts';
import { DIM, madeDescriptors, madeFile, madeHash, madePhoto, madeStore, madeVersions } from './made-store.ts';

const problem = (path: string, size = 10): IndexedFile => ({ ...madeFile(path, path, { size }), outcome: { status: 'problem', code: 'damaged', detail: 'cut short' } });

describe('writeIndexed', () => {
  it('stores everything about a photo', () => {
    const store = madeStore();
    const outcome = { ...madePhoto('x'), takenAt: 86_400_000.5, takenFrom: 'xmp' as const, takenDay: true, latitude: -33.5, longitude: 151.25, camera: 'X100', optics: '23mmF2' };
    writeIndexed(store, madeVersions(store), [{ ...madeFile('d/a.jpg'), outcome }], 7);
    const id = readFiles(store)[0]!.id;
    expect(readPhoto(store, id)).toEqual({
      id, hash: madeHash('x'), picture: madeHash('picture of x'), width: 400, height: 300, format: 'jpeg', bytes: 1234, takenAt: 86_400_000.5, takenFrom: 'xmp', takenDay: true, incomplete: false, latitude: -33.5, longitude: 151.25, camera: 'X100', optics: '23mmF2', files: [{ folder: '', path: 'd/a.jpg' }]
    });
    expect(readThumbnail(store, id)?.toString()).toBe('thumbnail of x');
    expect(isKnown(store, madeVersions(store), madeHash('x'))).toBe(true);
  });

  it('treats a copy as the same photo at two paths', () => {
    const store = madeStore();
    expect(writeIndexed(store, madeVersions(store), [madeFile('b.jpg', 'x'), madeFile('a.jpg', 'x')], 0)).toEqual({ new: 2, changed: 0, same: 0, moved: 0, problems: 0 });
    expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 0 });
    expect(readPhoto(store, readFiles(store)[0]!.id).files).toMatchObject([{ path: 'a.jpg' }, { path: 'b.jpg' }]);
  });

  it('recognises a move if the old path is missing, and only one', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [madeFile('old.jpg', 'x')], 0);
    const { id } = readFiles(store)[0]!;
    expect(beginScan(store).finish(1)).toMatchObject({ missing: 1 });
    expect(writeIndexed(store, versions, [madeFile('new.jpg', 'x'), madeFile('copy.jpg', 'x')], 2)).toEqual({ new: 1, changed: 0, same: 0, moved: 1, problems: 0 });
    expect(readFiles(store)).toMatchObject([{ path: 'copy.jpg', id }, { path: 'new.jpg', id }]);
    expect(beginScan(store).compare([{ path: 'old.jpg', size: 10, modifiedMs: 1000.25 }]).toRead).toHaveLength(1);
  });

  it('gives a changed file its new photo', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [madeFile('a.jpg', 'before')], 0);
    const before = readFiles(store)[0]!.id;
    expect(writeIndexed(store, versions, [madeFile('a.jpg', 'after', { size: 11 })], 1)).toMatchObject({ changed: 1, new: 0 });
    expect(readFiles(store)[0]!.id).not.toBe(before);
    expect(readCounts(store)).toEqual({ photos: 1, files: 1, problems: 0 });
    expect(readPhoto(store, before).files).toEqual([]);
  });

  it('counts attempts on the same content, starting over for new content', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    const attempts = () => readProblems(store).map((row) => row.attempts);
    expect(writeIndexed(store, versions, [problem('a.jpg')], 0)).toMatchObject({ problems: 1 });
    writeIndexed(store, versions, [problem('a.jpg')], 0);
    expect(attempts()).toEqual([2]);
    writeIndexed(store, versions, [problem('a.jpg', 11)], 0);
    expect(attempts()).toEqual([1]);
    writeIndexed(store, versions, [madeFile('a.jpg')], 0);
    expect(readProblems(store)).toEqual([]);
    writeIndexed(store, versions, [problem('a.jpg')], 0);
    expect(attempts()).toEqual([1]);
    expect(readCounts(store)).toEqual({ photos: 0, files: 0, problems: 1 });
  });

  it('keeps the thumbnail of a photo stored without a new one', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [madeFile('a.jpg', 'x')], 0);
    const known = { ...madeFile('b.jpg', 'x'), outcome: { ...madePhoto('x'), thumbnail: null }, descriptors: { embedding: null, features: null } };
    writeIndexed(store, versions, [known], 0);
    expect(readThumbnail(store, readFiles(store)[1]!.id)?.toString()).toBe('thumbnail of x');
    expect(isKnown(store, versions, madeHash('x'))).toBe(true);
  });

  it('stores nothing of a batch with one bad vector except its thumbnails, which the next try overwrites', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    const bad = { ...madeFile('b.jpg'), descriptors: { ...madeDescriptors(), embedding: new Float32Array(DIM + 1) } };
    expect(() => writeIndexed(store, versions, [madeFile('a.jpg'), bad], 0)).toThrow(/expected an embedding of 4 values, got 5/);
    expect(readCounts(store)).toEqual({ photos: 0, files: 0, problems: 0 });
    expect(store.db.prepare('SELECT count(*) FROM thumbs.thumbnails').pluck().get()).toBe(2);
    expect(writeIndexed(store, versions, [madeFile('a.jpg'), madeFile('b.jpg')], 0)).toMatchObject({ new: 2 });
    expect(photosLacking(store, versions)).toEqual([]);
  });
});
