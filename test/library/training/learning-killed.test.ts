// Training survives kills at any moment: of the real command, which spends them on starting, scoring and learning, and of one with a
// quick fake encoder that always becomes better, which spends them on encoding and adopting too, and of an adapter. KINDRED_KILLS sets how many kills of each.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src-main/store/database.ts';
import { activeEncoderVersion, readEncoderVersions } from '../../../src-main/store/encoder-versions.ts';
import { findLibrary, storedAt } from '../../../src-main/store/libraries.ts';
import { openTrainingRun } from '../../../src-main/store/training-runs.ts';
import { makeLibrary, seeded } from '../../made-library.ts';
import { HALF } from './half-pack.ts';
import { checkWhole, judge } from './interrupted.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli.ts', import.meta.url));
const fake = fileURLToPath(new URL('training-process.ts', import.meta.url));
const KILLS = Number(process.env.KINDRED_KILLS ?? 2);
const PHOTOS = 36;
/** Each phase once. */
const FAKE_KILLS = Math.max(5, KILLS);
/** Only a hang reaches it: a start takes seconds where it is slow, and the learning itself six. */
const LIMIT_MS = 300_000 + 60_000 * FAKE_KILLS;

let root: string;
let photos: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-train-killed-'));
  photos = join(root, 'photos');
  await makeLibrary(photos, { groups: 9, perGroup: 4, width: 160, height: 120 });
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('goes on from its last checkpoint after `kindred train` was killed at random moments', async () => {
  const data = join(root, 'real');
  const train = (...more: string[]): Started => start([cli, 'train', photos, '--minutes', '0.05', ...more], data);
  expect(await start([cli, 'index', photos], data).exited).toBe(0);
  judge(folderOf(data));
  const random = seeded(20);
  let learned = { run: 0, seconds: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const started = train();
    // anywhere in its first two seconds, or in the next ones from when it learns; one that is done sooner is started over by the next
    if (kill % 5 === 1) await Promise.race([started.says('training'), started.exited]);
    await Promise.race([sleep(random() * 2000), started.exited]);
    expect(await started.kill()).toSatisfy((end: string | number) => end === 'SIGKILL' || end === 0);
    const now = await checkWhole(folderOf(data), { photos: PHOTOS });
    if (now.run === learned.run) expect(now.seconds, 'no checkpoint is lost').toBeGreaterThanOrEqual(learned.seconds);
    learned = now;
  }
  const last = train('--json');
  expect(await last.exited, last.stderr()).toBe(0);
  const report = JSON.parse(last.stdout()) as { seconds: number; before: object; after: object; adopted: boolean };
  expect(report.seconds).toBeGreaterThanOrEqual(0.3); // a tenth of what was given, at least, is for steps
  expect(report).toMatchObject({ before: { recallAt1: expect.any(Number) }, after: { recallAt1: expect.any(Number) } });
  if (learned.seconds > 0) expect(last.stderr()).toContain('resuming an interrupted training');
  await checkWhole(folderOf(data), { photos: PHOTOS });
}, LIMIT_MS);

it('encodes and adopts once, whenever it was killed', async () => {
  const data = join(root, 'fake');
  expect(await start([fake, photos, 'index'], data).exited).toBe(0);
  judge(folderOf(data));
  const random = seeded(4);
  const phases = ['preparing', 'training', 'scoring', 'encoding', 'done', 'encoding', 'encoding'];
  for (let kill = 0; kill < FAKE_KILLS; kill++) {
    const started = start([fake, photos, 'train'], data);
    // a little after it told of one phase
    await Promise.race([started.says(phases[kill % phases.length]!), started.exited]);
    await sleep(random() * 60);
    await started.kill();
    await checkWhole(folderOf(data), { photos: PHOTOS });
  }
  const last = start([fake, photos, 'train'], data);
  expect(await last.exited, last.stderr()).toBe(0);
  const store = openStore(folderOf(data));
  try {
    const adopted = store.db.prepare<[], number>("SELECT candidate_id FROM training_runs WHERE state = 'adopted' ORDER BY id").pluck().all();
    expect(adopted.length).toBeGreaterThan(1);
    expect(new Set(adopted).size).toBe(adopted.length);
    expect(activeEncoderVersion(store)!.id).toBe(adopted.at(-1));
    expect(openTrainingRun(store)).toBeNull();
    const trained = readEncoderVersions(store).filter((version) => version.trained).flatMap(({ name }) => [`${name}.copy`, `${name}.kenc`]);
    expect((await readdir(join(store.folder, 'encoders'))).filter((file) => file !== 'probe.kenc').sort()).toEqual(trained.sort());
  } finally {
    store.close();
  }
  await checkWhole(folderOf(data), { photos: PHOTOS });
}, LIMIT_MS);

it('has an adapter learn on an encoder from outside, whenever it was killed', async () => {
  const data = join(root, 'adapter');
  expect(await start([fake, photos, 'index'], data).exited).toBe(0);
  judge(folderOf(data));
  expect(await start([fake, photos, 'use'], data).exited).toBe(0);
  const random = seeded(6);
  const phases = ['preparing', 'preparing', 'training', 'scoring', 'encoding'];
  for (const phase of phases) {
    const started = start([fake, photos, 'adapter'], data);
    await Promise.race([started.says(phase), started.exited]);
    await sleep(random() * 100);
    await started.kill();
    await checkWhole(folderOf(data), { photos: PHOTOS });
  }
  const last = start([fake, photos, 'adapter'], data);
  expect(await last.exited, last.stderr()).toBe(0);
  await checkWhole(folderOf(data), { photos: PHOTOS });
  const store = openStore(folderOf(data));
  try {
    const { name, pack, trained } = activeEncoderVersion(store)!;
    expect(name).toMatch(/^adapter-/);
    expect([pack?.id, trained?.base]).toEqual([HALF.id, expect.stringMatching(/^(pack-half|adapter)-/)]);
    expect(openTrainingRun(store)).toBeNull();
    expect((await readdir(join(store.folder, 'encoders'))).sort()).toEqual([...readEncoderVersions(store).filter((version) => version.trained).flatMap((version) => [`${version.name}.copy`, `${version.name}.kenc`]), `${HALF.id}.views`].sort());
  } finally {
    store.close();
  }
}, LIMIT_MS);

interface Started {
  /** Resolves with the exit code, or the signal. */
  readonly exited: Promise<string | number>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when a line begins with `word`, and when it ended without. */
  says(word: string): Promise<void>;
  kill(): Promise<string | number>;
}

function start(args: readonly string[], data: string): Started {
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', ...args], { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const out = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream]?.on('data', (text: Buffer) => (out[stream] += text.toString()));
  const exited = once(child, 'close').then(([code, signal]: (string | number)[]) => code ?? signal ?? '');
  const says = async (word: string): Promise<void> => {
    const said = new RegExp(`^${word}\\b`, 'm');
    while (!said.test(out.stdout) && !said.test(out.stderr) && child.exitCode === null && child.signalCode === null) await sleep(2);
  };
  const kill = (): Promise<string | number> => {
    child.kill('SIGKILL');
    return exited;
  };
  return { exited, stdout: () => out.stdout, stderr: () => out.stderr, says, kill };
}

const folderOf = (data: string): string => storedAt(data, findLibrary(data, photos)!.id);
