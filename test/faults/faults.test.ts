// Something breaks at a random moment of an index run, from outside: processes are killed, the disk is full, the drive goes, the clock jumps, bytes flip,
// two run at once. After each, the databases are whole, what was said is there, and the next run finishes. Some of it in a normal run; KINDRED_FAULTS=20
// for all, often (`npm run test:faults`). Kills while answering and while files are moved: test/store/killed, durable, test/filing/killed.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { openStore } from '../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readCounts, readPhotoTable } from '../../src-main/store/photos.ts';
import { seeded } from '../made-library.ts';
import { asSharp, noise } from '../photos/pictures.ts';
import { canMount, ended, isLong, seed, storedIn, TIMES } from './broken.ts';
import { report } from './report.ts';

const random = seeded(seed);
const PHOTOS = 10;
const root = mkdtempSync(join(tmpdir(), 'kindred-faults-'));
const photos = join(root, 'photos');
mkdirSync(photos);
for (let at = 0; at < PHOTOS; at++) writeFileSync(join(photos, `${at}.jpg`), await asSharp(noise(300, 200, at + 1)).jpeg().toBuffer());
afterAll(() => rmSync(root, { recursive: true, force: true }));

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(root, 'data-'));
});

function start(args: readonly string[], { at = data, node = [] as string[] } = {}): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', ...node, fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url)), ...args], { env: { ...process.env, KINDRED_DATA: at }, stdio: ['ignore', 'pipe', 'pipe'] });
}

const index = (options?: Parameters<typeof start>[1]): ReturnType<typeof ended> => ended(start(['index', photos, '--json', '--backend', 'wasm'], options));

/** @returns what a run says that must finish, with all photos */
async function finishes(options?: Parameters<typeof start>[1]): Promise<{ readonly photos: number; readonly unchanged: number; readonly problems: readonly unknown[] }> {
  const run = await index(options);
  expect(run.code, run.stderr).toBe(0);
  const said = JSON.parse(run.stdout) as { photos: number; unchanged: number; problems: unknown[] };
  expect([said.photos, said.problems]).toEqual([PHOTOS, []]);
  return said;
}

/** What was left is whole. @returns the photos in it */
function whole(folder = data): number {
  const [stored, ...others] = storedIn(folder);
  expect(others).toEqual([]);
  if (stored === undefined) return 0;
  const store = openStore(stored);
  try {
    for (const name of ['main', 'thumbs']) expect(store.db.pragma(`${name}.integrity_check`, { simple: true })).toBe('ok');
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
    return readCounts(store).photos;
  } finally {
    store.close();
  }
}

/** Says something, as the app does. @returns how many entries the log has then */
function say(count: number): number {
  const store = openStore(storedIn(data)[0]!); // it was indexed
  const ids = [...readPhotoTable(store).ids] as PhotoId[];
  const judge = new Judge(store, DEFAULT_LENS);
  for (let at = 0; at < count; at++) judge.add({ kind: 'similar', photos: [ids[at], ids[at + 1]] as [PhotoId, PhotoId] });
  store.close();
  return said();
}

function said(): number {
  const store = openStore(storedIn(data)[0]!, { readOnly: true }); // as above
  try {
    return Number(store.db.prepare('SELECT count(*) FROM judgments').pluck().get());
  } finally {
    store.close();
  }
}

