// Something breaks while the app is used: processes are killed, the disk is full, a folder cannot be read, bytes flip. After each, what was acknowledged is
// there, no photo's file is lost or half, and the same command finishes. The answers in every run of the tests, the rest with KINDRED_FAULTS.
import { existsSync, chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { asker, startServer } from '../e2e/app.ts';
import { seeded } from '../made-library.ts';
import { contentsIn, expectNothingLost } from '../filing/consistent.ts';
import { answer, type Broken, canMount, ended, indexes, isLong, kindred, madeToBreak, runs, seed, smallDisk, storedIn, succeeds, TIMES, wholeIn } from './broken.ts';
import { report } from './report.ts';

const random = seeded(seed);
const ANSWERS = 5;
const origin = { kind: 'volunteered', height: null } as const;

/** Indexed, and something said. */
async function made(count = 10): Promise<Broken> {
  const broken = await madeToBreak(count);
  await succeeds(broken.data, ...indexes(broken));
  answer(broken.data, ANSWERS);
  return broken;
}

it(`an answer that the served app acknowledged survives a kill (seed ${seed})`, async () => {
  const broken = await made();
  let acknowledged = ANSWERS;
  for (let time = 0; time < 2 * TIMES; time++) {
    const server = await startServer(broken.data, broken.photos);
    const ask = asker(server.address);
    const { lensId } = await ask('library.open', { folder: broken.photos, page: 'p' });
    const { ids } = await ask('photos.list', null);
    const { judgments } = await ask('judgments.read', { lensId });
    const left = judgments.filter(({ statement }) => statement.kind === 'similar' && statement.photos.includes(ids[9] as PhotoId)); // of the last time
    if (left.length > 0) await ask('judgments.change', { lensId, drop: left.map((judgment) => judgment.id), statements: [], origin });
    const killed = wait(50 + random() * 600).then(() => server.stop('SIGKILL'));
    try {
      // each is said and taken back, so that there is always something to say
      for (;;) {
        const said = await ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [ids[8], ids[9]] as [PhotoId, PhotoId] }, origin }); // there are ten
        if (said.status !== 'recorded') throw new Error(`expected it to be recorded, it was ${said.status}`);
        acknowledged++;
        await ask('judgments.change', { lensId, drop: said.judgments.map((judgment) => judgment.id), statements: [], origin });
        acknowledged++;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the connection broke
    }
    await killed;
    expect(wholeIn(broken.data)).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = wholeIn(broken.data);
  }
  report('kills', 'answers in the served app', 2 * TIMES);
}, 60_000 + TIMES * 60_000);

describe.runIf(isLong)(`killed at a random moment (${TIMES} times each)`, () => {
  /** Starts a command, kills it, and looks. */
  async function killing({ data }: Broken, args: readonly string[], most: number, look: () => Promise<void> | void): Promise<void> {
    for (let time = 0; time < TIMES; time++) {
      const child = kindred(data, args);
      const over = ended(child);
      await Promise.race([wait(300 + random() * most), over]);
      child.kill('SIGKILL');
      await over;
      expect(wholeIn(data)).toBeGreaterThanOrEqual(ANSWERS);
      await look();
    }
    report('kills', args[0]!, TIMES); // it has a name
  }

  it.each(['copy', 'move'])('an export (%s) loses no file and leaves none half, and is taken back', async (kind) => {
    const broken = await made();
    const out = join(broken.root, 'out');
    mkdirSync(out);
    const before = contentsIn(broken.photos);
    await killing(broken, ['export', broken.photos, '--to', out, '--as', kind, '--pattern', '{name}', '--yes'], 3000, async () => {
      expectNothingLost(before, contentsIn(broken.photos, out));
      await runs(broken.data, 'restore', broken.photos);
      expectNothingLost(before, contentsIn(broken.photos, out));
      for (const hash of contentsIn(out).keys()) expect(before.has(hash)).toBe(true);
      await succeeds(broken.data, ...indexes(broken));
      rmSync(out, { recursive: true });
      mkdirSync(out);
      expect(contentsIn(broken.photos)).toEqual(before);
    });
  }, TIMES * 120_000 + 60_000);

  it('a backup is there or not, and a restoring loses no library', async () => {
    const broken = await made();
    const file = join(broken.root, 'one.kindred');
    await killing(broken, ['backup', broken.photos, file, '--yes'], 2500, async () => {
      if (existsSync(file)) await succeeds(broken.data, 'restore-backup', file, '--list');
    });
    await succeeds(broken.data, 'backup', broken.photos, file, '--yes');
    await killing(broken, ['restore-backup', file, '--set-aside'], 2500, async () => {
      await succeeds(broken.data, 'groups', broken.photos, '--json');
    });
    await succeeds(broken.data, 'restore-backup', file, '--set-aside');
    expect(wholeIn(broken.data)).toBe(ANSWERS);
  }, TIMES * 120_000 + 60_000);
});

