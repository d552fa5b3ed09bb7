// A library through a backup and back: nothing of it is lost, whatever happens meanwhile.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { readBackup, restoreBackup } from '../../src-main/backup/restore.ts';
import { openStore } from '../../src-main/store/database.ts';
import { encoderFile } from '../../src-main/store/encoder-files.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { listLibraries, storedAt } from '../../src-main/store/libraries.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { readThumbnail } from '../../src-main/store/thumbnails.ts';
import { madeFile, madeFolder, madeVersions } from '../store/made-store.ts';
import { backUp, everything, type MadeLibrary, madeLibrary } from './made-backup.ts';

/** What a restored library holds, and its state on disk. */
function restoredAt(dataFolder: string, id: string) {
  const store = openStore(storedAt(dataFolder, id));
  onTestFinished(() => store.close());
  return store;
}
const elsewhere = ({ root }: MadeLibrary): string => join(root, 'another computer');
const leftIn = (folder: string): string[] => readdirSync(folder).filter((name) => !['libraries', 'set-aside'].includes(name));

it('brings back every row of every table, but for what was true of that computer only', async () => {
  const made = await madeLibrary();
  const file = await backUp(made);
  const dataFolder = elsewhere(made);
  const summary = await readBackup(dataFolder, file);
  expect(summary).toMatchObject({ file, madeAt: 1_700_000_000_000, app: '1.2.3', folders: [{ path: made.photos, missing: false }], photos: 5, answers: 2, albums: 2, marks: 2, encoders: 1, thumbnails: false, here: [] });
  expect(existsSync(dataFolder), 'looking changes nothing').toBe(false);
  const restored = await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 2000 });
  expect(restored).toEqual({ library: made.library.id, folders: [{ path: made.photos, missing: false }], setAside: [] });
  expect(listLibraries(dataFolder)).toEqual([{ id: made.library.id, folders: [made.photos], photos: 5, answers: 2, openedAt: 2000 }]);
  const store = restoredAt(dataFolder, restored.library);
  const before = everything(made.store);
  const after = everything(store);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const { folders, plan_steps: steps, ...rest } = after;
  expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((table) => [table, before[table]])));
  expect([folders, before.folders]).toMatchObject([[{ path: made.photos, device: null }], [{ path: made.photos, device: 77 }]]);
  expect(steps).toMatchObject([{ state: 'refused' }, { state: 'planned' }]);
  expect(readFileSync(encoderFile(store.folder, 'tuned-1'), 'utf8')).toBe('weights of tuned-1');
  expect(leftIn(dataFolder)).toEqual([]);
});

it('has thumbnails in it only if asked', async () => {
  const made = await madeLibrary();
  const [without, withThem] = [await backUp(made), await backUp(made, { file: join(made.root, 'large.kindred'), thumbnails: true })];
  const thumbnails = async (file: string, name: string) => {
    const dataFolder = join(made.root, name);
    const { library } = await restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 });
    const store = restoredAt(dataFolder, library);
    return readThumbnail(store, 1 as never);
  };
  expect((await readBackup(made.dataFolder, withThem)).thumbnails).toBe(true);
  expect(await thumbnails(without, 'one')).toBeNull();
  expect(Buffer.from((await thumbnails(withThem, 'two'))!).toString()).toBe('thumbnail of a.jpg');
});

it('is of one moment while the library goes on being written', async () => {
  const made = await madeLibrary();
  const versions = madeVersions(made.store);
  // enough for several turns of the copy
  for (let batch = 0; batch < 20; batch++) writeIndexed(made.store, versions, Array.from({ length: 100 }, (_, at) => madeFile(`${batch}/${at}.jpg`)), 0);
  const before = readCounts(made.store).photos;
  let written = 0;
  let last = -1;
  const file = await backUp(made, { onProgress: ({ share }) => {
    expect(share).toBeGreaterThanOrEqual(last);
    last = share;
    if (written < 40) writeIndexed(made.store, versions, [madeFile(`late/${written++}.jpg`)], 0);
  } });
  expect(written).toBeGreaterThan(3);
  expect(last).toBeGreaterThan(0.9);
  const { library } = await restoreBackup({ dataFolder: elsewhere(made), file, inTheWay: 'refuse', now: 0 });
  const store = restoredAt(elsewhere(made), library);
  expect(readCounts(store).photos).toBe(before);
  expect((await readBackup(made.dataFolder, file)).photos).toBe(before);
  expect(store.db.pragma('foreign_key_check')).toEqual([]);
  expect(readdirSync(made.stored).filter((name) => name.startsWith('backup-'))).toEqual([]);
}, 60_000);

