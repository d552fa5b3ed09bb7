import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { CodedError } from '../../../src-main/failure.ts';
import type { PhotoId, SavedGrouping } from '../../../src-shared/contract.ts';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { photosWithoutPicture } from '../../../src-main/store/descriptors.ts';
import { findPhoto, readJudgmentLog, readLedger, readSaid } from '../../../src-main/store/judgments.ts';
import { addLens, DEFAULT_LENS, readLenses } from '../../../src-main/store/lenses.ts';
import { libraryMigrations } from '../../../src-main/store/migrations/list.ts';
import { migrate } from '../../../src-main/store/migrations/migration.ts';
import { readCounts, readPhotoTable } from '../../../src-main/store/photos.ts';
import { openSalvaged, repairStore } from '../../../src-main/store/salvage/repair.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { seeded } from '../../made-library.ts';
import { madeFolder, madeStore, writeMade } from '../made-store.ts';
import { readGroups, writeGroups } from '../made-grouping.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

/**
 * A library with answers through two lenses, a group with a name, and an answer that was taken back: `answers` + 2 entries of the log.
 * `killed`: with everything in the write-ahead log.
 */
function madeLibrary({ answers = 60, killed = false } = {}): string {
  const folder = madeFolder();
  const store = madeStore(folder);
  if (killed) store.db.pragma('wal_autocheckpoint = 0');
  writeMade(store, Array.from({ length: answers + 1 }, (_, at) => `${at}.jpg`));
  const ids = [...readPhotoTable(store).ids] as PhotoId[];
  const [one, other] = [new Judge(store, DEFAULT_LENS), new Judge(store, addLens(store, 'places', 0).id)];
  for (let at = 0; at < answers; at++) (at % 3 === 0 ? other : one).add({ kind: 'similar', photos: [ids[at], ids[at + 1]] as [PhotoId, PhotoId] }, { origin: { kind: 'asked', probability: at / answers } });
  other.add({ kind: 'together', photos: ids }, { origin: { kind: 'volunteered', height: 1.5 } });
  one.undo();
  const grouping = { height: 1, groups: [{ id: 7, name: 'Dunes', cover: ids[3], photos: Uint32Array.from(ids.slice(0, 9)) }] } as unknown as SavedGrouping; // ids of a made grouping
  writeGroups(store, DEFAULT_LENS, grouping);
  if (!killed) {
    store.close();
    return folder;
  }
  const left = madeFolder();
  for (const name of ['library.db', 'library.db-wal', 'thumbnails.db']) copyFileSync(join(folder, name), join(left, name));
  return left;
}

function answersIn(folder: string): number {
  const store = openStore(folder, { readOnly: true });
  const count = readLenses(store).reduce((sum, { id }) => sum + readSaid(store, id, readLedger(store, id)).length, 0);
  store.close();
  return count;
}

const originsIn = (store: Store) => readLenses(store).map(({ id }) => readSaid(store, id, readLedger(store, id)).map(({ origin }) => origin));

const contentOf = (folder: string) => readdirSync(folder).filter((name) => !name.endsWith('-shm')).map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]);