describe.runIf(isLong && canMount())(`a full disk (${TIMES} times each)`, () => {
  /** Leaves so many bytes on the disk of `folder`. @returns what makes room again */
  function fill(folder: string, left: number): () => void {
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
    return () => rmSync(join(folder, 'filler'));
  }

  it.each(['index', 'export', 'backup', 'restore-backup', 'train', 'duplicates'])('%s says so, loses nothing, and finishes when there is room', async (command) => {
    const broken = await madeToBreak(command === 'train' ? 36 : 24); // as many as training needs
    const disk = join(broken.root, 'disk');
    mkdirSync(disk);
    smallDisk(disk, command === 'train' ? 200_000 : 40_000); // checkpoints are tens of megabytes
    const on = { ...broken, data: join(disk, 'data'), photos: join(disk, 'photos') };
    renameOrCopy(broken.photos, on.photos);
    await succeeds(on.data, ...indexes(on));
    answer(on.data, ANSWERS);
    const [out, file] = [join(disk, 'out'), join(disk, 'one.kindred')];
    mkdirSync(out);
    const before = contentsIn(on.photos);
    if (command === 'restore-backup') await succeeds(on.data, 'backup', on.photos, file);
    const args = {
      index: indexes(on), export: ['export', on.photos, '--to', out, '--pattern', '{name}', '--yes'], backup: ['backup', on.photos, file, '--yes'], 'restore-backup': ['restore-backup', file, '--set-aside'],
      train: ['train', on.photos, '--minutes', '0.05', '--backend', 'wasm'], duplicates: ['duplicates', on.photos, '--json']
    }[command]!; // one of them
    for (let time = 0; time < TIMES; time++) {
      const free = fill(disk, Math.floor(random() * 600_000));
      if (command === 'index') writeFileSync(join(on.photos, '0.jpg'), Buffer.concat([readFileSync(join(on.photos, '1.jpg')), Buffer.from(String(time))])); // there is something to do
      const { code, stderr } = await runs(on.data, ...args);
      free();
      if (code !== 0) expect(stderr).toMatch(/full|ENOSPC|no space|room/i);
      expect(stderr).not.toMatch(/\n\s+at /); // no stack: it was expected
      expect(wholeIn(on.data)).toBeGreaterThanOrEqual(ANSWERS);
      if (command !== 'index') expect(contentsIn(on.photos)).toEqual(before);
      for (const hash of contentsIn(out).keys()) expect(before.has(hash)).toBe(true);
      await succeeds(on.data, ...args);
    }
    report('full disks', command, TIMES);
  }, TIMES * 120_000 + 60_000);
});

it.runIf(isLong && process.platform === 'linux')('a folder that cannot be read for a while costs no photo and no answer', async ({ skip }) => {
  if (process.getuid?.() !== 0) return skip('needs another user to be');
  const NOBODY = 65534;
  const broken = await madeToBreak(10);
  const inner = join(broken.photos, 'inner');
  mkdirSync(inner);
  for (let at = 0; at < 5; at++) renameSync(join(broken.photos, `${at}.jpg`), join(inner, `${at}.jpg`));
  for (const path of [broken.root, broken.data, broken.photos, inner]) chownSync(path, NOBODY, NOBODY);
  const asNobody = (): Promise<{ code: number | null; stdout: string; stderr: string }> => ended(kindred(broken.data, indexes(broken), { HOME: broken.data }, { uid: NOBODY, gid: NOBODY }));
  const first = await asNobody();
  if (first.code !== 0 && /EACCES|permission/i.test(first.stderr)) return skip('the sources cannot be read by another user');
  expect(first.code, first.stderr).toBe(0);
  for (let time = 0; time < TIMES; time++) {
    const run = asNobody();
    await wait(random() * 1500);
    chmodSync(inner, 0);
    const { code, stderr } = await run;
    const { code: again } = await asNobody();
    chmodSync(inner, 0o755);
    expect([code, again], stderr).toEqual([0, 0]);
    const after = JSON.parse((await asNobody()).stdout) as { photos: number; new: number };
    expect(after).toMatchObject({ photos: 10, new: 0 });
  }
  report('unreadable folders', 'index', TIMES);
}, TIMES * 120_000 + 60_000);

it.runIf(isLong)('flipped bytes in any file of the data folder are named or mended, and no answer is lost', async () => {
  const broken = await made();
  await succeeds(broken.data, 'groups', broken.photos, '--json');
  writeFileSync(join(broken.data, 'settings.json'), '{"theme":"dark"}');
  const stored = storedIn(broken.data)[0]!; // it was indexed
  let flipped = 0;
  for (let time = 0; time < TIMES; time++) {
    for (const path of [...readdirSync(stored, { recursive: true, encoding: 'utf8' }).map((name) => join(stored, name)), join(broken.data, 'settings.json'), join(broken.data, 'libraries', 'lock')].filter((one) => existsSync(one) && statSync(one).isFile() && !/-shm$|\.damaged/.test(one))) {
      if (!existsSync(path)) continue; // it was mended by taking it away
      const bytes = readFileSync(path);
      if (bytes.length === 0) continue;
      for (let flips = 0; flips < 4; flips++) bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
      writeFileSync(path, bytes);
      flipped++;
      const { code, stderr } = await runs(broken.data, ...indexes(broken));
      if (code !== 0) {
        expect(stderr, path).toMatch(/damaged|cannot be read/i);
        await succeeds(broken.data, 'repair', broken.photos);
        await succeeds(broken.data, ...indexes(broken));
      }
      await succeeds(broken.data, 'groups', broken.photos, '--json');
      if (wholeIn(broken.data, path) < ANSWERS) {
        await succeeds(broken.data, 'repair', broken.photos);
        expect(wholeIn(broken.data, path)).toBeGreaterThanOrEqual(ANSWERS);
      }
    }
  }
  report('flipped bytes', 'files of the data folder', flipped);
}, TIMES * 240_000 + 60_000);

function renameOrCopy(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) writeFileSync(join(to, name), readFileSync(join(from, name)));
}
