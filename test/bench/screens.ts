// The screens of a library of 100,000 made photos (KINDRED_BENCH_PHOTOS) in a real browser, a row each: frame times at the 95th percentile
// beside those of an empty page, answers in ms, memory in MB. A machine without a GPU draws WebGL in software, which is far slower.
// Run it alone, with a browser (CHROMIUM_PATH): `npm run bench -- screens`.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { frameTimes, pageMemory, processMemory } from './frames.ts';
import { makeLarge } from './made-large.ts';

const count = Number(process.env.KINDRED_BENCH_PHOTOS ?? 100_000);
/** Minutes to wait for groups, and for a map. */
const patience = 40 * 60_000;

interface Row {
  readonly screen: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB';
}

const rows: Row[] = [];
const note = (screen: string, what: string, value: number, unit: Row['unit']): void => {
  rows.push({ screen, what, value, unit });
  process.stderr.write(`${screen}: ${what} ${value.toFixed(value < 10 ? 2 : 0)} ${unit}\n`);
};

const { photos, data } = await makeLarge(count);
const server = spawn(process.execPath, [join(import.meta.dirname, '../../src-main/cli.ts'), 'serve', photos], { env: { ...process.env, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise<string>((resolve) => server.stdout.on('data', (text: Buffer) => resolve(text.toString().trim())));
const browser = await chromium.launch({ ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await page.goto('about:blank');
  note('empty page', 'frame while the pointer drags', await frameTimes(page, () => drag(page)), 'ms');
  await page.goto(address);
  const opened = performance.now();
  await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=groups-screen]')?.dataset.photos) > 0, undefined, { timeout: patience, polling: 100 });
  note('groups', 'shown after', (performance.now() - opened) / 1000, 's');
  await page.waitForFunction(() => !document.querySelector('[data-testid=index-strip]'), undefined, { timeout: patience });
  await measureMap(page);
  note('page', 'memory', await pageMemory(page), 'MB');
  note('server', 'memory', processMemory(server.pid!), 'MB');
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
}
console.log(JSON.stringify({ photos: count, rows }));

async function measureMap(page: Page): Promise<void> {
  const asked = performance.now();
  await page.keyboard.press('Control+8');
  await page.getByTestId('plane').waitFor({ timeout: patience });
  await page.waitForFunction(() => !document.querySelector('[data-testid=map-making]'), undefined, { timeout: patience });
  note('map', 'shown after', (performance.now() - asked) / 1000, 's');
  await page.waitForTimeout(2000);
  note('map', 'frame of moving', await frameTimes(page, () => drag(page)), 'ms');
  note('map', 'frame of zooming', await frameTimes(page, async () => {
    await page.mouse.move(720, 480);
    for (let step = 0; step < 40; step++) await page.mouse.wheel(0, step < 20 ? -80 : 80);
  }), 'ms');
  note('map', 'frame of zooming near, with pictures', await frameTimes(page, async () => {
    for (let step = 0; step < 40; step++) await page.mouse.wheel(0, -160);
  }), 'ms');
  await page.getByTestId('map-fit').click();
  await page.getByTestId('map-tool-lasso').click();
  // a part of the middle that holds about a tenth
  await page.mouse.move(620, 380);
  await page.mouse.down();
  for (const [x, y] of [[860, 380], [860, 600], [620, 600]] as const) await page.mouse.move(x, y, { steps: 10 });
  const drawn = performance.now();
  await page.mouse.up();
  await page.getByTestId('selection-count').waitFor({ timeout: patience });
  note('map', `lasso of ${(await page.getByTestId('selection-count').innerText()).replace(/\D/g, '')}`, performance.now() - drawn, 'ms');
}

/** To and fro across the page. */
async function drag(page: Page): Promise<void> {
  await page.mouse.move(700, 450);
  await page.mouse.down();
  for (let turn = 0; turn < 4; turn++) await page.mouse.move(turn % 2 === 0 ? 900 : 600, turn % 2 === 0 ? 560 : 400, { steps: 25 });
  await page.mouse.up();
}
