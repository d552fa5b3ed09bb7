import { mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ViewRecords } from '../../src-main/store/view-records.ts';

const hashes = ['ab', 'cd', 'ef'].map((pair) => pair.repeat(32)) as [string, string, string];
const record = (of: number): Uint8Array => new Uint8Array(10).fill(of);
let stored: string;
beforeEach(async () => void (stored = await mkdtemp(join(tmpdir(), 'kindred-views-'))));
afterEach(() => rm(stored, { recursive: true, force: true }));
const openThem = (more: { head?: string; size?: number; mostBytes?: number } = {}): Promise<ViewRecords> => ViewRecords.open({ stored, pack: 'pack-net', head: 'one', size: 10, ...more });
const path = (): string => join(stored, 'encoders', 'pack-net.views');

async function made(): Promise<void> {
  const records = await openThem();
  await Promise.all(hashes.map((hash, at) => records.add(hash, record(at + 1))));
  await records.add(hashes[0], record(9)); // there already
  await records.close();
}

describe('records of views', () => {
  it('are there again, each by its photo', async () => {
    await made();
    const records = await openThem();
    expect(await Promise.all(hashes.map((hash) => records.read(hash)))).toEqual([record(1), record(2), record(3)]);
    expect(await records.read('00'.repeat(32))).toBeNull();
    await expect(records.add(hashes[0], new Uint8Array(9))).rejects.toThrow('expected 10 bytes, got 9');
    await records.close();
  });

  it('of another encoder, or of other views, are dropped', async () => {
    await made();
    const records = await openThem({ head: 'two' });
    expect(records.has(hashes[0])).toBe(false);
    await records.close();
    expect((await stat(path())).size).toBe(512);
  });

  it('that were cut off or damaged are missing, and can be added again', async () => {
    await made();
    await truncate(path(), (await stat(path())).size - 3);
    const file = await open(path(), 'r+');
    await file.write(Uint8Array.of(99), 0, 1, 512 + 36 + 4); // in the first record
    await file.close();
    const records = await openThem();
    expect(hashes.map((hash) => records.has(hash))).toEqual([false, true, false]);
    await records.add(hashes[0], record(7));
    await records.add(hashes[2], record(8));
    await records.close();
    const again = await openThem();
    expect(await Promise.all(hashes.map((hash) => again.read(hash)))).toEqual([record(7), record(2), record(8)]);
    await again.close();
  });

  it('take no more room than they may', async () => {
    const records = await openThem({ mostBytes: 512 + 2 * 46 + 5 });
    for (const [at, hash] of hashes.entries()) await records.add(hash, record(at));
    expect(records.full).toBe(true);
    expect(hashes.map((hash) => records.has(hash))).toEqual([true, true, false]);
    await records.close();
    expect((await readFile(path())).length).toBe(512 + 2 * 46);
  });
});