it('replaces a file only where told to, and leaves the earlier one where writing fails', async () => {
  const made = await madeLibrary();
  const file = await backUp(made);
  const first = readFileSync(file);
  await expect(backUp(made)).rejects.toMatchObject({ code: 'file-exists' });
  rmSync(join(made.stored, 'encoders'), { recursive: true });
  mkdirSync(encoderFile(made.stored, 'tuned-1'), { recursive: true }); // a folder cannot be read as a file
  await expect(backUp(made, { replace: true })).rejects.toMatchObject({ code: 'unexpected' });
  expect(readFileSync(file).equals(first)).toBe(true);
  await expect(backUp(made, { file: join(made.root, 'nowhere', 'x.kindred') })).rejects.toMatchObject({ code: 'folder-missing' });
  expect(readdirSync(made.root).sort()).toEqual(['data', 'library.kindred', 'photos']);
});

it('stops at any moment when it is cancelled, leaves nothing and changes nothing', async () => {
  const made = await madeLibrary();
  const before = readFileSync(await backUp(made));
  const told: string[] = [];
  await backUp(made, { file: join(made.root, 'counted.kindred'), thumbnails: true, onProgress: ({ doing }) => told.push(doing) });
  rmSync(join(made.root, 'counted.kindred'));
  expect(new Set(told)).toEqual(new Set(['writing', 'checking']));
  // each in the long form; else some of both kinds, the first and the last of each among them
  const moments = told.flatMap((doing, at) => (process.env.KINDRED_EVERY_CALL || at % 5 === 0 || doing !== told[at - 1] || doing !== told[at + 1] ? [at] : []));
  for (const at of [...moments, told.length]) {
    const stop = new AbortController();
    let left = at;
    if (at === told.length) stop.abort();
    const writing = backUp(made, { replace: true, thumbnails: true, signal: stop.signal, onProgress: () => left-- === 0 && stop.abort() });
    await expect(writing, `after ${at} of ${told.length}`).rejects.toMatchObject({ name: 'AbortError' });
  }
  expect(readFileSync(join(made.root, 'library.kindred')).equals(before)).toBe(true);
  expect(readdirSync(made.root).sort()).toEqual(['data', 'library.kindred', 'photos']);
  expect(readdirSync(made.stored).filter((name) => name.startsWith('backup-'))).toEqual([]);
});

it('says which weights were lost already', async () => {
  const made = await madeLibrary();
  rmSync(encoderFile(made.stored, 'tuned-1'));
  const { writeBackup } = await import('../../src-main/backup/write.ts');
  expect(await writeBackup({ stored: made.stored, library: made.library.id, file: join(made.root, 'x.kindred'), app: '1', now: 0 })).toMatchObject({ missing: ['tuned-1'], photos: 5, answers: 2 });
});

