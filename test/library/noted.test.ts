import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Noted } from '../../src-main/library/noted.ts';
import { ensureLibrary, listLibraries } from '../../src-main/store/libraries.ts';
import { holdLock } from '../../src-main/store/lock.ts';

function made() {
  const root = mkdtempSync(join(tmpdir(), 'kindred-noted-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const data = join(root, 'data');
  mkdirSync(join(root, 'photos'));
  const { id } = ensureLibrary(data, join(root, 'photos'), 1);
  const told: string[] = [];
  const noted = new Noted(data, id, { retryMs: 20, tell: (message) => told.push(message) });
  onTestFinished(() => noted.close());
  return { data, noted, told, lock: () => holdLock(join(data, 'libraries', 'lock'), data) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

it('reports once that the registry cannot be written, and writes everything as soon as possible', async () => {
  const { data, noted, told, lock } = made();
  const release = lock();
  const times = [{ openedAt: 5 }, { photos: 9 }, { photos: 9 }, { photos: 9 }].map((changes) => {
    const start = performance.now();
    noted.note(changes);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(500); // waits for nobody; the least, because the machine may be busy
  await settled();
  expect(told).toEqual([expect.stringContaining('The list of libraries is not up to date') as string]);
  release();
  await settled();
  expect(listLibraries(data)).toMatchObject([{ openedAt: 5, photos: 9 }]);
});

it('continues while the data folder is renamed, and creates no second one', async () => {
  const { data, noted, told } = made();
  renameSync(data, `${data}-renamed`);
  noted.note({ photos: 3 });
  await settled();
  noted.close();
  expect(told).toHaveLength(1);
  expect(existsSync(data)).toBe(false);
});

it('writes at the end what it could not write before', () => {
  const { data, noted, lock } = made();
  const release = lock();
  noted.note({ photos: 4 });
  release();
  noted.close();
  expect(listLibraries(data)).toMatchObject([{ photos: 4 }]);
});
