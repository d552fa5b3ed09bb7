// Draws the pictures of README.md from the built app: `npm run pictures`. On photos that are drawn, since others are somebody's. Not a test.
// Needs a Chromium: CHROMIUM_PATH, or the one that the set-up of the tests installs.

import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { App, startBrowser, startServer } from './e2e/app.ts';
import { makeLibrary } from './made-library.ts';

const docs = join(import.meta.dirname, '../docs');
/** Pixels of pictures that stand still, and of those that move. */
const [still, moving] = [{ width: 1440, height: 900 }, { width: 960, height: 600 }];
const FRAME_MS = 110;

const root = await mkdtemp(join(tmpdir(), 'kindred-pictures-'));
const folder = await fileByScene();
const browser = await startBrowser();
const server = await startServer(join(root, 'data'), folder);
try {
  const app = await App.open(browser, server.address, still);
  await app.ready();
  await app.page.waitForTimeout(4000); // other jobs begin by then
  await app.id('job').waitFor({ state: 'hidden', timeout: 120_000 });
  await app.settled();
  await save(await shot(app.page), 'groups.png');
  await drawMap(app);
  await drawCorrection(app);
} finally {
  await browser.close();
  await server.stop();
  await rm(root, { recursive: true });
}

/** The photos of each kind of scene in a folder of its own, so that groups have the names that they have in a real library. */
async function fileByScene(): Promise<string> {
  const names = ['Hiking', 'Lake', 'Garden', 'City', 'Market', 'New Year', 'Balloon festival', 'Forest']; // in the order in which scenes are drawn
  const { folder: made, truth } = await makeLibrary(join(root, 'Photos'), { groups: 32, perGroup: 7, seed: 21, dated: true });
  for (const [file, group] of Object.entries(truth)) {
    const scene = join(made, names[Number(group.split('-')[1]) % names.length]!);
    await mkdir(scene, { recursive: true });
    await rename(join(made, file), join(scene, file));
  }
  return made;
}

/** A group from which a photo is parted, and the others that stay. */
async function drawCorrection(app: App): Promise<void> {
  const { page } = app;
  await app.id('view-groups').click();
  await app.ready();
  await page.setViewportSize(moving);
  const slider = app.id('granularity');
  await slider.fill('0.8');
  await page.waitForTimeout(1200);
  await app.id('group-card').first().click();
  await app.id('photo').nth(2).waitFor();
  await app.settled();
  const ids = await app.photoIds();
  const frames = [await shot(page)];
  const take = async (count: number): Promise<void> => {
    for (let frame = 0; frame < count; frame++) frames.push(await shot(page));
  };
  for (const at of [ids.length - 1, ids.length - 2]) {
    await (await app.reveal(ids[at]!)).focus();
    await page.keyboard.press('v');
    await take(3);
  }
  await take(4);
  await page.keyboard.press('d');
  await take(8);
  await app.settled();
  await take(8);
  await animate(frames, 'correction.webp');
}

/** The map as it changes from one projection to another. */
async function drawMap(app: App): Promise<void> {
  const { page } = app;
  await app.id('view-map').click();
  await app.id('plane').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  await app.settled();
  await page.setViewportSize(moving);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.waitForTimeout(1500);
  await app.id('map-fit').click();
  await page.waitForTimeout(1000);
  const frames = [await shot(page), await shot(page), await shot(page)];
  for (const method of ['pca', 'umap']) {
    await app.id('map-method').click();
    await app.id(`map-method-${method}`).click();
    for (let frame = 0; frame < 22; frame++) frames.push(await shot(page));
  }
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize(still);
  await animate(frames, 'map.webp');
}

async function shot(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'allow' });
}

async function save(png: Buffer, name: string): Promise<void> {
  await sharp(png).png({ palette: true, colours: 128, effort: 10 }).toFile(join(docs, name));
  console.log(name);
}

async function animate(frames: readonly Buffer[], name: string): Promise<void> {
  const small = await Promise.all(frames.map((frame) => sharp(frame).resize(moving.width).png().toBuffer()));
  await sharp(small, { join: { animated: true } }).webp({ quality: 60, effort: 6, delay: frames.map(() => FRAME_MS), loop: 0 }).toFile(join(docs, name));
  console.log(`${name}: ${frames.length} frames`);
}
