// Every screen and state as a picture, in the sizes, themes and languages the app has, for people to look at (in test-results/screenshots,
// with KINDRED_SCREENSHOTS=1).
// What a machine can see is asserted: nothing wider than the window, no text cut off in a button, nothing on the console.
// Each part is drawn in some of the looks, and in all of them where KINDRED_LOOKS is "all".

import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, misfits, startBrowser, startServer, type Look, type Server } from './app.ts';

const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light' },
  { name: 'wide-dark', scheme: 'dark' },
  { name: 'small-light', width: 900, height: 700 },
  { name: 'small-dark', width: 900, height: 700, scheme: 'dark' },
  { name: 'small-korean', width: 900, height: 700, locale: 'ko-KR' }
];

const looking = (...names: readonly string[]) => looks.filter(({ name }) => process.env.KINDRED_LOOKS === 'all' || names.includes(name));

describe.skipIf(browserPath === undefined)('every screen', () => {
  let root: string;
  let photos: string;
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-screens-'));
    photos = join(root, 'Pictures', 'Summer');
    await makeLibrary(photos, { groups: 24, perGroup: 4, seed: 11, dated: true });
    await mkdir(join(root, 'Pictures', 'Scans'));
    await mkdir(join(root, 'Pictures', 'Empty'));
    await writeFile(join(photos, 'IMG_2031.jpg'), '');
    await writeFile(join(photos, 'notes.jpg'), 'This is no photo.');
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), photos);
    const app = await App.open(browser, server.address);
    await app.ready();
    await app.close();
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  /** Enough photos to be seen at work: copies with another number in their quantisation table are photos of their own. */
  const makeMany = async (folder: string, copies: number): Promise<number> => {
    const drawn = join(root, 'drawn'); // once for all
    if (!existsSync(drawn)) await makeLibrary(drawn, { groups: 16, perGroup: 1, width: 2400, height: 1800, seed: 5 });
    const names = await readdir(drawn);
    await mkdir(folder);
    for (const name of names) {
      await copyFile(join(drawn, name), join(folder, name));
      const data = await readFile(join(drawn, name));
      const last = data.indexOf(Buffer.of(0xff, 0xdb)) + 4 + 64; // of the first table: the finest detail
      for (let copy = 1; copy < copies; copy++) {
        data[last] = copy;
        await writeFile(join(folder, `${copy}-${name}`), data);
      }
    }
    return names.length * copies;
  };

  it.each(looking('wide-light', 'small-dark'))('of an open folder is drawn ($name)', async ({ name, ...look }) => {
    const app = await App.open(browser, server.address, look);
    const shot = async (screen: string): Promise<void> => {
      await app.picture(`${screen}-${name}`);
      expect(await misfits(app), screen).toEqual([]);
    };
    await app.ready();
    await shot('groups');
    const size = app.page.viewportSize()!;
    for (const width of [1024, 1190]) { // between the sizes that are drawn
      await app.page.setViewportSize({ width, height: 768 });
      expect(await misfits(app), `${width} px wide`).toEqual([]);
    }
    await app.page.setViewportSize(size);
    await app.id('group-card').nth(1).click();
    await app.id('photo').first().waitFor();
    await shot('group');
    const [first, second] = await app.photoIds() as [number, number];
    await app.photo(first).click();
    await app.photo(second).click({ modifiers: ['Control'] });
    await app.id('selection-bar').waitFor();
    await shot('selection');
    await app.photo(first).dblclick();
    await app.id('neighbour').nth(2).waitFor();
    await shot('viewer');
    if (!await app.id('details').isVisible()) await app.id('toggle-details').click();
    await app.id('details').waitFor();
    await shot('viewer-details');
    await app.id('viewer-close').click();
    await app.page.keyboard.press('Escape');
    await app.id('view-singles').click();
    await shot('singles');
    if (await app.id('singles-none').count() > 0) expect(await app.page.locator('h1').count(), 'a count of none above the sign that says so').toBe(0);
    await app.id('view-all').click();
    await app.id('photo').first().waitFor();
    await shot('all-photos');
    await app.id('problems-link').click();
    await app.id('problem-row').first().waitFor();
    await shot('problems');
    await app.id('open-settings').click();
    await shot('settings');
    await app.page.keyboard.press('Escape');
    await app.id('open-shortcuts').click();
    await shot('shortcuts');
    await app.page.keyboard.press('Escape');
    await app.id('view-groups').click();
    await app.id('folder-menu').click();
    await shot('folder-menu');
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 180_000);

  it.each(looking('wide-dark'))('of judging is drawn ($name)', async ({ name, ...look }) => {
    const app = await App.open(browser, server.address, look);
    await app.ready();
    await app.id('group-card').first().click();
    await app.id('photo').nth(2).waitFor();
    const [first, second] = await app.photoIds() as [number, number];
    await app.photo(first).click();
    await app.photo(second).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('d');
    await app.id('toast').waitFor();
    await app.picture(`toast-${name}`);
    await app.id('view-all').click();
    await (await app.reveal(first)).click();
    await (await app.reveal(second)).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('s');
    await app.id('contradiction').waitFor();
    await app.picture(`contradiction-${name}`);
    expect(await misfits(app)).toEqual([]);
    await app.id('contradiction-keep').click();
    await app.undo();
    await expect.poll(() => app.id('undo').isDisabled()).toBe(true);
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 180_000);

  it.each(looking('small-korean'))('before a folder is open is drawn ($name)', async ({ name, ...look }) => {
    const welcome = await startServer(join(root, `data-${name}`), null, { HOME: join(root, 'Pictures') });
    const app = await App.open(browser, welcome.address, look);
    await app.id('welcome').waitFor();
    await app.id('folder').first().waitFor();
    await app.picture(`welcome-${name}`);
    expect(await misfits(app)).toEqual([]);
    await app.id('folder-path').fill(join(root, 'nowhere'));
    await app.id('open-folder').click();
    await app.id('open-failure').waitFor();
    await app.picture(`welcome-failure-${name}`);
    await app.id('folder-path').fill(join(root, 'Pictures', 'Empty'));
    await app.id('open-folder').click();
    await app.id('folder-menu').waitFor();
    await app.page.waitForTimeout(600);
    await app.picture(`empty-folder-${name}`);
    expect(await misfits(app)).toEqual([]);
    expect(app.complaints.filter((line) => !/40\d/.test(line))).toEqual([]); // the refused folder
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('recent-library').first().waitFor();
    await app.picture(`welcome-recent-${name}`);
    await welcome.stop();
    await app.id('connection-lost').waitFor();
    await app.picture(`connection-lost-${name}`);
    await app.close();
  }, 180_000);

  it('of a folder being read shows photos, progress and a way to pause, resume and stop', async () => {
    const many = join(root, 'Pictures', 'Many');
    const count = await makeMany(many, 7);
    const reading = await startServer(join(root, 'data-many'), many);
    const app = await App.open(browser, reading.address);
    await app.id('index-pause').waitFor();
    await app.id('photo').nth(8).waitFor();
    await app.picture('indexing-wide-light');
    await app.id('index-pause').click();
    await app.id('index-resume').waitFor();
    const done = () => app.id('progress-count').textContent();
    // the batches at work end, then nothing is read any more: without the pause all would be before this is still twice
    const still = async () => [await done(), await app.page.waitForTimeout(700).then(done), await app.page.waitForTimeout(700).then(done)];
    await expect.poll(still, { timeout: 30_000 }).toSatisfy((seen: string[]) => new Set(seen).size === 1);
    await app.picture('paused-wide-light');
    const [read, all] = (await done())!.match(/\d+/g)!.map(Number);
    expect(read).toBeLessThan(all!);
    await app.id('index-resume').click();
    await app.id('index-cancel').click();
    await app.id('index-continue').waitFor();
    await app.picture('stopped-wide-light');
    await app.id('index-continue').click();
    await app.ready();
    await expect.poll(() => app.id('view-all').textContent()).toContain(String(count)); // the count follows the index
    expect(app.complaints).toEqual([]);
    await app.close();
    await reading.stop();
  }, 180_000);

  it('of a folder that vanishes while it is read says so, loses nothing, and goes on once it is back', async () => {
    const [gone, away] = [join(root, 'Pictures', 'Stick'), join(root, 'Pictures', '.unplugged')];
    const count = await makeMany(gone, 5);
    const reading = await startServer(join(root, 'data-stick'), gone);
    const app = await App.open(browser, reading.address);
    await app.id('index-pause').click();
    await app.id('index-resume').waitFor();
    await rename(gone, away);
    await app.id('index-resume').click();
    await app.id('offline').waitFor({ timeout: 30_000 });
    expect(await app.pictures('folder-vanished')).toEqual([]);
    await rename(away, gone);
    await app.id('offline').waitFor({ state: 'detached', timeout: 30_000 }); // seen by itself, and read to its end
    await app.ready();
    await expect.poll(() => app.id('view-all').textContent(), { timeout: 60_000 }).toContain(String(count));
    expect(app.complaints).toEqual([]);
    await app.close();
    await reading.stop();
  }, 180_000);
});