it('leaves nothing that looks like a backup when it is killed, at whatever moment', async () => {
  const made = await madeLibrary();
  made.store.close();
  const file = join(made.root, 'killed.kindred');
  const script = fileURLToPath(new URL('backup-process.ts', import.meta.url));
  let finished = 0;
  for (let kill = 0; kill < 5; kill++) {
    const child = spawn(process.execPath, ['--no-warnings', script, 'write', made.stored, made.library.id, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    setTimeout(() => child.kill('SIGKILL'), kill * 60);
    await exited;
    if (!existsSync(file)) continue;
    finished++;
    await readBackup(made.dataFolder, file);
    await restoreBackup({ dataFolder: join(made.root, `restored ${kill}`), file, inTheWay: 'refuse', now: 0 });
    rmSync(file);
  }
  expect(finished).toBeLessThan(5);
  const store = openStore(made.stored);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  store.close();
}, 60_000);

it('leaves every library whole when a restoring is killed, at whatever moment', async () => {
  const made = await madeLibrary();
  const before = everything(made.store);
  made.store.close();
  const file = await backUp(made, { thumbnails: true });
  const { dataFolder, library: { id } } = made;
  const script = fileURLToPath(new URL('backup-process.ts', import.meta.url));
  for (let kill = 0; kill < 4; kill++) {
    const child = spawn(process.execPath, ['--no-warnings', script, 'restore', dataFolder, '', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    setTimeout(() => child.kill('SIGKILL'), kill * 80);
    await exited;
    // either of them, the one that was there or the restored one; what was set aside besides is whole too
    const kept = existsSync(join(dataFolder, 'set-aside')) ? readdirSync(join(dataFolder, 'set-aside')).map((name) => join(dataFolder, 'set-aside', name)) : [];
    const stored = [...listLibraries(dataFolder).map((each) => storedAt(dataFolder, each.id)), ...kept];
    expect(stored.length).toBeGreaterThan(0);
    for (const folder of stored) {
      const store = openStore(folder);
      expect(everything(store).judgments).toEqual(before.judgments);
      store.close();
    }
  }
  const left = await restoreBackup({ dataFolder, file, inTheWay: 'set-aside', now: Date.now() });
  expect(left.library).toBe(id);
  expect(listLibraries(dataFolder)).toHaveLength(1);
}, 60_000);

it('says that the disk is full, and leaves nothing there', async ({ skip }) => {
  const disk = join(madeFolder(), 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return skip('needs the right to mount a tmpfs');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  const made = await madeLibrary();
  writeFileSync(encoderFile(made.stored, 'tuned-1'), Buffer.from(Array.from({ length: 200_000 }, () => Math.random() * 256)));
  await expect(backUp(made, { file: join(disk, 'x.kindred') })).rejects.toMatchObject({ code: 'disk-full', message: expect.stringContaining('Free some space') as string });
  expect(readdirSync(disk)).toEqual([]);
  const file = await backUp(made);
  await expect(restoreBackup({ dataFolder: disk, file, inTheWay: 'refuse', now: 0 })).rejects.toMatchObject({ code: 'disk-full' });
  expect(readdirSync(disk)).toEqual([]);
});

it('refuses to back up a damaged library, and says what to do', async () => {
  const made = await madeLibrary();
  made.store.db.pragma('wal_checkpoint(TRUNCATE)');
  const path = made.store.db.name;
  made.store.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, bytes.length - 3 * 4096);
  writeFileSync(path, bytes);
  await expect(backUp(made)).rejects.toMatchObject({ code: 'library-damaged' });
  expect(existsSync(join(made.root, 'library.kindred'))).toBe(false);
});

it('meets a library of its own id or folder only as told: refused, set aside whole, or beside it', async () => {
  const made = await madeLibrary();
  const { dataFolder, library: { id } } = made;
  const file = await backUp(made);
  expect((await readBackup(dataFolder, file)).here).toMatchObject([{ id }]);
  await expect(restoreBackup({ dataFolder, file, inTheWay: 'refuse', now: 0 })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('nothing is overwritten') as string });
  await expect(restoreBackup({ dataFolder, file, inTheWay: 'set-aside', now: 0 }), 'it is open here').rejects.toMatchObject({ code: 'library-in-use' });
  expect(leftIn(dataFolder)).toEqual([]);

  const beside = await restoreBackup({ dataFolder, file, inTheWay: 'beside', now: 1 });
  expect(beside).toEqual({ library: expect.not.stringMatching(id) as string, folders: [{ path: `${made.photos} (restored)`, missing: true }], setAside: [] });
  expect(listLibraries(dataFolder).map((each) => each.folders)).toEqual([[made.photos], [`${made.photos} (restored)`]]);

  const closed: string[] = [];
  const before = everything(made.store);
  const { library, setAside } = await restoreBackup({ dataFolder, file, inTheWay: 'set-aside', now: 2, close: async (each) => { closed.push(each); made.store.close(); } });
  expect([library, closed]).toEqual([id, [id]]);
  expect(setAside).toEqual([join(dataFolder, 'set-aside', `${id}-2`)]);
  const kept = openStore(setAside[0]!);
  expect(everything(kept)).toEqual(before);
  kept.close();
  expect(listLibraries(dataFolder)).toHaveLength(2);
  expect(everything(restoredAt(dataFolder, id)).judgments).toEqual(before.judgments);
});

it('of a library whose folder moved since continues there, found by its photos', async () => {
  const made = await madeLibrary();
  const file = await backUp(made);
  renameSync(made.photos, join(made.root, 'moved'));
  expect(await restoreBackup({ dataFolder: elsewhere(made), file, inTheWay: 'refuse', now: 0 })).toMatchObject({ folders: [{ path: made.photos, missing: true }] });
  const { withFolders } = await import('../../src-main/library/folders/library-folders.ts');
  await withFolders(elsewhere(made), listLibraries(elsewhere(made))[0]!, (folders) => folders.relocate(made.photos, join(made.root, 'moved')));
  expect(listLibraries(elsewhere(made))[0]!.folders).toEqual([join(made.root, 'moved')]);
});

it('never replaces what is no backup, though told to: the name could be that of a photo', async () => {
  const made = await madeLibrary();
  const photo = join(made.root, 'photo.jpg');
  writeFileSync(photo, 'irreplaceable');
  await expect(backUp(made, { file: photo, replace: true })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('.kindred') as string });
  expect(readFileSync(photo, 'utf8')).toBe('irreplaceable');
});
