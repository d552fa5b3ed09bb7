import { describe, expect, it } from 'vitest';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts, readFiles, readFirstFiles, readCoordinates, readPhoto, readPhotoTable, readPhotoTableInSlices } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { madeFile, madePhoto, madeStore, madeVersions } from './made-store.ts';

describe('photos', () => {
  it('are present while one of their files is', () => {
    const store = madeStore();
    const files = [madeFile('a.jpg', 'x'), madeFile('b.jpg', 'x'), madeFile('c.jpg', 'y')];
    writeIndexed(store, madeVersions(store), files, 0);
    const expectAfter = (paths: string[], photos: number) => {
      const scan = beginScan(store);
      scan.compare(files.map(({ file }) => file).filter(({ path }) => paths.includes(path)));
      scan.finish(1);
      expect(readPhotoTable(store).ids.length).toBe(photos);
      expect(readCounts(store)).toEqual({ photos, files: paths.length, problems: 0 });
      expect(readFiles(store).map(({ path }) => path)).toEqual(paths);
    };
    expectAfter(['b.jpg', 'c.jpg'], 2);
    expectAfter(['c.jpg'], 1);
    expectAfter([], 0);
    expectAfter(['a.jpg', 'b.jpg', 'c.jpg'], 2);
  });

  it('tell their first files, and nothing for those that are gone or were never here', () => {
    const store = madeStore();
    writeIndexed(store, madeVersions(store), [madeFile('b/2.jpg', 'x'), madeFile('a/1.jpg', 'x'), madeFile('c.jpg')], 0);
    const idOf = (path: string): PhotoId => readFiles(store).find((file) => file.path === path)!.id;
    const ids = [idOf('c.jpg'), idOf('b/2.jpg'), 99 as PhotoId];
    const [, first] = readFirstFiles(store, ids);
    expect(readFirstFiles(store, ids).map((file) => file?.path)).toEqual(['c.jpg', 'a/1.jpg', undefined]);
    expect(first).toEqual(readPhoto(store, ids[1]!).files[0]);
    const scan = beginScan(store);
    scan.compare([]);
    scan.finish(1);
    expect(readFirstFiles(store, ids)).toEqual([null, null, null]);
  });

  it('tell where they were taken, and nothing where that is not known', () => {
    const store = madeStore();
    const placed = { ...madePhoto('y'), latitude: 59.5, longitude: -10.25 };
    writeIndexed(store, madeVersions(store), [madeFile('a.jpg'), { ...madeFile('b.jpg'), outcome: placed }], 0);
    const [a, b] = ['a.jpg', 'b.jpg'].map((path) => readFiles(store).find((file) => file.path === path)!.id);
    expect([...readCoordinates(store, [b!, a!, 99 as PhotoId])]).toEqual([59.5, -10.25, NaN, NaN, NaN, NaN]);
  });

  it('come as parallel columns', () => {
    const store = madeStore();
    const outcome = { ...madePhoto('y'), width: 6000, height: 1, takenAt: 12.5 };
    writeIndexed(store, madeVersions(store), [madeFile('a.jpg'), { ...madeFile('b.jpg'), outcome }], 0);
    const { ids, widths, heights, takenAt } = readPhotoTable(store);
    expect(ids.length).toBe(2);
    expect([...widths]).toEqual([400, 6000]);
    expect([...heights]).toEqual([300, 1]);
    expect([...takenAt]).toEqual([NaN, 12.5]);
  });

  it('are the same when read in slices, with a pause after each', async () => {
    const store = madeStore();
    writeIndexed(store, madeVersions(store), Array.from({ length: 7 }, (_, at) => madeFile(`${at}.jpg`)), 0);
    beginScan(store).finish(1); // all are missing
    beginScan(store).compare([0, 1, 3, 4, 6].map((at) => madeFile(`${at}.jpg`).file));
    const whole = readPhotoTable(store);
    for (const [slice, expected] of [[2, 2], [5, 1], [9, 0]] as const) {
      let pauses = 0;
      const pause = (): Promise<void> => {
        pauses++;
        return Promise.resolve();
      };
      expect(await readPhotoTableInSlices(store, { slice, pause })).toEqual(whole);
      expect(pauses).toBe(expected);
    }
    await expect(readPhotoTableInSlices(store, { slice: 2, pause: () => Promise.resolve(store.close()) })).rejects.toThrow('was closed');
  });

  it('are read in slices as they were at the beginning, whatever is written in between', async () => {
    const store = madeStore();
    writeIndexed(store, madeVersions(store), Array.from({ length: 6 }, (_, at) => madeFile(`${at}.jpg`)), 0);
    const before = readPhotoTable(store);
    let written = 0;
    const pause = (): Promise<void> => {
      beginScan(store).finish(1, ['4.jpg', '5.jpg']); // of those to be read next some are missing
      writeIndexed(store, madeVersions(store), [madeFile(`new ${written++}.jpg`)], 1);
      return Promise.resolve();
    };
    expect(await readPhotoTableInSlices(store, { slice: 2, pause })).toEqual(before);
    expect(written).toBeGreaterThan(1);
    expect([...readPhotoTable(store).ids].slice(0, 3)).toEqual([5, 6, 6 + written]);
  });

  it('that do not exist fail with a message that says so', () => {
    expect(() => readPhoto(madeStore(), 7 as PhotoId)).toThrow(expect.objectContaining({ code: 'photo-missing', message: expect.stringContaining('7') }));
  });
});