describe(`an index run (seed ${seed}, ${TIMES} times each)`, () => {
  it('goes on where a kill of its main process ended it', async () => {
    let before = 0;
    for (let time = 0; time < TIMES; time++) {
      const child = start(['index', photos, '--backend', 'wasm']);
      const exited = ended(child);
      await wait(400 + random() * 2500);
      child.kill('SIGKILL');
      await exited;
      const there = whole();
      expect(there).toBeGreaterThanOrEqual(before);
      before = there;
    }
    await finishes();
    report('kills', 'index', TIMES);
  }, TIMES * 30_000 + 60_000);

  it.runIf(process.platform === 'linux')('finishes, whatever processes of it are killed: each costs a photo at most, which the next run reads', async () => {
    for (let time = 0; time < TIMES; time++) {
      rmSync(data, { recursive: true });
      const child = start(['index', photos, '--json', '--backend', 'wasm']);
      const run = ended(child);
      let kills = 0;
      while (child.exitCode === null && kills < (isLong ? 3 : 1)) {
        await wait(isLong ? 300 + random() * 400 : 20 + random() * 60);
        const found = execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-A']).toString().split('\n').filter((line) => Number(line.trim().split(/\s+/)[1]) === child.pid && /-worker/.test(line));
        const victim = found[Math.floor(random() * found.length)];
        if (victim === undefined) continue;
        try {
          process.kill(parseInt(victim, 10), 'SIGKILL');
          kills++;
        } catch {
          // it has ended meanwhile
        }
      }
      const { code, stdout, stderr } = await run;
      expect(code, stderr).toBe(0);
      const { photos: read, problems } = JSON.parse(stdout) as { photos: number; problems: unknown[] };
      expect(read + problems.length).toBe(PHOTOS);
      expect(problems.length).toBeLessThanOrEqual(kills);
      whole();
      await finishes();
    }
    report('kills of worker processes', 'index', TIMES);
  }, TIMES * 120_000);

  it.runIf(isLong)('keeps what is known when its drive goes, and goes on when it returns', async () => {
    for (let time = 0; time < TIMES; time++) {
      const child = start(['index', photos, '--json', '--backend', 'wasm']);
      const run = ended(child);
      await wait(800 + random() * 1500);
      renameSync(photos, `${photos}-away`);
      const { code, stderr } = await run;
      renameSync(`${photos}-away`, photos);
      expect(code === 0 || /not there|not found|missing|vanished|folder/i.test(stderr), stderr).toBe(true);
      whole();
    }
    await finishes();
    report('drives that went and returned', 'index', TIMES);
  }, TIMES * 30_000 + 60_000);

  it.runIf(isLong && canMount())('says that the disk is full, loses nothing, and finishes when there is room', async () => {
    for (let time = 0; time < TIMES; time++) {
      const small = mkdtempSync(join(root, 'disk-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.floor(300 + random() * 1500)}k`, 'tmpfs', small]);
      try {
        const { code, stderr } = await index({ at: small });
        if (code !== 0) expect(stderr).toMatch(/full|ENOSPC|no space/i);
        expect(stderr).not.toMatch(/\n\s+at /); // no stack: it was expected
        execFileSync('mount', ['-o', 'remount,size=64m', small]);
        whole(small);
        await finishes({ at: small });
      } finally {
        execFileSync('umount', ['-l', small]);
      }
    }
    report('small disks', 'index', TIMES);
  }, TIMES * 120_000);

  it.runIf(isLong)('knows its photos again whatever the clock says', async () => {
    const node = ['--import', fileURLToPath(new URL('jumping-clock.ts', import.meta.url))];
    await finishes({ node });
    const entries = say(5);
    expect((await finishes({ node })).unchanged).toBe(PHOTOS);
    whole();
    expect(said()).toBe(entries);
    report('jumping clocks', 'index', 2);
  }, 300_000);

  it('names flipped bytes, and all that was said and kept comes back', async () => {
    await finishes();
    say(5);
    const stored = storedIn(data)[0]!; // indexed
    renameCopy(stored);
    for (let time = isLong ? 0 : 1; time < 2 * TIMES; time++) {
      for (const name of readdirSync(stored).filter((file) => /^(library\.db|thumbnails\.db|space\.bin)$/.test(file))) {
        const path = join(stored, name);
        const bytes = readFileSync(path);
        for (let flips = 0; flips < 5; flips++) bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
        writeFileSync(path, bytes);
      }
      const run = await index();
      if (run.code !== 0) expect(run.stderr).toMatch(/damaged/i);
      if (run.code !== 0 || time % 2 === 1) expect((await ended(start(['repair', photos]))).code).toBe(0);
      expect(said()).toBeGreaterThanOrEqual(5);
      // rows that were damaged are read again
      const after = await index();
      expect(after.code, after.stderr).toBe(0);
    }
    report('flipped bytes', 'library.db, thumbnails.db and space.bin together', 2 * TIMES);
  }, TIMES * 120_000);

  it('is the only one that writes: another one says so', async () => {
    const runs = await Promise.all([index(), index()]);
    const [first, second] = runs.map(({ code }) => code).sort();
    expect(first).toBe(0);
    for (const { code, stderr } of runs) if (code !== 0) expect(stderr).toMatch(/in use|open|another/i);
    expect([0, 1, 2, 3]).toContain(second);
    expect(whole()).toBe(PHOTOS);
    report('second instances', 'index', 1);
  }, 60_000);
});

/** As a start keeps it. */
function renameCopy(stored: string): void {
  const store = openStore(stored);
  store.db.exec(`VACUUM INTO '${join(stored, 'library.db.backup').replaceAll("'", "''")}'`);
  store.close();
}
