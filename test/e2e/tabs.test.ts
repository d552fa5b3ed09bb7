// Two tabs at once, on two libraries and on the same one: each keeps to its own, and neither undoes what the other did.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('two tabs', () => {
  let root: string;
  let sea: string;
  let hills: string;
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-tabs-'));
    [sea, hills] = [join(root, 'sea'), join(root, 'hills')];
    await makeLibrary(sea, { groups: 4, perGroup: 3, seed: 21 });
    await makeLibrary(hills, { groups: 3, perGroup: 5, seed: 22 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), sea);
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const open = async (app: App, folder: string): Promise<void> => {
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('folder-path').fill(folder);
    await app.id('open-folder').click();
  };
  const rename = async (app: App, name: string): Promise<void> => {
    await app.id('group-card').first().click();
    await app.id('group-name').click();
    await app.id('group-name-field').fill(name);
    await app.page.keyboard.press('Enter');
  };
  const firstName = (app: App) => app.id('group-card').first();

  it('show two libraries, and a name given in one the moment before it is left stays there', async () => {
    const [first, second] = [await App.open(browser, server.address), await App.open(browser, server.address)];
    await first.ready();
    await second.ready();
    await open(second, hills);
    await second.ready();
    await expect.poll(() => second.groupSizes()).not.toEqual(await first.groupSizes());
    await rename(second, 'The hills');
    await open(second, sea); // at once
    await second.ready();
    await rename(first, 'The sea');
    await expect.poll(() => first.id('group-name').textContent()).toContain('The sea'); // a page that is loaded again at once cannot wait
    await first.page.reload();
    await expect.poll(() => first.id('group-name').textContent()).toContain('The sea');
    await open(second, hills);
    await second.ready();
    await expect.poll(() => firstName(second).textContent()).toContain('The hills');
    await second.page.reload(); // each tab finds its own library again
    await second.ready();
    await expect.poll(() => firstName(second).textContent()).toContain('The hills');
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await first.close();
    await second.close();
  }, 180_000);

  it('show the same library, and a name given in one is seen in the other and kept by it', async () => {
    const [first, second] = [await App.open(browser, server.address), await App.open(browser, server.address)];
    for (const app of [first, second]) {
      await app.ready();
      await open(app, sea);
      await app.ready();
    }
    await rename(first, 'Both see it');
    await expect.poll(() => firstName(second).textContent(), { timeout: 10_000 }).toContain('Both see it');
    await second.id('granularity').fill('0.45');
    await second.page.waitForTimeout(1500); // it has stored its groups
    await second.page.reload();
    await second.ready();
    await expect.poll(() => second.page.getByText('Both see it').count()).toBeGreaterThan(0);
    await first.close();
    await second.close();
  }, 180_000);

  it('go from the welcome back to the library it was opened from', async () => {
    const app = await App.open(browser, server.address);
    await app.ready();
    const sizes = await app.groupSizes();
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('back-to-library').click();
    await app.ready();
    await expect.poll(() => app.groupSizes()).toEqual(sizes);
    await app.close();
  }, 180_000);
});
