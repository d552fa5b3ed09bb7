import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { photosLacking } from '../../src-main/store/descriptors.ts';
import { activeEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { readJudgmentLog } from '../../src-main/store/judgments.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { madeFolder } from './made-store.ts';

const PHOTOS = 4000;
const BATCH = 8;
const KILLS = 12;

it('continues after a kill at any moment, with every stored photo complete', async () => {
  const folder = madeFolder();
  let stored = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // some batches further, and then anywhere within the next ones
    const reported = await writeUntilKilled(folder, 1 + Math.floor(Math.random() * 6), Math.random() * 12);
    const counts = checkWhole(folder);
    expect(counts, 'what was reported as written is there').toBeGreaterThanOrEqual(reported);
    expect(counts).toBeGreaterThan(stored);
    expect(counts % BATCH, 'a batch is there whole or not at all').toBe(0);
    stored = counts;
  }
  expect(stored).toBeLessThan(PHOTOS);
  await writeUntilKilled(folder, Infinity, 0);
  expect(checkWhole(folder)).toBe(PHOTOS);
}, 60_000);

/** Starts the writer and kills it `afterMs` after its `batches`-th line. @returns the last count it printed */
async function writeUntilKilled(folder: string, batches: number, afterMs: number): Promise<number> {
  const script = fileURLToPath(new URL('writing-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script, folder, `${PHOTOS}`, `${batches === Infinity ? 500 : BATCH}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  let lines = 0;
  let reported = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    reported = Number(line);
    if (++lines === batches) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  const [code, signal] = await exited;
  expect(batches === Infinity ? code : signal).toBe(batches === Infinity ? 0 : 'SIGKILL');
  return reported;
}

/** Opens what the kill left, as the next start would. @returns the photos stored */
function checkWhole(folder: string): number {
  const store = openStore(folder);
  try {
    expect(store.db.pragma('main.integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('thumbs.integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
    const encoder = activeEncoderVersion(store);
    expect(photosLacking(store, { encoder: encoder!.id, features: 1 })).toEqual([]);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments.length).toBeGreaterThan(0);
    const { photos, files } = readCounts(store);
    expect(files).toBe(photos);
    return photos;
  } finally {
    store.close();
  }
}
