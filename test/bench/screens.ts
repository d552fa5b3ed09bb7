// The screens of a library of 100,000 made photos (KINDRED_BENCH_PHOTOS, such as 200000) in a real browser, a row each: what was measured, at most
// how much it is to be, whether it is, and how busy the machine was. Frame times at the 95th percentile beside those of an empty page, answers in
// ms from the key to the frame that shows them, memory in MB. A machine without a GPU draws WebGL in software, which is far slower.
// Run it alone, with a browser (CHROMIUM_PATH): `npm run bench -- screens`.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { frameTimes, pageMemory, processMemory } from './frames.ts';
import { makeLarge } from './made-large.ts';
import { drag, measureMap } from './screens/map-rows.ts';
import { measureAnswer, measureFinding, measureGroups, measureNothing, measurePhotos, moveSlider } from './screens/photo-rows.ts';
import { Rows } from './screens/rows.ts';

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
/** Minutes to wait for groups, and for a map. */
const patience = 40 * 60_000;

const rows = new Rows();
const { photos, data } = await makeLarge(count);
await withApp(async ({ page, address }) => {
  // everything is made once, and stored
  await open(page, address);
  await quiet(page);
  await page.waitForTimeout(3000);
});
await withApp(async ({ page, address, browser, pid }) => {
  rows.note('empty page', 'frame of dragging', await frameTimes(page, () => drag(page)), 'ms');
  await measureNothing(page, rows);
  const opened = performance.now();
  await open(page, address);
  rows.note('groups', 'shown after', (performance.now() - opened) / 1000, 's', 3);
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-testid=granularity]')?.disabled === false, undefined, { timeout: patience });
  rows.note('groups', 'slider moves after', (performance.now() - opened) / 1000, 's');
  await quiet(page);
  rows.note('groups', 'all is quiet after', (performance.now() - opened) / 1000, 's', 4);
  for (const part of [measureGroups, measurePhotos, measureFinding, measureAnswer, moveSlider, (at: Page, to: Rows) => measureMap(at, to, patience)]) {
    await part(page, rows).catch((error: unknown) => {
      process.exitCode = 1;
      console.error(error); // the other rows are worth having
    });
  }
  rows.note('page', 'heap', await pageMemory(page), 'MB');
  rows.note('page', 'memory, workers included', await rendererMemory(browser), 'MB', 700);
  rows.note('server', 'memory', processMemory(pid), 'MB', 900);
});
rows.end({ photos: count });

/** The app with the library, in a browser; both are ended with `use`. */
async function withApp(use: (app: { readonly page: Page; readonly browser: Browser; readonly address: string; readonly pid: number }) => Promise<void>): Promise<void> {
  const server = spawn(process.execPath, [join(import.meta.dirname, '../../src-main/cli.ts'), 'serve'], { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise<string>((resolve) => server.stdout.on('data', (text: Buffer) => resolve(text.toString().trim())));
  const browser = await chromium.launch({ ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
    await use({ page, browser, address, pid: server.pid! });
  } finally {
    await browser.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

/** From the welcome screen to the first groups. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByTestId('folder-path').fill(photos);
  await page.getByTestId('open-folder').click();
  await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=groups-screen]')?.dataset.photos) > 0, undefined, { timeout: patience, polling: 20 });
}

/** The scan is over, and what answers teach is learned. */
async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[data-testid=index-strip]') && document.querySelector('[data-testid=groups-screen]')?.getAttribute('aria-busy') === 'false', undefined, { timeout: patience });
}

/** What the processes that draw pages hold, in MB. */
async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((most, { id }) => Math.max(most, processMemory(id)), 0);
}
