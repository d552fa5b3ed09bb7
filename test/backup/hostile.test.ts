// Backups that are damaged, made by hand, or made to do harm: each is refused with a reason, and leaves nothing behind.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { readBackup, restoreBackup } from '../../src-main/backup/restore.ts';
import { bringUpToDate, openStore } from '../../src-main/store/database.ts';
import { libraryMigrations } from '../../src-main/store/migrations/list.ts';
import { migrate } from '../../src-main/store/migrations/migration.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { connect, type Database } from '../../src-main/store/sqlite.ts';
import { makeZip } from '../pretraining/made-zip.ts';
import { madeFolder } from '../store/made-store.ts';
import { backUp, madeLibrary } from './made-backup.ts';

type Files = Record<string, Buffer>;

async function filesOf(path: string): Promise<Files> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  const files: Files = {};
  for await (const entry of zip.eachEntry()) files[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry));
  zip.close();
  return files;
}

interface Said { format: number; parts: { name: string; bytes: number; sha256: string }[] }
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
function changed(files: Files, change: (said: Said) => void): Files {
  const said = JSON.parse(files['manifest.json']!.toString()) as Said;
  change(said);
  return { ...files, 'manifest.json': Buffer.from(JSON.stringify(said)) };
}
/** With another database, and a manifest that fits it. */
function withDatabase(files: Files, make: (path: string) => void): Files {
  const path = join(madeFolder(), 'library.db');
  writeFileSync(path, files['library.db']!);
  make(path);
  return withPart(files, 'library.db', readFileSync(path));
}
function withPart(files: Files, name: string, bytes: Buffer): Files {
  return changed({ ...files, [name]: bytes }, (said) => {
    said.parts = [...said.parts.filter((part) => part.name !== name), { name, bytes: bytes.length, sha256: sha256(bytes) }];
  });
}
function edit(path: string, work: (db: Database) => void): void {
  const db = connect(path, {});
  work(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** The parts of a backup as it should be. */
let made: Files = {};
beforeEach(async () => {
  if (Object.keys(made).length === 0) made = await filesOf(await backUp(await madeLibrary()));
});

/** What becomes of a file that is read and then restored, neither of which may leave anything. */
async function refusalOf(file: string) {
  const dataFolder = join(madeFolder(), 'data');
  const read = await readBackup(dataFolder, file).then(() => null, (error: unknown) => error as Error & { code: string });
  const refused = await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 }).then(() => null, (error: unknown) => error as Error & { code: string });
  expect(existsSync(dataFolder) ? readdirSync(dataFolder) : []).toEqual([]);
  if (read) expect(refused).toMatchObject({ code: read.code, message: read.message });
  return refused;
}
async function refusalOfZip(files: Files, options = {}) {
  const file = join(madeFolder(), 'x.kindred');
  writeFileSync(file, makeZip(files, options));
  return refusalOf(file);
}

it('takes the same parts packed by another program', async () => {
  const [dataFolder, file] = [join(madeFolder(), 'data'), join(madeFolder(), 'x.kindred')];
  writeFileSync(file, makeZip(made, { deflate: true }));
  await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 });
  expect(listLibraries(dataFolder)).toHaveLength(1);
});

it.each([
  ['a wrong hash', () => changed(made, ({ parts }) => { parts[0]!.sha256 = '0'.repeat(64); }), /library\.db is not what was written/],
  ['changed weights', () => ({ ...made, 'encoders/tuned-1.kenc': Buffer.from('weights of tuned-2') }), /tuned-1\.kenc is not what was written/],
  ['another size', () => changed(made, ({ parts }) => { parts[0]!.bytes--; }), /should have \d+ bytes, but has \d+/],
  ['a missing part', () => Object.fromEntries(Object.entries(made).filter(([name]) => !name.startsWith('encoders/'))), /tuned-1\.kenc is missing/],
  ['no database', () => changed(made, (said) => { said.parts = said.parts.slice(1); }), /the database is missing/],
  ['a part too many', () => ({ ...made, 'notes.txt': Buffer.from('x') }), /says nothing/],
  ['a part named twice', () => changed(made, (said) => { said.parts.push(said.parts[0]!); }), /named twice/],
  ['a name that leads outside', () => ({ ...made, '../evil': Buffer.from('x') }), /invalid relative path/],
  ['a full path', () => ({ ...made, '/tmp/evil': Buffer.from('x') }), /absolute path/],
  ['a name with backslashes', () => ({ ...made, '..\\evil': Buffer.from('x') }), /invalid characters|invalid relative path/],
  ['a manifest that names a part outside', () => withPart(made, 'encoders/../../evil.kenc', Buffer.from('x')), /not as expected|invalid relative path/],
  ['a part by another name', () => withPart(made, 'settings.json', Buffer.from('{}')), /not as expected/],
  ['a folder', () => ({ ...made, 'encoders/': Buffer.alloc(0) }), /not a plain file/],
  ['no manifest', () => ({ 'library.db': made['library.db']! }), /has no manifest\.json/],
  ['a manifest that is no JSON', () => ({ ...made, 'manifest.json': Buffer.from('{') }), /not JSON/],
  ['a manifest of something else', () => ({ ...made, 'manifest.json': Buffer.from('{"format":1}') }), /not as expected/],
  ['a manifest without end', () => ({ ...made, 'manifest.json': Buffer.alloc(1_000_001, 0x20) }), /too long/],
  ['a database that is none', () => withPart(made, 'library.db', Buffer.from('not a database at all')), /library\.db is damaged/],
  ['another database', () => withDatabase({ ...made, 'library.db': Buffer.alloc(0) }, (path) => edit(path, (db) => db.exec('CREATE TABLE t (a)'))), /other tables/],
  ['a trigger of its own', () => withDatabase(made, (path) => edit(path, (db) => db.exec('CREATE TRIGGER evil AFTER INSERT ON marks BEGIN DELETE FROM photos; END'))), /other tables/],
  ['a file outside its folders', () => withDatabase(made, (path) => edit(path, (db) => db.exec("UPDATE files SET path = '../../etc/a.jpg' WHERE id = 1"))), /outside its folders/],
  ['a plan for a file outside its folders', () => withDatabase(made, (path) => edit(path, (db) => db.exec("UPDATE plan_steps SET path = '../../etc/a.jpg' WHERE place = 1"))), /outside its folders/],
  ['damaged pages', () => withDatabase(made, (path) => {
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length - 3 * 4096);
    writeFileSync(path, bytes);
  }), /library\.db is damaged/]
] as [string, () => Files, RegExp][])('refuses %s', async (_, files, why) => {
  const refused = await refusalOfZip(files());
  expect(refused).toMatchObject({ code: 'backup-damaged', message: expect.stringMatching(why) as string });
  expect(refused!.message).toContain('Nothing was changed');
});

