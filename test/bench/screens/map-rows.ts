// The rows of the map: how soon it is there, moving, zooming, a lasso around ten thousand photos.

import type { Page } from 'playwright-core';
import { frameTimes } from '../frames.ts';
import type { Rows } from './rows.ts';

/** How many photos the lasso is to hold, and how near to that is near enough. */
const WANTED = 10_000;
const NEAR = 0.03;
const TRIES = 12;

/** To and fro across the page. */
export async function drag(page: Page): Promise<void> {
  await page.mouse.move(700, 450);
  await page.mouse.down();
  for (let turn = 0; turn < 4; turn++) await page.mouse.move(turn % 2 === 0 ? 900 : 600, turn % 2 === 0 ? 560 : 400, { steps: 25 });
  await page.mouse.up();
}

/** @param patience ms to wait for a map */
export async function measureMap(page: Page, rows: Rows, patience: number): Promise<void> {
  const asked = performance.now();
  await page.keyboard.press('Control+8');
  await page.getByTestId('plane').waitFor({ timeout: patience });
  await page.waitForFunction(() => !document.querySelector('[data-testid=map-making]'), undefined, { timeout: patience });
  rows.note('map', 'shown after', (performance.now() - asked) / 1000, 's');
  await page.waitForTimeout(2000);
  rows.note('map', 'frame of moving', await frameTimes(page, () => drag(page)), 'ms');
  rows.note('map', 'frame of zooming', await frameTimes(page, async () => {
    await page.mouse.move(720, 480);
    for (let step = 0; step < 40; step++) await page.mouse.wheel(0, step < 20 ? -80 : 80);
  }), 'ms');
  rows.note('map', 'frame of zooming near, with pictures', await frameTimes(page, async () => {
    for (let step = 0; step < 40; step++) await page.mouse.wheel(0, -160);
  }), 'ms');
  await page.getByTestId('map-fit').click();
  await page.waitForTimeout(2000); // it glides there
  const { count, ms } = await lassoNear(page, patience);
  rows.note('map', `lasso of ${count}`, ms, 'ms');
}

/** A lasso whose size is changed until it holds nearly as many photos as wanted: the number, and how long it took to select them. */
async function lassoNear(page: Page, patience: number): Promise<{ readonly count: number; readonly ms: number }> {
  const plane = (await page.getByTestId('plane').boundingBox())!;
  const [x, y] = [plane.x + plane.width / 2, plane.y + plane.height / 2];
  let [least, most] = [0, Math.min(plane.width, plane.height) / 2 - 8];
  let best = { count: 0, ms: NaN };
  for (let turn = 0, half = most / 2; turn < TRIES; turn++) {
    const found = await lasso(page, x, y, half, patience);
    if (Math.abs(found.count - WANTED) < Math.abs(best.count - WANTED)) best = found;
    if (Math.abs(found.count - WANTED) <= NEAR * WANTED) return found;
    if (found.count < WANTED) least = half;
    else most = half;
    half = (least + most) / 2;
  }
  return best;
}

async function lasso(page: Page, x: number, y: number, half: number, patience: number): Promise<{ readonly count: number; readonly ms: number }> {
  await page.getByTestId('map-tool-lasso').click();
  await page.mouse.move(x - half, y - half);
  await page.mouse.down();
  for (const [right, down] of [[1, -1], [1, 1], [-1, 1]] as const) await page.mouse.move(x + right * half, y + down * half, { steps: 10 });
  const drawn = performance.now();
  await page.mouse.up();
  const shown = page.getByTestId('selection-count');
  await shown.waitFor({ timeout: patience });
  const ms = performance.now() - drawn;
  const count = Number((await shown.innerText()).replace(/\D/g, ''));
  await page.keyboard.press('Escape');
  await shown.waitFor({ state: 'detached', timeout: patience });
  return { count, ms };
}
