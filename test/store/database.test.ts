// Opening a store: new, older, newer, damaged. Long, because each way it may go has its case.

import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { photosLacking } from '../../src-main/store/descriptors.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readJudgmentLog } from '../../src-main/store/judgments.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readCounts, readPhotoTable } from '../../src-main/store/photos.ts';
import { libraryMigrations, thumbnailMigrations } from '../../src-main/store/migrations/list.ts';
import { connect } from '../../src-main/store/sqlite.ts';
import { readThumbnail } from '../../src-main/store/thumbnails.ts';
import { photosToLearnFrom } from '../../src-main/store/training-photos.ts';
import { madeFile, madeFolder, madeStore, madeVersions, writeMade } from './made-store.ts';
import { failureOf, contentOf, setVersion, openReader, makeNewer, damages, quietly } from './opened-store.ts';

describe('openStore', () => {
  it('creates folder and files, durable and with foreign keys', () => {
    const folder = join(madeFolder(), 'libraries', 'a');
    const { db } = madeStore(folder);
    expect(db.pragma('main.journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('thumbs.journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('main.synchronous', { simple: true })).toBe(2);
    expect(db.pragma('thumbs.synchronous', { simple: true })).toBe(1);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('lets no other user read what is known about the photos, even if an earlier version did', ({ skip }) => {
    if (process.platform === 'win32') return skip('rights are another thing there');
    const folder = join(madeFolder(), 'libraries', 'a');
    const files = ['lock', 'library.db', 'thumbnails.db', 'library.db-wal', 'thumbnails.db-wal'];
    const modes = (): string[] => ['.', ...files].filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    writeMade(madeStore(folder), ['a.jpg']);
    expect(modes()).toEqual([]);
    const old = join(madeFolder(), 'old');
    madeStore(old).close();
    for (const name of ['', 'lock', 'library.db', 'thumbnails.db']) chmodSync(join(old, name), 0o755);
    writeMade(madeStore(old), ['a.jpg']);
    expect(['', 'lock', 'library.db', 'thumbnails.db'].filter((name) => (statSync(join(old, name)).mode & 0o077) !== 0)).toEqual([]);
  });

  it('keeps what was written, and can be closed twice', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg', 'b.jpg']);
    store.close();
    store.close();
    expect(readCounts(madeStore(folder))).toEqual({ photos: 2, files: 2, problems: 0 });
  });

  it('completes a library whose creation was interrupted', () => {
    const folder = madeFolder();
    writeFileSync(join(folder, 'library.db'), '');
    expect(readCounts(madeStore(folder)).files).toBe(0);
  });

  it.each(['library.db', 'thumbnails.db'])('refuses a %s of a newer version and changes no byte', (name) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    makeNewer(join(folder, name), 99);
    const before = contentOf(folder);
    for (const readOnly of [false, true]) {
      const failure = failureOf(() => openStore(folder, { readOnly }));
      expect(failure.code).toBe('library-too-new');
      expect(failure.message).toContain('Update Kindred');
    }
    expect(contentOf(folder)).toEqual(before);
    // and the refusal holds no lock
    makeNewer(join(folder, name), (name === 'library.db' ? libraryMigrations : thumbnailMigrations).length);
    expect(readCounts(madeStore(folder)).files).toBe(1);
  });

  it('reads a newer version that is still in the write-ahead log, and changes neither file', () => {
    const made = madeFolder();
    const folder = madeFolder();
    madeStore(made).close();
    const db = connect(join(made, 'library.db'), {});
    db.pragma('wal_autocheckpoint = 0');
    db.exec('CREATE TABLE newer (a); PRAGMA user_version = 99');
    // a copy taken while the writer lives is what a kill leaves
    for (const name of ['library.db', 'library.db-wal', 'thumbnails.db']) copyFileSync(join(made, name), join(folder, name));
    db.close();
    const before = contentOf(folder);
    expect(failureOf(() => openStore(folder)).code).toBe('library-too-new');
    expect(Object.keys(before)).toContain('library.db-wal');
    expect(contentOf(folder)).toEqual(before);
  });

  it.each(damages)('reports a library.db that was %s as damaged, deletes nothing, and says how to save the answers', (_how, damage) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    damage(join(folder, 'library.db'));
    const before = contentOf(folder);
    for (const readOnly of [false, true]) {
      const failure = failureOf(() => openStore(folder, { readOnly }));
      expect(failure.code).toBe('library-damaged');
      expect(failure.message).toContain(folder);
      expect(failure.message).toContain('judgments export');
      expect(failure.message).not.toMatch(/forget|remove/i);
    }
    expect(contentOf(folder)).toEqual(before);
  });

  it.each(damages)('resets a thumbnails.db that was %s, and loses nothing else', (_how, damage) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    damage(join(folder, 'thumbnails.db'));
    quietly(() => {
      // a reader changes nothing
      const reader = openStore(folder, { readOnly: true });
      expect(readCounts(reader).photos).toBe(1);
      reader.close();
      expect(existsSync(join(folder, 'thumbnails.db.damaged'))).toBe(false);

      let renewed = 0;
      const opened = openStore(folder, { onRenewed: () => renewed++ });
      onTestFinished(() => opened.close());
      expect(renewed).toBe(1);
      expect(existsSync(join(folder, 'thumbnails.db.damaged'))).toBe(true);
      expect(readCounts(opened).photos).toBe(1);
      expect(photosLacking(opened, madeVersions(opened)).map(({ path }) => path)).toEqual(['a.jpg']);
      writeMade(opened, ['a.jpg']);
      expect(readThumbnail(opened, readPhotoTable(opened).ids[0] as PhotoId)?.toString()).toBe('thumbnail of a.jpg');
      opened.close();
      renewed = 0;
      openStore(folder, { onRenewed: () => renewed++ }).close();
      expect(renewed).toBe(0);
    });
  });

  it.each<[string, (store: Store) => unknown]>([
    ['a thumbnail is read', (store) => readThumbnail(store, readPhotoTable(store).ids[0] as PhotoId)],
    ['photos are looked up', (store) => photosLacking(store, madeVersions(store))],
    ['a batch is written', (store) => writeMade(store, ['new.jpg'])],
    ['photos to learn from are counted', (store) => photosToLearnFrom(store)]
  ])('starts thumbnails over that turn out damaged when %s', (_what, use) => {
    const folder = madeFolder();
    const made = madeStore(folder);
    writeMade(made, Array.from({ length: 500 }, (_, i) => `${i}.jpg`));
    made.close();
    const path = join(folder, 'thumbnails.db');
    quietly(() => {
      let renewed = 0;
      const store = openStore(folder, { onRenewed: () => renewed++ });
      onTestFinished(() => store.close());
      writeFileSync(path, readFileSync(path).fill(0xa5, 8192));
      expect(renewed).toBe(0);
      use(store);
      expect(renewed).toBe(1);
      const versions = madeVersions(store);
      expect(photosLacking(store, versions).length).toBeGreaterThanOrEqual(500);
      writeIndexed(store, versions, Array.from({ length: 500 }, (_, i) => madeFile(`${i}.jpg`)), 0);
      expect(photosLacking(store, versions)).toEqual([]);
      expect(store.db.pragma('thumbs.integrity_check', { simple: true })).toBe('ok');
    });
  });

  it('empties a lock file with other content, and is still the only writer', () => {
    const folder = madeFolder();
    madeStore(folder).close();
    writeFileSync(join(folder, 'lock'), 'not a database, but long enough to have a header of a hundred bytes. '.repeat(9));
    quietly(() => {
      const store = madeStore(folder);
      expect(statSync(join(folder, 'lock')).size).toBe(0);
      expect(failureOf(() => openStore(folder)).code).toBe('library-in-use');
      store.close();
    });
  });

  it.each<[string, (path: string) => void]>([['empty', (path) => truncateSync(path)], ['not there', (path) => rmSync(path)]])('makes no new library where library.db is %s beside what was made from it', (_what, lose) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    lose(join(folder, 'library.db'));
    for (const readOnly of [false, true]) expect(failureOf(() => openStore(folder, { readOnly })).code).toBe('library-damaged');
  });

  it.each([-1, 0, 1, 2, 99, 0x7fff_ffff])('identifies a library by its tables if its version says %i', (version) => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    for (const name of ['library.db', 'thumbnails.db']) setVersion(join(folder, name), version);
    expect(readCounts(madeStore(folder)).photos).toBe(1);
  });

  it('rebuilds a damaged index of the log, which would hide answers', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    const ids = [...writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']).values()] as PhotoId[];
    const judge = new Judge(store, DEFAULT_LENS);
    for (const id of ids.slice(1)) judge.add({ kind: 'similar', photos: [ids[0]!, id] });
    const page = Number(store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'judgments_of_lens'").pluck().get());
    store.close();
    const path = join(folder, 'library.db');
    const bytes = readFileSync(path);
    bytes.writeUInt16BE(0, (page - 1) * 4096 + 3); // no entries
    writeFileSync(path, bytes);
    expect(readJudgmentLog(openReader(folder), DEFAULT_LENS).judgments).toEqual([]);
    expect(readJudgmentLog(madeStore(folder), DEFAULT_LENS).judgments).toHaveLength(2);
  });

  it('reports a library without one of its tables as damaged', () => {
    const folder = madeFolder();
    madeStore(folder).close();
    const db = connect(join(folder, 'library.db'), {});
    db.exec('DROP TABLE files');
    db.close();
    const opened = madeStore(folder);
    expect(failureOf(() => readCounts(opened)).code).toBe('library-damaged');
  });

  it('opens after its thumbnails were deleted, and knows that they are lacking', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, ['a.jpg']);
    store.close();
    rmSync(join(folder, 'thumbnails.db'));
    const opened = madeStore(folder);
    expect(readCounts(opened).photos).toBe(1);
    expect(photosLacking(opened, madeVersions(opened)).map(({ path }) => path)).toEqual(['a.jpg']);
  });

  it('reports a library with a damaged page in the middle as damaged', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    writeMade(store, Array.from({ length: 500 }, (_, i) => `${i}.jpg`));
    store.close();
    const path = join(folder, 'library.db');
    const bytes = readFileSync(path);
    // the schema on the first pages stays whole, so that it opens
    bytes.fill(0xa5, bytes.length / 2);
    writeFileSync(path, bytes);
    const opened = madeStore(folder);
    expect(failureOf(() => readPhotoTable(opened)).code).toBe('library-damaged');
  });

  it('says so when the data folder is not a folder', () => {
    const path = join(madeFolder(), 'file');
    writeFileSync(path, '');
    expect(failureOf(() => openStore(path)).code).toBe('unexpected');
  });
});

it.each(['library.db', 'thumbnails.db'])('opens one whose %s was being made when the power went, which only a writer can roll back', (name) => {
  const folder = madeFolder();
  madeStore(folder).close();
  const path = join(folder, name);
  rmSync(path);
  if (name === 'library.db') rmSync(join(folder, 'thumbnails.db'));
  const made = join(madeFolder(), name);
  const db = connect(made, {});
  db.exec("PRAGMA cache_size = 2; CREATE TABLE a (b); BEGIN; INSERT INTO a WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 2000) SELECT hex(randomblob(200)) FROM n");
  for (const suffix of ['', '-journal']) copyFileSync(made + suffix, path + suffix);
  db.close();
  expect(() => connect(path, { readonly: true }).pragma('user_version')).toThrow('readonly');
  // a table of another program's is refused or put aside, as always; a library is whole either way
  const store = openStore(folder);
  for (const schema of ['main', 'thumbs']) expect(store.db.pragma(`${schema}.integrity_check`, { simple: true })).toBe('ok');
  store.close();
});
