// A raw file and the picture beside it as one photo, and apart again. Long, because files come, go and change in every order.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bare, NO_MARK, packMark, said } from '../../src-shared/marks/packed.ts';
import { FINGERPRINT_BYTES, packFingerprint } from '../../src-shared/learning/copies/fingerprint.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { addAlbum, readAlbumsOf, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { isKnown, knownPhotos } from '../../src-main/store/contents.ts';
import type { Store } from '../../src-main/store/database.ts';
import { photosLacking } from '../../src-main/store/descriptors.ts';
import { writeFact } from '../../src-main/store/facts.ts';
import { type IndexedFile, type IndexedPhoto, writeIndexed } from '../../src-main/store/indexed.ts';
import { readMark, restoreMarks } from '../../src-main/store/marks.ts';
import { currentId } from '../../src-main/store/merge.ts';
import { alignPairs, readPaired } from '../../src-main/store/pairs.ts';
import { readCounts, readFiles, readFirstFiles, readPhoto } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import { readThumbnail } from '../../src-main/store/thumbnails.ts';
import { growth } from '../growth.ts';
import { madeDescriptors, madeFile, madeFolder, madeHash, madePhoto, madeStore, madeVersions } from './made-store.ts';

/** A fingerprint that no other number has; `tone` as a camera develops it otherwise. */
function printOf(number: number, tone = 1): Uint8Array {
  let state = number * 7919 + 1;
  const whole = Uint8Array.from({ length: 256 }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.round(30 + tone * ((state >> 16) % 150));
  });
  const packed = packFingerprint({ whole, inner: null, frame: null });
  expect(packed.length).toBe(FINGERPRINT_BYTES);
  return packed;
}

/** A file of shot `number`: a raw file if its name says so. */
function fileOf(path: string, number: number, facts: Partial<IndexedPhoto> = {}): IndexedFile {
  const raw = /\.(cr2|dng)$/i.test(path);
  const name = `${raw ? (path.toLowerCase().endsWith('dng') ? 'dng' : 'raw') : 'jpeg'} ${number}`;
  return {
    ...madeFile(path), outcome: { ...madePhoto(name), format: raw ? 'raw' : 'jpeg', ...facts },
    descriptors: { ...madeDescriptors(), fingerprint: printOf(number, raw ? 0.9 : 1) }
  };
}

const write = (store: Store, ...files: IndexedFile[]): ReturnType<typeof writeIndexed> => writeIndexed(store, madeVersions(store), files, 0);
const idAt = (store: Store, path: string): PhotoId => {
  const file = readFiles(store).find((each) => each.path === path);
  if (file === undefined) throw new Error(`expected a file at ${path}`);
  return file.id;
};
const namesOf = (store: Store, path: string): string[] => readPhoto(store, idAt(store, path)).files.map((file) => file.path);
/** What a scan finds that sees only these. */
const see = (store: Store, ...paths: string[]): void => {
  const scan = beginScan(store);
  scan.compare(paths.map((path) => ({ path, size: 10, modifiedMs: 1000.25 })));
  scan.finish(1);
};

