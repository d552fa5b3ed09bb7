// Opening a library of 100,000 photos that were read before: the time until the first groups are shown, the longest that the app's main
// thread answers nothing, and the page's longest task, each in that thread's own time. The photos are made: files of one byte that are never decoded, descriptors in scenes of five,
// a day between scenes. Run it alone, with a browser (CHROMIUM_PATH): `npm run bench -- open`.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { COLOUR_DIMS } from '../../src-shared/learning/features/colour.ts';
import { LAYOUT_DIMS } from '../../src-shared/learning/features/layout.ts';
import { TEXTURE_DIMS } from '../../src-shared/learning/features/texture.ts';
import type { LensId, PhotoId } from '../../src-shared/contract.ts';
import { shippedWeights } from '../../src-main/hosts/resources.ts';
import { Judge } from '../../src-main/library/judging/judge.ts';
import { FEATURES_VERSION } from '../../src-main/library/spaces/feature-table.ts';
import { openStore } from '../../src-main/store/database.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../src-main/store/encoder-versions.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed, type IndexedFile } from '../../src-main/store/indexed.ts';
import { ensureLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { random } from '../learning/linkage/made.ts';
import { madeHash } from '../store/made-hash.ts';
import { measureTasks } from './longest-task.ts';

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
const perScene = 5;
/** No thread that a user waits for may be busy longer than this, in ms. */
const budget = 50;
const root = join(tmpdir(), `kindred-bench-open-${count}`);
const [photos, data] = [join(root, 'photos'), join(root, 'data')];

interface Opening {
  readonly seconds: number;
  readonly main: number;
  readonly page: number;
}

if (!existsSync(join(root, 'made'))) {
  process.stderr.write(`making ${count} photos in ${root}, once\n`);
  await rm(root, { recursive: true, force: true });
  await make();
  await writeFile(join(root, 'made'), '');
}
const first = await open('first');
const again = await open('again');
console.log(JSON.stringify({ photos: count, first, again }));
if (Math.max(again.main, again.page) > budget) {
  console.error(`expected no thread to be busy for more than ${budget} ms`);
  process.exitCode = 1;
}

/** Opens the folder in a browser, from the welcome screen to the first groups. */
async function open(name: string): Promise<Opening> {
  const args = ['--import', join(import.meta.dirname, 'longest-block.ts'), join(import.meta.dirname, '../../src-main/cli.ts'), 'serve'];
  const server = spawn(process.execPath, args, { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const block = (): Promise<number> => new Promise((resolve) => {
    server.once('message', (longest) => resolve(Number(longest)));
    server.send('read');
  });
  const address = await new Promise<string>((resolve) => server.stdout?.on('data', (text: Buffer) => resolve(text.toString().trim())));
  const browser = await chromium.launch({ ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
    await page.goto(address);
    await page.getByTestId('folder-path').fill(photos);
    await page.waitForTimeout(1500); // the picker has listed the folder
    const task = await measureTasks(browser);
    await block();
    const start = performance.now();
    await page.getByTestId('open-folder').click();
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=groups-screen]')?.dataset.photos) > 0, undefined, { timeout: 1_200_000, polling: 100 });
    const seconds = (performance.now() - start) / 1000;
    await settle(page);
    const [main, longest] = [await block(), await task()];
    process.stderr.write(`${name}: groups after ${seconds.toFixed(1)} s; longest block of main ${main.toFixed(0)} ms, of the page ${longest.toFixed(0)} ms\n`);
    return { seconds, main, page: longest };
  } finally {
    await browser.close();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  }
}

/** What opening still does behind the groups: the scan, the storing of groups. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[data-testid=index-strip]'), undefined, { timeout: 300_000 });
  await page.waitForTimeout(5000);
}

async function make(): Promise<void> {
  const weights = parseWeights(await readFile(shippedWeights));
  const { id } = ensureLibrary(data, photos, Date.now());
  const store = openStore(storedAt(data, id));
  const version = ensureEncoderVersion(store, { name: weights.version, dim: weights.dim, createdAt: Date.now(), scores: null });
  activateEncoderVersion(store, version.id);
  const next = random(1);
  const vector = (length: number, around?: Float32Array): Float32Array => Float32Array.from({ length }, (_, d) => (around ? (around[d] ?? 0) + (next() - 0.5) * 0.3 : next() - 0.5));
  const dims = [weights.dim, COLOUR_DIMS, LAYOUT_DIMS, TEXTURE_DIMS] as const;
  let scene = dims.map((length) => vector(length));
  for (let at = 0; at < count; at += 2000) {
    const batch: IndexedFile[] = [];
    await mkdir(join(photos, String(at)), { recursive: true });
    for (let photo = at; photo < Math.min(count, at + 2000); photo++) {
      if (photo % perScene === 0) scene = dims.map((length) => vector(length));
      const path = `${at}/${photo}.jpg`;
      await writeFile(join(photos, path), 'x');
      await utimes(join(photos, path), 1000, 1000);
      const [embedding, colour, layout, texture] = scene.map((middle, part) => vector(dims[part]!, middle)) as [Float32Array, Float32Array, Float32Array, Float32Array]; // as many as dims
      batch.push({
        file: { folder: FIRST_FOLDER, path, size: 1, modifiedMs: 1_000_000 },
        outcome: {
          status: 'photo', hash: madeHash(path), picture: madeHash(`picture of ${path}`), look: 'made', width: 4000, height: 3000, format: 'jpeg', bytes: 1,
          takenAt: Math.floor(photo / perScene) * 86_400_000 + (photo % perScene) * 60_000, latitude: null, longitude: null, camera: null, thumbnail: Buffer.from('x')
        },
        descriptors: { embedding, features: { colour, layout, texture }, fingerprint: new Uint8Array(FINGERPRINT_BYTES) }
      });
    }
    writeIndexed(store, { encoder: version.id, features: FEATURES_VERSION }, batch, Date.now());
  }
  const judge = new Judge(store, 1 as LensId);
  for (let at = 0; at < 500; at++) judge.add({ kind: 'similar', photos: [at * perScene + 1, at * perScene + 2] as unknown as [PhotoId, PhotoId] });
  store.close();
}