it.each([
  ['a newer format', () => changed(made, (said) => { said.format = 2; })],
  ['a newer database', () => withDatabase(made, (path) => edit(path, (db) => { db.exec('CREATE TABLE of_the_future (a)'); db.pragma('user_version = 99'); }))]
])('says of %s that Kindred has to be updated', async (_, files) => {
  expect(await refusalOfZip(files())).toMatchObject({ code: 'backup-too-new', message: expect.stringContaining('Update Kindred') as string });
});

it('refuses a file that is no zip, is cut off at any place, or is not there', async () => {
  const file = join(madeFolder(), 'x.kindred');
  expect(await refusalOf(file)).toMatchObject({ code: 'bad-request' });
  const whole = makeZip(made);
  for (const length of [0, 10, 1000, whole.length >> 1, whole.length - 30, whole.length - 1]) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    expect(await refusalOf(file), `${length} bytes`).toMatchObject({ code: 'backup-damaged' });
  }
});

it('refuses a flipped byte anywhere in what it holds', async () => {
  const file = join(madeFolder(), 'x.kindred');
  const whole = makeZip(made, { deflate: true });
  let refused = 0;
  for (let at = 50; at < whole.length - 22; at += Math.floor(whole.length / 16)) {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 0x10;
    writeFileSync(file, bytes);
    const dataFolder = join(madeFolder(), 'data');
    const failure = await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 }).then(() => null, (error: unknown) => error);
    if (failure === null) continue; // in what zip files say besides: every part was as its hash says
    expect(failure, `byte ${at}`).toMatchObject({ code: 'backup-damaged' });
    refused++;
  }
  expect(refused).toBeGreaterThan(10);
});

it('refuses links, and what claims to unpack to more than it can or does', async () => {
  const file = join(madeFolder(), 'x.kindred');
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(made)) zip.addBuffer(bytes, name, { mode: name === 'library.db' ? 0o120777 : 0o100644 });
  zip.end();
  writeFileSync(file, await buffer(zip.outputStream));
  expect(await refusalOf(file)).toMatchObject({ code: 'backup-damaged', message: expect.stringContaining('not a plain file') as string });

  const size = made['library.db']!.length;
  const claims = (said: number): Buffer => {
    const bytes = makeZip(changed(made, ({ parts }) => { parts[0]!.bytes = said; }), { deflate: true });
    const directory = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    const at = bytes.indexOf('library.db', directory) - 46;
    bytes.writeUInt32LE(said, at + 24);
    return bytes;
  };
  for (const [said, why] of [[0xfffffff0, /impossible size|has room for/], [size - 4096, /cannot be read/], [size + 4096, /cannot be read/]] as const) {
    writeFileSync(file, claims(said));
    expect(await refusalOf(file), `${said} bytes`).toMatchObject({ message: expect.stringMatching(why) as string });
  }
});

it('migrates a library of an older version by the usual migrations', async () => {
  const old = (path: string): void => {
    writeFileSync(path, '');
    edit(path, (db) => migrate(db, libraryMigrations, libraryMigrations.length - 2));
  };
  const files = withDatabase(made, old);
  const [dataFolder, file] = [join(madeFolder(), 'data'), join(madeFolder(), 'x.kindred')];
  writeFileSync(file, makeZip(files));
  const { library } = await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 });
  const store = openStore(storedAt(dataFolder, library));
  expect(store.db.pragma('user_version', { simple: true })).toBe(libraryMigrations.length);
  store.close();
  const fresh = join(madeFolder(), 'library.db');
  bringUpToDate(fresh);
});
