import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Changed, type Found, Settling } from '../../../src-main/photos/watching/settling.ts';

/** What lies where; a path that is not here is gone. */
let files: Map<string, Found>;
let told: Changed[];
let errors: unknown[];
let settling: Settling;

const old = 1000;
const photo = (size = 1, modifiedMs = old): Found => ({ kind: 'photo', size, modifiedMs });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  files = new Map();
  told = [];
  errors = [];
  settling = new Settling({
    quietMs: 1000, longestMs: 5000,
    look: (path) => Promise.resolve(files.get(path) ?? { kind: 'nothing' }),
    onChange: (changed) => told.push(changed),
    onError: (error) => errors.push(error)
  });
});
afterEach(async () => {
  await settling.close();
  vi.useRealTimers();
});

describe('settling', () => {
  it('reports all changes together, after a second of quiet', async () => {
    for (const path of ['a.jpg', 'b.jpg']) files.set(path, photo());
    settling.note('a.jpg');
    await pass(900);
    settling.note('b.jpg');
    settling.note('gone.jpg');
    await pass(900);
    expect(told).toEqual([]);
    await pass(200);
    expect(told).toEqual([['a.jpg', 'b.jpg', 'gone.jpg']]);
    await pass(60_000);
    expect(told).toHaveLength(1);
  });

  it('reports after five seconds what has settled while other things keep happening', async () => {
    files.set('done.jpg', photo());
    settling.note('done.jpg');
    for (let at = 0; at < 5200; at += 400) {
      files.set('busy.jpg', photo(at, Date.now()));
      settling.note('busy.jpg');
      await pass(400);
    }
    expect(told).toEqual([['done.jpg']]);
    await pass(2500);
    expect(told).toEqual([['done.jpg'], ['busy.jpg']]);
  });

  it('waits for a growing file even without events', async () => {
    settling.note('slow.jpg');
    for (let size = 1; size <= 8; size++) {
      files.set('slow.jpg', photo(size, Date.now()));
      await pass(500);
    }
    expect(told).toEqual([]);
    await pass(2500);
    expect(told).toEqual([['slow.jpg']]);
  });

  it('does not wait forever for a file from a computer whose clock is ahead', async () => {
    files.set('ahead.jpg', photo(1, Date.now() + 3_600_000));
    settling.note('ahead.jpg');
    await pass(2500);
    expect(told).toEqual([['ahead.jpg']]);
  });

  it('reports a folder as one path, and only the written files of a folder being filled', async () => {
    const file = (path: string, modifiedMs = old) => ({ path, size: 1, modifiedMs });
    files.set('full', { kind: 'folder', files: [file('full/a.jpg'), file('full/b.jpg')] });
    files.set('filling', { kind: 'folder', files: [file('filling/a.jpg'), file('filling/b.jpg', Date.now() + 900)] });
    files.set('empty', { kind: 'folder', files: [] });
    for (const path of ['full', 'filling', 'empty']) settling.note(path);
    await pass(1100);
    expect(told).toEqual([['full', 'filling/a.jpg']]);
    files.set('filling/b.jpg', photo(1, Date.now() - 200));
    await pass(2500);
    expect(told).toEqual([['full', 'filling/a.jpg'], ['filling/b.jpg']]);
  });

  it('reports all of a folder that replaced a known one, since photos may be missing from it', async () => {
    files.set('known', { kind: 'folder', files: [] });
    settling.note('known', { known: true });
    await pass(1100);
    expect(told).toEqual([['known']]);
  });

  it('reports nothing about files that are not photos', async () => {
    files.set('notes.txt', { kind: 'other' });
    settling.note('notes.txt');
    await pass(60_000);
    expect(told).toEqual([]);
  });

  it('reports everything if it is unknown what changed', async () => {
    files.set('a.jpg', photo());
    settling.note('a.jpg');
    settling.noteEverything();
    await pass(1100);
    expect(told).toEqual([null]);
  });

  it('reports everything if looking failed, and says why', async () => {
    const failing = new Settling({
      quietMs: 1000, longestMs: 5000, look: () => Promise.reject(new Error('odd')), onChange: (changed) => told.push(changed), onError: (error) => errors.push(error)
    });
    failing.note('a.jpg');
    await pass(2500);
    expect(told).toEqual([null]);
    expect(errors).toEqual([new Error('odd')]);
    await failing.close();
  });

  it('reports nothing once it is closed or cleared', async () => {
    files.set('a.jpg', photo());
    settling.note('a.jpg');
    settling.clear();
    await pass(5000);
    settling.note('a.jpg');
    await settling.close();
    await pass(5000);
    expect(told).toEqual([]);
  });
});
