import { describe, expect, it } from 'vitest';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { type IndexedFile, writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts, readFiles, readPhotoTable } from '../../src-main/store/photos.ts';
import { readProblems } from '../../src-main/store/problems.ts';
import { beginScan, beginScanInSlices, countMissingSince, type FoundFile } from '../../src-main/store/scan.ts';
import type { ProblemCode } from '../../src-shared/contract.ts';
import { madeFile, madeStore, madeVersions, writeMade } from './made-store.ts';

const found = (path: string, size = 10, modifiedMs = 1000.25): FoundFile => ({ folder: FIRST_FOLDER, path, size, modifiedMs });
const problem = (path: string, code: ProblemCode): IndexedFile => ({ ...madeFile(path), outcome: { status: 'problem', code, detail: 'why' } });
const paths = (files: readonly FoundFile[]) => files.map(({ path }) => path);

describe('beginScan', () => {
  it('reads what is new or changed in size or time, and nothing else', () => {
    const store = madeStore();
    writeMade(store, ['same.jpg', 'longer.jpg', 'later.jpg']);
    const { unchanged, toRead } = beginScan(store).compare([found('same.jpg'), found('longer.jpg', 11), found('later.jpg', 10, 1000.5), found('new.jpg')]);
    expect(paths(unchanged)).toEqual(['same.jpg']);
    expect(paths(toRead)).toEqual(['longer.jpg', 'later.jpg', 'new.jpg']);
  });

  it('is the same if known files are read in slices', async () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']);
    for (const slice of [1, 2, 5, 9]) {
      const scan = await beginScanInSlices(store, FIRST_FOLDER, { slice });
      expect(scan.expected).toBe(5);
      const { unchanged, toRead } = scan.compare(['a.jpg', 'c.jpg', 'd.jpg', 'e.jpg'].map((path) => found(path)).concat(found('b.jpg', 11)));
      expect([paths(unchanged), paths(toRead)]).toEqual([['a.jpg', 'c.jpg', 'd.jpg', 'e.jpg'], ['b.jpg']]);
    }
  });

  it('takes as long for each file of a large folder as of a small one', async () => {
    const least = async (size: number): Promise<number> => {
      const store = madeStore();
      writeMade(store, Array.from({ length: size }, (_, at) => `${at}.jpg`));
      const taken: number[] = [];
      for (let turn = 0; turn < 4; turn++) {
        const began = process.cpuUsage();
        await beginScanInSlices(store, FIRST_FOLDER, { slice: 10 });
        const { user, system } = process.cpuUsage(began);
        taken.push(user + system);
      }
      return Math.min(...taken);
    };
    expect((await least(3200)) / (await least(400))).toBeLessThan(16); // of eight times the files
  });

  it('writes nothing when nothing changed', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg']);
    const before = store.db.prepare('SELECT total_changes()').pluck().get();
    const scan = beginScan(store);
    scan.compare([found('a.jpg'), found('b.jpg')]);
    expect(scan.finish(5)).toMatchObject({ missing: 0 });
    expect(store.db.prepare('SELECT total_changes()').pluck().get()).toBe(before);
  });

  it('marks files missing only after a complete scan, once, and recognises when they are back', () => {
    const store = madeStore();
    const ids = writeMade(store, ['a.jpg', 'b.jpg']);
    beginScan(store).compare([found('a.jpg')]);
    expect(readCounts(store).files).toBe(2);

    for (const missing of [1, 0]) {
      const scan = beginScan(store);
      scan.compare([found('a.jpg')]);
      expect(scan.finish(5)).toMatchObject({ missing });
      expect(readCounts(store)).toEqual({ photos: 1, files: 1, problems: 0 });
    }

    expect(paths(beginScan(store).compare([found('a.jpg'), found('b.jpg')]).unchanged)).toEqual(['a.jpg', 'b.jpg']);
    expect([...readPhotoTable(store).ids]).toEqual([ids.get('a.jpg'), ids.get('b.jpg')]);
  });

  it('does not bring back a missing file whose content is new', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg']);
    beginScan(store).finish(5);
    const scan = beginScan(store);
    expect(paths(scan.compare([found('a.jpg', 99)]).toRead)).toEqual(['a.jpg']);
    scan.finish(6);
    expect(readFiles(store)).toEqual([]);
  });

  it('leaves alone everything at or below a place it could not examine', () => {
    const store = madeStore();
    writeMade(store, ['shut/a.jpg', 'shut/deep/b.jpg', 'shutter/c.jpg', 'link.jpg']);
    expect(beginScan(store).finish(5, ['shut', 'link.jpg'])).toMatchObject({ missing: 1 });
    expect(readFiles(store).map(({ path }) => path)).toEqual(['link.jpg', 'shut/a.jpg', 'shut/deep/b.jpg']);
  });

  it('distinguishes what is missing since a scan from what moved, even if missing before', () => {
    const store = madeStore();
    const versions = madeVersions(store);
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const first = beginScan(store);
    first.compare([found('b.jpg'), found('c.jpg')]);
    expect(first.finish(5)).toMatchObject({ missing: 1 });
    expect(beginScan(store).finish(6)).toMatchObject({ missing: 2 });
    writeIndexed(store, versions, [madeFile('moved a.jpg', 'a.jpg')], 7);
    expect([countMissingSince(store, 5), countMissingSince(store, 6)]).toEqual([2, 2]);
    writeIndexed(store, versions, [madeFile('moved b.jpg', 'b.jpg')], 7);
    expect([countMissingSince(store, 5), countMissingSince(store, 6)]).toEqual([1, 1]);
  });

  it('does not mark a file as missing that moved during the scan', () => {
    const store = madeStore();
    writeMade(store, ['old.jpg']);
    beginScan(store).finish(5);
    const scan = beginScan(store);
    scan.compare([found('new.jpg')]);
    expect(writeIndexed(store, madeVersions(store), [madeFile('new.jpg', 'old.jpg')], 0)).toMatchObject({ moved: 1 });
    expect(scan.finish(6)).toMatchObject({ missing: 0 });
    expect(readFiles(store).map(({ path }) => path)).toEqual(['new.jpg']);
  });

  it.each(['damaged', 'empty', 'not-a-photo', 'unsupported', 'too-large'] as const)('leaves a %s file until it changes', (code) => {
    const store = madeStore();
    writeIndexed(store, madeVersions(store), [problem('a.jpg', code)], 0);
    expect(paths(beginScan(store).compare([found('a.jpg')]).unchanged)).toEqual(['a.jpg']);
    expect(paths(beginScan(store).compare([found('a.jpg', 11)]).toRead)).toEqual(['a.jpg']);
  });

  it.each(['vanished', 'unreadable', 'timeout'] as const)('tries a %s file three times, and again once it changes', (code) => {
    const store = madeStore();
    const versions = madeVersions(store);
    for (let attempts = 1; attempts <= 3; attempts++) {
      expect(paths(beginScan(store).compare([found('a.jpg')]).toRead)).toEqual(['a.jpg']);
      writeIndexed(store, versions, [problem('a.jpg', code)], 0);
      expect(readProblems(store)).toMatchObject([{ path: 'a.jpg', code, detail: 'why', attempts }]);
    }
    expect(paths(beginScan(store).compare([found('a.jpg')]).unchanged)).toEqual(['a.jpg']);
    expect(paths(beginScan(store).compare([found('a.jpg', 11)]).toRead)).toEqual(['a.jpg']);
  });

  it('forgets a problem whose file is gone', () => {
    const store = madeStore();
    writeIndexed(store, madeVersions(store), [problem('a.jpg', 'damaged')], 0);
    expect(beginScan(store).finish(5)).toMatchObject({ missing: 0 });
    expect(readProblems(store)).toEqual([]);
    expect(paths(beginScan(store).compare([found('a.jpg')]).toRead)).toEqual(['a.jpg']);
  });

  it.each([['few paths', 0], ['many', 3000]])('of %s knows and misses only what is there', async (_, more) => {
    const store = madeStore();
    writeMade(store, ['a/1.jpg', 'a/2.jpg', 'a/b/3.jpg', 'a b/4.jpg', 'a0/5.jpg', 'c.jpg', 'c.jpg2/6.jpg']);
    const others = Array.from({ length: more }, (_, at) => `other/${at}.jpg`);
    const scan = await beginScanInSlices(store, FIRST_FOLDER, { only: ['a', 'c.jpg', ...others] });
    expect(scan.expected).toBe(4);
    expect(paths(scan.compare([found('a/2.jpg'), found('a/new.jpg')]).toRead)).toEqual(['a/new.jpg']);
    expect(scan.finish(5)).toMatchObject({ missing: 3 });
    expect(readFiles(store).map(({ path }) => path)).toEqual(['a b/4.jpg', 'a/2.jpg', 'a0/5.jpg', 'c.jpg2/6.jpg']);
  });
});
