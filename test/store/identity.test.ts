// A photo through edits of its files: which photo a file belongs to, and which facts a photo has.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content } from '../../src-main/store/contents.ts';
import type { Store } from '../../src-main/store/database.ts';
import { photosLacking, photosWithoutPicture } from '../../src-main/store/descriptors.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { type IndexedFile, writeIndexed } from '../../src-main/store/indexed.ts';
import { findPhoto } from '../../src-main/store/judgments.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { currentId } from '../../src-main/store/merge.ts';
import { readCounts, readFiles, readPhoto } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { readThumbnail } from '../../src-main/store/thumbnails.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { madeDescriptors, madeFile, madeHash, madePhoto, madeStore, madeVersions } from './made-store.ts';
import { readGroups, writeGroups } from './made-grouping.ts';

const nothing = { embedding: null, features: null };

/** A file whose content is `content` and whose picture is `picture`. */
const edited = (path: string, content: string, picture: string, facts: Partial<Content> = {}): IndexedFile => ({
  file: { folder: FIRST_FOLDER, path, size: 10, modifiedMs: 1 }, outcome: { ...madePhoto(content), picture: madeHash(`picture of ${picture}`), ...facts }, descriptors: madeDescriptors()
});
/** The same, where only the metadata was read. */
const reread = (...args: Parameters<typeof edited>): IndexedFile => {
  const file = edited(...args);
  return { ...file, outcome: { ...file.outcome, thumbnail: null } as IndexedFile['outcome'], descriptors: nothing };
};
/** As an earlier version left it: without picture and look. */
const old = (path: string, content: string): IndexedFile => ({ ...madeFile(path, content), outcome: { ...madePhoto(content), picture: null, look: null } });
const idAt = (store: Store, path: string): PhotoId => readFiles(store).find((file) => file.path === path)!.id;

describe('a file whose metadata was edited', () => {
  it('is the same photo with the new facts', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [edited('a.jpg', 'before', 'x')], 0);
    const id = idAt(store, 'a.jpg');
    expect(writeIndexed(store, versions, [reread('a.jpg', 'after', 'x', { takenAt: 5, camera: 'X100', bytes: 99 })], 1)).toEqual({ new: 0, changed: 1, same: 0, moved: 0, problems: 0 });
    expect(readPhoto(store, id)).toMatchObject({ id, hash: madeHash('after'), takenAt: 5, camera: 'X100', bytes: 99, files: [{ path: 'a.jpg' }] });
    expect(readCounts(store)).toEqual({ photos: 1, files: 1, problems: 0 });
    expect(readThumbnail(store, id)?.toString()).toBe('thumbnail of before');
    expect(photosLacking(store, versions)).toEqual([]);
    expect(['before', 'after'].map((content) => findPhoto(store, { hash: madeHash(content), picture: null }))).toEqual([id, id]);
    expect(findPhoto(store, { hash: madeHash('never here'), picture: madeHash('picture of x') })).toBe(id);
  });

  it('has its pixels read again if its look changed, but only once', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [edited('a.jpg', 'before', 'x')], 0);
    const id = idAt(store, 'a.jpg');
    writeIndexed(store, versions, [reread('a.jpg', 'turned', 'x', { look: 'turned', width: 300, height: 400 })], 1);
    expect(readPhoto(store, id)).toMatchObject({ width: 300, height: 400 });
    expect(photosLacking(store, versions)).toEqual([{ id, folder: FIRST_FOLDER, path: 'a.jpg', size: 10, modifiedMs: 1 }]);
    writeIndexed(store, versions, [edited('a.jpg', 'turned', 'x', { look: 'turned', width: 300, height: 400 })], 1);
    expect(photosLacking(store, versions)).toEqual([]);
    expect(readThumbnail(store, id)?.toString()).toBe('thumbnail of turned');
  });

  it('is another photo if its picture changed, and the first is missing unless another file has it', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [edited('a.jpg', 'a', 'x'), edited('copy.jpg', 'b', 'x'), edited('c.jpg', 'c', 'y')], 0);
    const [x, y] = [idAt(store, 'a.jpg'), idAt(store, 'c.jpg')];
    expect(writeIndexed(store, versions, [edited('a.jpg', 'd', 'z'), edited('c.jpg', 'e', 'w')], 1)).toMatchObject({ changed: 2 });
    expect(readPhoto(store, x).files).toMatchObject([{ path: 'copy.jpg' }]);
    expect(readPhoto(store, y).files).toEqual([]);
    expect(readCounts(store)).toEqual({ photos: 3, files: 3, problems: 0 });
  });

  it('counts as moved if it was renamed too, and as the same if its bytes are', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [edited('a.jpg', 'a', 'x')], 0);
    expect(writeIndexed(store, versions, [{ ...edited('a.jpg', 'a', 'x'), outcome: { status: 'known', hash: madeHash('a') }, descriptors: nothing }], 0)).toMatchObject({ same: 1 });
    beginScan(store).finish(1);
    expect(writeIndexed(store, versions, [reread('b.jpg', 'b', 'x')], 2)).toEqual({ new: 0, changed: 0, same: 0, moved: 1, problems: 0 });
    expect(readCounts(store)).toEqual({ photos: 1, files: 1, problems: 0 });
  });
});

