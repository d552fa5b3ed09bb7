// Grids in a real browser: photos that come and go while they are drawn, and 50,000 of them scrolled through.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('a grid of photos', () => {
  let root: string;
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-grids-'));
    await makeLibrary(join(root, 'Photos'), { groups: 2, perGroup: 24, width: 320, height: 240, seed: 3 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  it('draws only photos that are there when a group loses most of its rows at once', async () => {
    const app = await App.open(browser, server.address);
    await app.ready();
    await app.id('group-card').first().click();
    await app.id('photo').nth(10).waitFor();
    const before = await app.photoIds();
    await app.photo(before[0]!).click();
    await app.photo(before[11]!).click({ modifiers: ['Shift'] });
    await app.page.keyboard.press('x');
    await expect.poll(async () => (await app.photoIds()).length).toBe(12);
    await app.settled();
    expect(app.complaints).toEqual([]);
    await app.close();
  });
});
