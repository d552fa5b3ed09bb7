import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { changedSinceKept, keepCopy, keptCopies } from '../../src-main/store/kept-copies.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { libraryMigrations } from '../../src-main/store/migrations/list.ts';
import { migrate, versionOf } from '../../src-main/store/migrations/migration.ts';
import { readCounts, readPhotoTable } from '../../src-main/store/photos.ts';
import { repairStore } from '../../src-main/store/salvage/repair.ts';
import { connect } from '../../src-main/store/sqlite.ts';
import { seeded } from '../made-library.ts';
import { madeFolder, madeStore, writeMade } from './made-store.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

const never = new AbortController().signal;

function answer(store: Store, count: number, from = 0): void {
  const ids = [...readPhotoTable(store).ids] as PhotoId[];
  const judge = new Judge(store, DEFAULT_LENS);
  for (let at = from; at < from + count; at++) judge.add({ kind: 'similar', photos: [ids[at], ids[at + 1]] as [PhotoId, PhotoId] });
}

function madeLibrary(answers = 40): { readonly folder: string; readonly store: Store } {
  const folder = madeFolder();
  const store = madeStore(folder);
  writeMade(store, Array.from({ length: 60 }, (_, at) => `${at}.jpg`));
  answer(store, answers);
  return { folder, store };
}

const entriesIn = (path: string): number => {
  const db = connect(path, { readonly: true });
  const count = Number(db.prepare('SELECT count(*) FROM judgments').pluck().get());
  db.close();
  return count;
};

it('a copy has everything that was written when it was begun, is whole, private, and one file', async () => {
  const { folder, store } = madeLibrary();
  expect(changedSinceKept(folder)).toBe(true);
  expect(await keepCopy(folder, never, 0)).toBe(true);
  const [copy, ...others] = keptCopies(folder);
  expect(others).toEqual([]);
  expect(entriesIn(copy!)).toBe(40); // one
  expect(statSync(copy!).mode & 0o77).toBe(0);
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual(['library.db.backup']);
  const db = connect(copy!, { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  expect(changedSinceKept(folder)).toBe(false);
  await wait(20);
  answer(store, 3, 45);
  expect(changedSinceKept(folder)).toBe(true);
  store.close();
});

it('nothing is copied again of a library that was only read', async () => {
  const { folder, store } = madeLibrary();
  store.close();
  await wait(20);
  await keepCopy(folder, never, 0);
  openStore(folder).close();
  await wait(20);
  const reader = openStore(folder, { readOnly: true });
  readCounts(reader);
  reader.close();
  expect(statSync(join(folder, 'library.db-wal')).size).toBe(0); // left behind, later than the copy
  expect(changedSinceKept(folder)).toBe(false);
});

it('two are kept, and the oldest goes', async () => {
  const { folder, store } = madeLibrary();
  for (let run = 0; run < 3; run++) {
    answer(store, 1, 41 + run);
    await keepCopy(folder, never, 0);
  }
  expect(keptCopies(folder).map(entriesIn)).toEqual([43, 42]);
  store.close();
});

it('one that is stopped leaves nothing behind', async () => {
  const { folder, store } = madeLibrary();
  const stop = new AbortController();
  const keeping = keepCopy(folder, stop.signal, 1000);
  stop.abort();
  expect(await keeping).toBe(false);
  const soon = new AbortController();
  const other = keepCopy(folder, soon.signal, 0);
  await wait(5);
  soon.abort();
  await other;
  expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  store.close();
});

it('a damaged library does not replace the copy of the whole one', async () => {
  const { folder, store } = madeLibrary();
  await keepCopy(folder, never, 0);
  store.close();
  const path = join(folder, 'library.db');
  const bytes = readFileSync(path);
  for (let at = 8192; at < bytes.length; at += 4096) bytes.fill(0xa5, at, at + 600);
  writeFileSync(path, bytes);
  expect(await keepCopy(folder, never, 0)).toBe(false);
  expect(keptCopies(folder).map(entriesIn)).toEqual([40]);
  expect(vi.mocked(console.error).mock.calls.join()).toContain('damaged');
});

it('a library is kept as it was before a migration changes it', () => {
  const folder = madeFolder();
  const db = connect(join(folder, 'library.db'), {});
  db.pragma('journal_mode = WAL');
  migrate(db, libraryMigrations, libraryMigrations.length - 1);
  db.close();
  openStore(folder).close();
  const [copy] = keptCopies(folder);
  const kept = connect(copy!, { readonly: true }); // it was made
  expect(versionOf(kept)).toBe(libraryMigrations.length - 1);
  kept.close();
  // nothing to migrate, nothing kept
  rmSync(copy!);
  openStore(folder).close();
  expect(keptCopies(folder)).toEqual([]);
});

it('repairing takes from the copy what is gone, and leaves deleted things deleted', async () => {
  const { folder, store } = madeLibrary();
  await keepCopy(folder, never, 0);
  store.close();
  rmSync(join(folder, 'library.db'));
  expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'library-damaged' }) as Error);
  expect(repairStore(folder)).toEqual({ entries: 40, lost: 0, restored: 40, keptAt: Math.round(statSync(keptCopies(folder)[0]!).mtimeMs) }); // it was kept
  const repaired = openStore(folder);
  expect(readCounts(repaired)).toMatchObject({ photos: 60, files: 60 });
  expect(repaired.db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(repaired.db.pragma('foreign_key_check')).toEqual([]);
  // a whole library takes nothing from it
  repaired.db.exec('DELETE FROM files');
  repaired.close();
  expect(repairStore(folder)).toEqual({ entries: 40, lost: 0 });
  const again = openStore(folder);
  expect(readCounts(again)).toMatchObject({ files: 0 });
  again.close();
});

it('whatever bytes are damaged, repairing brings back every answer that was kept, or whose page is whole', async () => {
  const { folder, store } = madeLibrary();
  await keepCopy(folder, never, 0);
  answer(store, 5, 50);
  store.close();
  const whole = readFileSync(join(folder, 'library.db'));
  const random = seeded(11);
  for (let run = 0; run < 12; run++) {
    const damaged = madeFolder();
    const bytes = Buffer.from(whole);
    for (let flips = 0; flips < 2 ** (run % 8); flips++) bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
    writeFileSync(join(damaged, 'library.db'), bytes);
    copyFileSync(join(folder, 'library.db.backup'), join(damaged, 'library.db.backup'));
    utimesSync(join(damaged, 'library.db.backup'), 1, 1);
    expect(repairStore(damaged).entries, String(run)).toBeGreaterThanOrEqual(40);
    const repaired = openStore(damaged);
    expect(repaired.db.pragma('integrity_check', { simple: true })).toBe('ok');
    repaired.close();
    expect(existsSync(join(damaged, 'library.db.damaged'))).toBe(true);
  }
}, 60_000);
