// Opening a library of 100,000 photos that were read before, first with nothing cached, then twice more, a row each: the time until the first groups
// are shown, and those of all photos, until the slider moves and until all is quiet, the longest that the app's main thread answers nothing, and the page's longest task, each in
// that thread's own time; the processor time of server and browser; and whether the third start would copy the database. The photos are made: files of
// one byte that are never decoded, descriptors in scenes of five, a day between scenes. Run it alone, with a browser (CHROMIUM_PATH): `npm run bench -- open`.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { measureTasks } from './longest-task.ts';
import { makeLargeAfresh } from './made-large.ts';
import { Rows } from './screens/rows.ts';

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
/** No thread that a user waits for may be busy longer than this, in ms. */
const budget = 50;

/** Seconds, at most, with nothing cached and with the space, the tree and the metric kept; `any`: until there are any groups, coarse ones too. */
const bars = { cold: { served: undefined, any: 5, groups: 20, quiet: undefined }, again: { served: 1.2, any: 3, groups: 3, quiet: 4 } } as const;

const rows = new Rows();
const { photos, data } = await makeLargeAfresh(count);
await open('cold');
await open('again');
const before = database();
await open('again');
rows.note('again', 'databases changed', database() === before ? 0 : 1, 'files', 0);
rows.end({ photos: count });

/** Opens the folder in a browser, from the welcome screen to the first groups. */
async function open(name: keyof typeof bars): Promise<void> {
  const args = ['--import', join(import.meta.dirname, 'longest-block.ts'), join(import.meta.dirname, '../../src-main/cli.ts'), 'serve'];
  const server = spawn(process.execPath, args, { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const block = (): Promise<number> => new Promise((resolve) => {
    server.once('message', (longest) => resolve(Number(longest)));
    server.send('read');
  });
  const started = performance.now();
  const address = await new Promise<string>((resolve) => server.stdout?.on('data', (text: Buffer) => resolve(text.toString().trim())));
  rows.note(name, 'served after', (performance.now() - started) / 1000, 's', bars[name].served);
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
    const grouped = (least: number) => page.waitForFunction((least) => Number(document.querySelector<HTMLElement>('[data-testid=groups-screen]')?.dataset.photos) >= least, least, { timeout: 1_200_000, polling: 100 });
    const since = (): number => (performance.now() - start) / 1000;
    await grouped(1);
    const any = since();
    await grouped(count);
    const seconds = since();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-testid=granularity]')?.disabled === false, undefined, { timeout: 1_200_000, polling: 100 });
    const movable = since();
    await settle(page);
    const quiet = since();
    await page.waitForTimeout(5000); // groups are stored
    const [main, longest] = [await block(), await task()];
    rows.note(name, 'any groups shown after', any, 's', bars[name].any);
    rows.note(name, 'groups of all photos shown after', seconds, 's', bars[name].groups);
    rows.note(name, 'slider moves after', movable, 's');
    rows.note(name, 'all is quiet after', quiet, 's', bars[name].quiet);
    rows.note(name, 'longest block of the server', main, 'ms', budget);
    rows.note(name, 'longest task of the page', longest, 'ms', budget);
    rows.note(name, 'processor time of the server', processorTime(server.pid!), 's');
    rows.note(name, 'processor time of the page', await rendererTime(browser), 's');
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

/** Seconds that a process and its threads have computed; NaN where /proc does not tell. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100; // user and system, in ticks, from the third field on
  } catch {
    return NaN; // another system
  }
}

/** Seconds that the processes which draw pages have computed. */
async function rendererTime(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** What is in the library's database, to the byte: a start copies one that was written since the last copy. */
function database(): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(join(data, 'libraries'), { recursive: true, encoding: 'utf8' })) if (basename(path) === 'library.db') hash.update(readFileSync(join(data, 'libraries', path)));
  return hash.digest('hex');
}
