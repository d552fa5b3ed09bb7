// Files measured at once: the same as one by one, given up where that does not answer, and only where files are quick.

import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { QuickStats, type QuickStatsOptions } from '../../src-main/photos/quick-stats.ts';
import { type ScanBatch, scan } from '../../src-main/photos/scan.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-quick-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** As after a thousand quick files. */
function quick(options: QuickStatsOptions = {}): QuickStats {
  const stats = new QuickStats({ before: 0, ...options });
  onTestFinished(() => stats.close());
  stats.note(1, 2);
  return stats;
}

/** A thread that answers nothing. */
async function silent(): Promise<URL> {
  const file = join(root, '.silent.mjs');
  await writeFile(file, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {}); parentPort.postMessage({ ready: true });");
  return pathToFileURL(file);
}

/** One that takes its time. */
async function slow(): Promise<URL> {
  const file = join(root, '.slow.mjs'); // as long as the name of the first file says, in ms
  await writeFile(file, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ paths }) => { const ms = parseInt(paths[0], 10); const answer = () => parentPort.postMessage({ answer: new Float64Array([3, 0, 8]) }); ms ? setTimeout(answer, ms) : answer(); }); parentPort.postMessage({ ready: true });");
  return pathToFileURL(file);
}

async function scanned(stats: QuickStats | null): Promise<{ readonly [K in keyof ScanBatch]: unknown[] } & { readonly notRead: Record<string, number> }> {
  const all = { files: [] as unknown[], problems: [] as unknown[], leftOut: [] as unknown[], elsewhere: [] as unknown[] };
  const notRead: Record<string, number> = {};
  for await (const batch of scan(root, { quick: stats, onNotRead: (kind, files) => (notRead[kind] = (notRead[kind] ?? 0) + files) })) {
    for (const key of ['files', 'problems', 'leftOut', 'elsewhere'] as const) all[key].push(...batch[key]);
  }
  return { ...all, notRead };
}

/** Photos, and what only looks like one. */
async function putAll(): Promise<void> {
  for (const folder of ['one', 'two', 'three.jpg']) {
    await mkdir(join(root, folder));
    for (let at = 0; at < 20; at++) {
      const path = join(root, folder, `${at}.jpg`);
      await writeFile(path, 'x'.repeat(at));
      await utimes(path, 1000, 1_700_000_000 + at / 7);
    }
  }
  await writeFile(join(root, 'one', 'no ending'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]));
  await writeFile(join(root, 'one', 'nothing'), 'text');
  await writeFile(join(root, 'two', 'note.txt'), 'text');
  if (process.platform === 'linux') await writeFile(Buffer.concat([Buffer.from(`${root}/one/`), Buffer.from([0xe9, 0x2e, 0x6a, 0x70, 0x67])]), 'bytes for a name');
  await symlink('../one/3.jpg', join(root, 'two', 'linked.jpg'));
  await symlink('nowhere', join(root, 'two', 'broken.jpg'));
}

describe('files measured at once', () => {
  it('are what they are one by one, whatever lies beside them', async () => {
    await putAll();
    const one = await scanned(null);
    expect(one.files).toHaveLength(process.platform === 'linux' ? 63 : 62);
    const stats = quick();
    const asked = vi.spyOn(stats, 'of');
    expect(await scanned(stats)).toEqual(one);
    expect(asked.mock.settledResults.filter(({ value }) => Array.isArray(value)).length).toBeGreaterThan(0); // a whole folder; whether more depends on how busy this machine is
  });

  it('say nothing of what is no plain file, or is gone', async () => {
    await mkdir(join(root, 'folder.jpg'));
    await writeFile(join(root, 'a.jpg'), 'abc');
    expect(await quick().of(root, ['a.jpg', 'folder.jpg', 'gone.jpg', 'a.jpg/below.jpg'])).toEqual([expect.objectContaining({ size: 3 }), null, null, null]);
  });

  it('are measured one by one from then on where the thread does not answer, which is said once', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await putAll();
    const stats = quick({ file: await silent(), deadlineMs: 50 });
    expect(await scanned(stats)).toEqual(await scanned(null));
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });

  it('can be stopped while the thread does not answer', async () => {
    await writeFile(join(root, 'a.jpg'), 'abc');
    const stop = new AbortController();
    const measuring = quick({ file: await silent(), deadlineMs: 60_000 }).of(root, ['a.jpg'], stop.signal);
    stop.abort(new Error('stopped'));
    await expect(measuring).rejects.toThrow('stopped');
  });

  it('are left to be measured one by one where there are few, or they are slow', async () => {
    await writeFile(join(root, 'a.jpg'), 'abc');
    const stats = quick({ before: 500 });
    expect(await stats.of(root, ['a.jpg'])).toBeNull();
    stats.note(500, 100);
    expect(await stats.of(root, ['a.jpg'])).not.toBeNull();
    stats.note(500, 2000);
    expect(await stats.of(root, ['a.jpg'])).toBeNull();
  });

  it('are measured one by one again where at once takes longer three times, but for the thread\'s start', async () => {
    const stats = quick({ file: await slow() });
    stats.note(1, 1);
    const isAtOnce = async (ms: number): Promise<boolean> => (await stats.of(root, [`${ms}.jpg`, ...Array.from({ length: ms === 0 ? 500 : 0 }, (_, at) => `${at}.jpg`)])) !== null; // many are quick
    // the start; slow twice, quick, slow three times
    for (const ms of [150, 150, 150, 0, 150, 150, 150]) expect(await isAtOnce(ms)).toBe(true);
    expect(await isAtOnce(0)).toBe(false);
  });
});