describe('repairStore', () => {
  it('keeps everything of an undamaged library', () => {
    const folder = madeLibrary();
    const before = answersIn(folder);
    expect(repairStore(folder)).toEqual({ entries: 62, lost: 0 });
    const store = madeStore(folder);
    expect(answersIn(folder)).toBe(before);
    expect(readCounts(store)).toEqual({ photos: 61, files: 61, problems: 0 });
    expect(readGroups(store, DEFAULT_LENS).groups[0]).toMatchObject({ id: 7, name: 'Dunes' });
    expect(readLenses(store).map(({ name }) => name)).toEqual([null, 'places']);
    expect(readJudgmentLog(store, DEFAULT_LENS).redoable).not.toBeNull();
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
  });

  it.each([100, 4096])('keeps every answer if the first %i bytes are gone', (bytes) => {
    const folder = madeLibrary();
    const path = join(folder, 'library.db');
    const before = answersIn(folder);
    const whole = madeStore(folder);
    const origins = originsIn(whole);
    whole.close();
    writeFileSync(path, readFileSync(path).fill(0x5a, 0, bytes));
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    expect(repairStore(folder)).toEqual({ entries: 62, lost: 0 });
    expect(answersIn(folder)).toBe(before);
    expect(existsSync(join(folder, 'library.db.damaged'))).toBe(true);
    expect(originsIn(madeStore(folder)), 'and how each came about').toEqual(origins);
  });

  it.each([['read through SQLite', false], ['found on pages alone', true]])('keeps an answer whose origin is not even text, %s', (_how, unreachable) => {
    const folder = madeLibrary({ answers: 3 });
    const path = join(folder, 'library.db');
    const db = connect(path, {});
    // STRICT tables refuse bytes for text; a flipped bit in a row does not ask
    db.unsafeMode();
    const declare = (strict: string): unknown => db.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') || '${strict}' WHERE name = 'judgments'; PRAGMA writable_schema = RESET`);
    db.exec('DROP TRIGGER judgments_are_never_changed');
    declare('');
    db.exec("UPDATE judgments SET origin = x'ff' WHERE id = 1");
    declare(' STRICT');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const expectAll = (): void => {
      const store = madeStore(folder);
      const said = originsIn(store).flat();
      store.close();
      expect(said).toHaveLength(3);
      expect(said.filter((origin) => origin.kind === 'volunteered' && origin.height === null)).toHaveLength(1);
    };
    expectAll(); // it opens, too
    if (unreachable) writeFileSync(path, readFileSync(path).fill(0, 0, 100));
    expect(repairStore(folder)).toEqual({ entries: 5, lost: 0 });
    expectAll();
  });

  it('restores the contents of photos that an earlier version wrote', () => {
    const folder = madeFolder();
    const db = connect(join(folder, 'library.db'), {});
    migrate(db, libraryMigrations, 3);
    db.exec("INSERT INTO photos (hash, width, height, format, bytes, added_at) VALUES ('one', 4, 3, 'jpeg', 9, 1)");
    db.exec("INSERT INTO files (path, size, modified_ms, photo_id) VALUES ('a.jpg', 9, 1, 1)");
    db.close();
    repairStore(folder);
    const store = madeStore(folder);
    expect(findPhoto(store, { hash: 'one', picture: null })).toBe(1);
    expect(photosWithoutPicture(store)).toMatchObject([{ id: 1, path: 'a.jpg', size: 9, modifiedMs: 1 }]);
  });

  it('keeps every answer in the write-ahead log next to an empty file', () => {
    const folder = madeLibrary({ killed: true });
    truncateSync(join(folder, 'library.db'));
    expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: 'library-damaged' }));
    expect(repairStore(folder)).toEqual({ entries: 62, lost: 0 });
  });

  it('starts over if nothing is left, and says so', () => {
    const folder = madeLibrary();
    rmSync(join(folder, 'library.db'));
    expect(repairStore(folder)).toEqual({ entries: 0, lost: 0 });
    expect(answersIn(folder)).toBe(0);
  });

  it('leaves everything as it is while the library is open', () => {
    const folder = madeFolder();
    madeStore(folder);
    const before = contentOf(folder);
    expect(() => repairStore(folder)).toThrow(expect.objectContaining({ code: 'library-in-use' }));
    expect(contentOf(folder)).toEqual(before);
  });

  it('loses no more than what was on a damaged page', () => {
    const folder = madeLibrary({ answers: 120 });
    const path = join(folder, 'library.db');
    const whole = readFileSync(path);
    let lost = 0;
    for (let page = 1; page < whole.length / 4096; page += 2) {
      writeFileSync(path, Buffer.from(whole).fill(0xff, page * 4096, (page + 1) * 4096));
      const store = openSalvaged(folder);
      lost += store.salvaged.lost;
      expect(store.salvaged.lost, `page ${page + 1}`).toBeLessThan(40);
      store.close();
    }
    expect(lost).toBeLessThan(140); // each entry once, and one again with each of its overflow pages
  }, 120_000);
});

it('reads the answers of a damaged library and changes nothing', () => {
  const folder = madeLibrary();
  writeFileSync(join(folder, 'library.db'), readFileSync(join(folder, 'library.db')).fill(0, 0, 4096));
  const before = contentOf(folder);
  const store = openSalvaged(folder);
  onTestFinished(() => store.close());
  expect(store.salvaged).toEqual({ entries: 62, lost: 0 });
  expect(contentOf(folder)).toEqual(before);
});

it('leaves a working library or a coded error, always salvageable, whatever byte is flipped', () => {
  const folder = madeLibrary({ answers: 12 });
  const path = join(folder, 'library.db');
  const whole = readFileSync(path);
  const random = seeded(9);
  const outcomes = { works: 0, damaged: 0 };
  for (let turn = 0; turn < 60; turn++) {
    const bytes = Buffer.from(whole);
    // some of them in the first page, and in the header alone
    const at = Math.floor(random() * [bytes.length, 4096, 100][turn % 3]!);
    bytes[at]! ^= 1 << Math.floor(random() * 8);
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    writeFileSync(path, bytes);
    try {
      const store = openStore(folder);
      try {
        for (const { id } of readLenses(store)) new Judge(store, id);
        readPhotoTable(store);
        readCounts(store);
        outcomes.works++;
      } finally {
        store.close();
      }
    } catch (error) {
      if (!(error instanceof CodedError)) throw new Error(`byte ${at} of ${bytes.length}`, { cause: error });
      expect(['library-damaged', 'library-too-new'], `byte ${at}: ${error.message}`).toContain(error.code);
      outcomes.damaged++;
    }
    writeFileSync(path, bytes);
    const salvaged = openSalvaged(folder);
    expect(salvaged.salvaged.entries, `byte ${at}`).toBeGreaterThan(0);
    salvaged.close();
  }
  expect(outcomes.works).toBeGreaterThan(0);
  expect(outcomes.damaged).toBeGreaterThan(0);
}, 120_000);
