// Opening a library of 100,000 photos that were read before, first with nothing cached: the time until the first groups are shown, until the slider
// moves and until all is quiet, the longest that the app's main thread answers nothing, and the page's longest task, each in that thread's own time. The photos are made: files of one byte that are never decoded, descriptors in scenes of five,
// a day between scenes. Run it alone, with a browser (CHROMIUM_PATH): `npm run bench -- open`.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { measureTasks } from './longest-task.ts';
import { makeLargeAfresh } from './made-large.ts';

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
/** No thread that a user waits for may be busy longer than this, in ms. */
const budget = 50;

interface Opening {
  /** Until groups are shown, the slider moves, and all is quiet. */
  readonly seconds: number;
  readonly movable: number;
  readonly quiet: number;
  readonly main: number;
  readonly page: number;
}

const { photos, data } = await makeLargeAfresh(count);
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
    const since = (): number => (performance.now() - start) / 1000;
    const seconds = since();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-testid=granularity]')?.disabled === false, undefined, { timeout: 1_200_000, polling: 100 });
    const movable = since();
    await settle(page);
    const quiet = since();
    await page.waitForTimeout(5000); // groups are stored
    const [main, longest] = [await block(), await task()];
    process.stderr.write(`${name}: groups after ${seconds.toFixed(1)} s, the slider moves after ${movable.toFixed(1)} s, all is quiet after ${quiet.toFixed(1)} s; longest block of main ${main.toFixed(0)} ms, of the page ${longest.toFixed(0)} ms\n`);
    return { seconds, movable, quiet, main, page: longest };
  } finally {
    await browser.close();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  }
}

/** What opening still does behind the groups: the scan, what answers teach. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[data-testid=index-strip]') && document.querySelector('[data-testid=groups-screen]')?.getAttribute('aria-busy') === 'false', undefined, { timeout: 1_200_000 });
}