describe('a photo with several files', () => {
  const facts: Partial<Content>[] = [
    {}, { takenAt: 50 }, { takenAt: 20, camera: 'X100', look: 'turned', width: 300, height: 400 }, { takenAt: 30, camera: 'X200' },
    { latitude: 1, longitude: 2 }, { camera: 'X300', look: 'turned', width: 300, height: 400 }
  ];

  it('has the same facts whatever order its files come and go in, and never keeps pixels of another look than it shows', () => {
    const show = (order: readonly number[], gone: readonly number[]) => {
      const store = madeStore();
      const versions = madeVersions(store);
      const file = (at: number) => edited(`${at}.jpg`, `content ${at}`, 'x', facts[at]);
      const lacking = () => photosLacking(store, versions).map(({ path }) => file(Number.parseInt(path)));
      for (const at of order) {
        writeIndexed(store, versions, [file(at)], 0);
        writeIndexed(store, versions, lacking(), 0);
      }
      const scan = beginScan(store);
      scan.compare(order.filter((at) => !gone.includes(at)).map((at) => file(at).file));
      scan.finish(9);
      writeIndexed(store, versions, lacking(), 0);
      expect(photosLacking(store, versions)).toEqual([]);
      const { files, ...photo } = readPhoto(store, 1 as PhotoId); // the only one
      const [look] = store.db.prepare('SELECT look FROM photos').pluck().all();
      expect(look === 'turned').toBe(photo.height === 400);
      expect(readThumbnail(store, photo.id)?.toString()).toSatisfy((text: string) => facts.some((fact, at) => text === `thumbnail of content ${at}` && (fact.look ?? 'made') === look));
      store.close();
      return photo;
    };
    const all = [0, 1, 2, 3, 4, 5];
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: 6 }), fc.subarray(all, { maxLength: 5 }), (order, gone) => {
      expect(show(order, gone)).toEqual(show(all, gone));
    }), { numRuns: 15 });
    expect(show(all, [])).toMatchObject({ hash: madeHash('content 2'), takenAt: 20, camera: 'X100', latitude: 1, longitude: 2, height: 400 });
    expect(show(all, [2, 3]), 'the facts of those that are left').toMatchObject({ takenAt: 50, camera: 'X300', latitude: 1 });
  });
});

describe('photos from before pictures had hashes', () => {
  it('are merged into the older one if they turn out to be one picture, and answers follow', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [old('a.jpg', 'a'), old('b.jpg', 'b'), old('c.jpg', 'c'), old('d.jpg', 'd')], 0);
    const [a, b, c, d] = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map((path) => idAt(store, path)) as [PhotoId, PhotoId, PhotoId, PhotoId];
    const group = (id: number, name: string | null, cover: PhotoId, ...photos: PhotoId[]) => ({ id: id as GroupId, name, cover, photos: Uint32Array.from(photos) });
    writeGroups(store, DEFAULT_LENS, { height: null, groups: [group(1, null, a, a, d), group(2, 'Summer', b, b, c)] });
    expect(photosWithoutPicture(store)).toHaveLength(4);

    for (const [path, content, picture] of [['b.jpg', 'b', 'x'], ['c.jpg', 'c', 'y'], ['d.jpg', 'd', 'z'], ['a.jpg', 'a', 'x']] as const) writeIndexed(store, versions, [reread(path, content, picture)], 1);
    expect(photosWithoutPicture(store)).toEqual([]);
    expect(photosLacking(store, versions)).toEqual([]);
    expect(readCounts(store)).toEqual({ photos: 3, files: 4, problems: 0 });
    expect(readPhoto(store, a).files).toMatchObject([{ path: 'a.jpg' }, { path: 'b.jpg' }]);
    expect(readPhoto(store, b), 'a page may still ask for the other').toEqual(readPhoto(store, a));
    expect(currentId(store, b)).toBe(a);
    expect(findPhoto(store, { hash: madeHash('b'), picture: null })).toBe(a);
    expect(readGroups(store, DEFAULT_LENS).groups).toEqual([group(1, null, d, d), group(2, 'Summer', a, a, c)]);

    writeGroups(store, DEFAULT_LENS, { height: null, groups: [group(2, 'Summer', b, b, c), group(1, null, a, a, d)] });
    expect(readGroups(store, DEFAULT_LENS).groups, 'of a page that has not heard').toEqual([group(2, 'Summer', a, a, c), group(1, null, d, d)]);
  });

  it('stay the same if their metadata was edited before their picture was known, as long as they look the same', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeIndexed(store, versions, [old('a.jpg', 'a'), old('b.jpg', 'b')], 0);
    const [a, b] = [idAt(store, 'a.jpg'), idAt(store, 'b.jpg')];
    const after = edited('a.jpg', 'after', 'x');
    writeIndexed(store, versions, [{ ...after, outcome: { ...after.outcome, thumbnail: Buffer.from('thumbnail of a') } as IndexedFile['outcome'] }, edited('b.jpg', 'other', 'y')], 1);
    expect(idAt(store, 'a.jpg')).toBe(a);
    expect(idAt(store, 'b.jpg')).not.toBe(b);
    expect(readPhoto(store, a).picture).toBe(madeHash('picture of x'));
  });
});