describe('a raw file and a picture of one name', () => {
  it.each([['raw first', true], ['picture first', false]])('are one photo, which is shown as the picture (%s)', (_, first) => {
    const store = madeStore();
    const files = [fileOf('d/IMG_1.CR2', 1), fileOf('d/img_1.jpg', 1)];
    for (const file of first ? files : files.reverse()) write(store, file);
    expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 0 });
    const photo = readPhoto(store, idAt(store, 'd/IMG_1.CR2'));
    expect(photo).toMatchObject({ format: 'jpeg', hash: madeHash('jpeg 1'), picture: madeHash('picture of jpeg 1') });
    expect(photo.files).toEqual([{ folder: '', path: 'd/img_1.jpg' }, { folder: '', path: 'd/IMG_1.CR2', raw: true }]);
    expect(readThumbnail(store, photo.id)?.toString()).toBe('thumbnail of jpeg 1');
    expect(readFirstFiles(store, [photo.id])).toEqual([{ folder: '', path: 'd/img_1.jpg' }]);
    expect([...readPaired(store)]).toEqual([photo.id]);
    for (const name of ['raw 1', 'jpeg 1']) expect(isKnown(store, madeVersions(store), madeHash(name)), name).toBe(true);
    expect(photosLacking(store, madeVersions(store))).toEqual([]);
  });

  it('are one in the same batch, with two raw files too', () => {
    const store = madeStore();
    expect(write(store, fileOf('a.dng', 1), fileOf('a.cr2', 1), fileOf('a.jpg', 1))).toMatchObject({ new: 3 });
    expect(readCounts(store)).toEqual({ photos: 1, files: 3, problems: 0 });
    expect(namesOf(store, 'a.dng')).toEqual(['a.jpg', 'a.cr2', 'a.dng']);
  });

  it.each<[string, string, number, Partial<IndexedPhoto>, Partial<IndexedPhoto>]>([
    ['show other pictures', 'd/a.jpg', 2, {}, {}],
    ['lie in other folders', 'e/a.jpg', 1, {}, {}],
    ['lie in folders whose names differ in case', 'D/a.jpg', 1, {}, {}],
    ['have other names', 'd/b.jpg', 1, {}, {}],
    ['are of other seconds', 'd/a.jpg', 1, { takenAt: 5000 }, { takenAt: 6000 }],
    ['are of two cameras', 'd/a.jpg', 1, { camera: 'X100' }, { camera: 'D850' }],
    ['are of one second and camera, and show other pictures', 'd/a.jpg', 2, { takenAt: 5000, camera: 'X100' }, { takenAt: 5000, camera: 'X100' }]
  ])('stay two photos where they %s', (_, path, number, raw, picture) => {
    const store = madeStore();
    write(store, fileOf('d/a.cr2', 1, raw), fileOf(path, number, picture));
    expect(readCounts(store)).toEqual({ photos: 2, files: 2, problems: 0 });
    expect([...readPaired(store)]).toEqual([]);
  });

  it('keep what was said of either', () => {
    const store = madeStore();
    write(store, fileOf('a.cr2', 1));
    const raw = idAt(store, 'a.cr2');
    const album = addAlbum(store, 'kept', null, 0);
    writeAlbumPhotos(store, album, [raw]);
    restoreMarks(store, { ids: Uint32Array.of(raw), marks: Uint16Array.of(said(3)) }, 5);
    write(store, fileOf('a.jpg', 1));
    const photo = idAt(store, 'a.cr2');
    expect(photo).not.toBe(raw);
    expect(currentId(store, raw)).toBe(photo);
    expect([readAlbumsOf(store, photo), readMark(store, photo)]).toEqual([[album], said(3)]);
  });

  const starred = packMark({ ...NO_MARK, stars: 3 });
  const rejected = packMark({ ...NO_MARK, flag: 'rejected' });
  it.each<[string, number, number, boolean]>([
    ['other stars', said(starred), said(packMark({ ...NO_MARK, stars: 2 })), false],
    ['stars and a rejection', said(starred), said(rejected), false],
    ['a rejection of the picture alone', 0, said(rejected), false],
    ['a rejection of the raw file alone', said(rejected), 0, false],
    ['the same rejection', said(rejected), said(rejected), true],
    ['the same stars', said(starred), said(starred), true],
    ['stars, and some that were taken back', said(starred), said(0), true],
    ['stars of one alone', 0, said(starred), true]
  ])('lose no mark where they have %s', async (_, ofRaw, ofPicture, together) => {
    const store = madeStore();
    await alignPairs(store, false);
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1));
    const ids = [idAt(store, 'a.cr2'), idAt(store, 'a.jpg')] as const;
    restoreMarks(store, { ids: Uint32Array.from(ids), marks: Uint16Array.of(ofRaw, ofPicture) }, 5);
    expect(await alignPairs(store, true)).toBe(together);
    expect(readCounts(store)).toEqual({ photos: together ? 1 : 2, files: 2, problems: 0 });
    const marks = ids.map((id) => readMark(store, id));
    const [one, other] = [ofRaw, ofPicture].map((mark) => (bare(mark) === 0 ? null : mark));
    expect(marks).toEqual(together ? [one ?? other, one ?? other] : [ofRaw, ofPicture]);
  });

  it('stay two photos where the file says that the picture is rejected', () => {
    const store = madeStore();
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1, { mark: rejected }));
    expect([readCounts(store).photos, readMark(store, idAt(store, 'a.cr2'))]).toEqual([2, 0]);
  });

  it.each(['', 'of.2024/'])('have endings: files without one are of no shot, and cost no more the more there are (in %j)', (folder) => {
    const store = madeStore();
    const raw = (path: string): IndexedFile => fileOf(path, 1, { format: 'raw' });
    write(store, raw(`${folder}a`), raw(`${folder}c.`));
    const names = Array.from({ length: 400 }, (_, at) => `${folder}${at}`);
    // all that any query of this store returns
    const all = vi.spyOn(Object.getPrototypeOf(store.db.prepare('SELECT 1')) as { all: (...values: unknown[]) => unknown[] }, 'all');
    onTestFinished(() => all.mockRestore());
    write(store, ...['a', 'b', 'c.', 'c.jpg', 'of.jpg'].map((name) => fileOf(`${folder}${name === 'a' ? 'A' : name}`, 1, { hash: madeHash(`picture ${name}`), picture: madeHash(`shown ${name}`) })), ...names.map((name) => fileOf(name, 1, { hash: madeHash(name), picture: madeHash(`shown ${name}`) })));
    const rows = all.mock.results.reduce((sum, { value }) => sum + (value as unknown[]).length, 0);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(20 * names.length);
    expect([...readPaired(store)]).toEqual([]);
  });

  it.each([['raw file', '.cr2'], ['picture', '.jpg']])('are left alone where the fingerprint of the %s is damaged', async (_, ending) => {
    const store = madeStore();
    await alignPairs(store, false);
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1), fileOf('b.cr2', 2), fileOf('b.jpg', 2));
    store.db.prepare('UPDATE fingerprints SET cells = ? WHERE photo_id = ?').run(Buffer.alloc(7), idAt(store, `a${ending}`));
    expect(await alignPairs(store, true)).toBe(true);
    expect(readCounts(store)).toEqual({ photos: 3, files: 4, problems: 0 });
    expect(namesOf(store, 'b.cr2')).toEqual(['b.jpg', 'b.cr2']);
  });

  it('stay one while either is away, and wherever they go', () => {
    const store = madeStore();
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1));
    const photo = idAt(store, 'a.jpg');
    see(store, 'a.cr2');
    expect(readPhoto(store, photo)).toMatchObject({ format: 'raw', files: [{ path: 'a.cr2' }] });
    expect([readCounts(store), [...readPaired(store)]]).toEqual([{ photos: 1, files: 1, problems: 0 }, []]);
    see(store, 'a.cr2', 'a.jpg');
    expect(readPhoto(store, photo)).toMatchObject({ format: 'jpeg', files: [{ path: 'a.jpg' }, { path: 'a.cr2' }] });
    see(store, 'a.jpg');
    expect(write(store, fileOf('raw/a.cr2', 1))).toMatchObject({ moved: 1 });
    expect(namesOf(store, 'raw/a.cr2')).toEqual(['a.jpg', 'raw/a.cr2']);
  });

  it('find each other when one is back that the scan knows', () => {
    const store = madeStore();
    write(store, fileOf('a.jpg', 1));
    see(store);
    write(store, fileOf('a.cr2', 1));
    expect(readCounts(store).photos).toBe(1);
    see(store, 'a.jpg', 'a.cr2');
    expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 0 });
    expect(namesOf(store, 'a.cr2')).toEqual(['a.jpg', 'a.cr2']);
  });

  it('know a raw file again whose metadata changed', () => {
    const store = madeStore();
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1));
    expect(knownPhotos(store, madeVersions(store)).isSeen(madeHash('edited'), madeHash('picture of raw 1'))).toBe(true);
    const edited = fileOf('a.cr2', 1, { hash: madeHash('edited'), picture: madeHash('picture of raw 1'), thumbnail: null });
    expect(write(store, { ...edited, descriptors: { embedding: null, features: null } })).toMatchObject({ changed: 1 });
    expect(readPhoto(store, idAt(store, 'a.cr2'))).toMatchObject({ hash: madeHash('jpeg 1'), files: [{ path: 'a.jpg' }, { path: 'a.cr2', raw: true }] });
  });

  it('keep what was said where another picture takes the place, and where the first is back', () => {
    const store = madeStore();
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1));
    restoreMarks(store, { ids: Uint32Array.of(idAt(store, 'a.jpg')), marks: Uint16Array.of(said(3)) }, 5);
    const edited = { hash: madeHash('edited'), picture: madeHash('picture edited'), thumbnail: Buffer.from('thumbnail edited') };
    write(store, fileOf('a.jpg', 1, edited));
    expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 0 });
    expect(readMark(store, idAt(store, 'a.cr2'))).toBe(said(3));
    expect(readThumbnail(store, idAt(store, 'a.cr2'))?.toString()).toBe('thumbnail edited');
    write(store, fileOf('a.jpg', 1));
    expect(readCounts(store)).toEqual({ photos: 1, files: 2, problems: 0 });
    expect(readMark(store, idAt(store, 'a.cr2'))).toBe(said(3));
    expect(readThumbnail(store, idAt(store, 'a.cr2'))?.toString()).toBe('thumbnail of jpeg 1');
  });

  it('are kept apart where the user wants that, each with what was said of both, and put together again', async () => {
    const store = madeStore();
    expect(await alignPairs(store, true)).toBe(false);
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1), fileOf('b.jpg', 2));
    const album = addAlbum(store, 'kept', null, 0);
    writeAlbumPhotos(store, album, [idAt(store, 'a.jpg')]);
    restoreMarks(store, { ids: Uint32Array.of(idAt(store, 'a.jpg')), marks: Uint16Array.of(said(3)) }, 5);
    expect(await alignPairs(store, false)).toBe(true);
    expect(readCounts(store)).toEqual({ photos: 3, files: 3, problems: 0 });
    const raw = readPhoto(store, idAt(store, 'a.cr2'));
    expect(raw).toMatchObject({ format: 'raw', picture: madeHash('picture of raw 1'), files: [{ path: 'a.cr2' }] });
    expect([readMark(store, raw.id), readAlbumsOf(store, raw.id), readThumbnail(store, raw.id)?.toString()]).toEqual([said(3), [album], 'thumbnail of raw 1']);
    expect(photosLacking(store, madeVersions(store))).toEqual([]);
    write(store, fileOf('b.cr2', 2));
    expect(readCounts(store).photos).toBe(4);
    expect(await alignPairs(store, true)).toBe(true);
    expect(readCounts(store)).toEqual({ photos: 2, files: 4, problems: 0 });
    expect(namesOf(store, 'b.cr2')).toEqual(['b.jpg', 'b.cr2']);
  });

  it.each([['put together', true], ['taken apart', false]])('are all %s though the library was closed while that was done', async (_, together) => {
    const folder = madeFolder();
    let store = madeStore(folder);
    await alignPairs(store, !together);
    // more than are gone through in one turn
    const shots = Array.from({ length: 250 }, (_each, at) => at);
    write(store, ...shots.flatMap((shot) => [fileOf(`${shot}.cr2`, shot), fileOf(`${shot}.jpg`, shot)]));
    expect(readCounts(store).photos).toBe(together ? 500 : 250);
    const aligning = alignPairs(store, together);
    store.close();
    await aligning;
    store = madeStore(folder);
    expect(readCounts(store).photos).not.toBe(together ? 250 : 500);
    expect(await alignPairs(store, together)).toBe(true);
    expect(readCounts(store)).toEqual({ photos: together ? 250 : 500, files: 500, problems: 0 });
    expect(await alignPairs(store, together)).toBe(false);
  });

  it('are aligned once more where an earlier version noted the wish alone', async () => {
    const store = madeStore();
    await alignPairs(store, false);
    write(store, fileOf('a.cr2', 1), fileOf('a.jpg', 1));
    writeFact(store, 'pairs', true); // as it did before it began
    expect(await alignPairs(store, true)).toBe(true);
    expect(readCounts(store).photos).toBe(1);
  });

  it('are found by name, not among all files of their folder', () => {
    const stores = new Map([400, 3200].map((size) => {
      const store = madeStore();
      const versions = madeVersions(store);
      writeIndexed(store, versions, Array.from({ length: size }, (_, at) => fileOf(`${at}.jpg`, at)), 0);
      return [size, { store, versions }] as const;
    }));
    let turn = 0;
    const write = (size: number): void => {
      const { store, versions } = stores.get(size)!;
      writeIndexed(store, versions, Array.from({ length: 100 }, (_, at) => fileOf(`${turn}-${at}.jpg`, size + turn * 100 + at)), ++turn);
    };
    expect(growth(write, 400, 3200, 3)).toBeLessThan(2);
  });

  it('come out the same whatever came and went in any order', () => {
    const shots = [1, 2, 3];
    const paths = shots.flatMap((shot) => ['cr2', 'jpg', 'dng'].map((ending) => ({ path: `s${shot}.${ending}`, shot })));
    fc.assert(fc.property(fc.array(fc.subarray(paths, { minLength: 1 }), { minLength: 3, maxLength: 6 }), fc.boolean(), (rounds, reversed) => {
      const store = madeStore();
      const read = new Set<string>();
      const marked = new Map<number, number>();
      for (const round of rounds) {
        see(store, ...round.map(({ path }) => path));
        const fresh = round.filter(({ path }) => !read.has(path));
        for (const { path, shot } of reversed ? fresh.toReversed() : fresh) write(store, fileOf(path, shot));
        for (const { path } of fresh) read.add(path);
        const first = round[0]!;
        restoreMarks(store, { ids: Uint32Array.of(idAt(store, first.path)), marks: Uint16Array.of(said(first.shot)) }, read.size);
        marked.set(first.shot, said(first.shot));

        expect(readCounts(store).files).toBe(round.length);
        for (const shot of shots) {
          const here = round.filter((each) => each.shot === shot).map(({ path }) => path);
          const photos = new Set(here.map((path) => idAt(store, path)));
          if (here.includes(`s${shot}.jpg`)) {
            expect(photos.size, here.join(' ')).toBe(1);
            expect(readPhoto(store, [...photos][0]!).files[0]!.path).toBe(`s${shot}.jpg`);
            if (marked.has(shot) && here.length === 3) expect(readMark(store, [...photos][0]!)).toBe(marked.get(shot));
          }
        }
      }
    }), { numRuns: 8 });
  });
});
