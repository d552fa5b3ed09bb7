// The app about itself, in a real browser: its licences, and the report of a fault, checked and copied.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('the app about itself', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-about-'));
    await makeLibrary(join(root, 'Secret holidays'), { groups: 2, perGroup: 3, width: 160, height: 120, seed: 3 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Secret holidays'));
    app = await App.open(browser, server.address);
    await app.ready();
  }, 180_000);

  afterAll(async () => {
    expect(app.complaints).toEqual([]);
    await app.close();
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  it('shows the terms of every package', async () => {
    await app.id('open-settings').click();
    await app.id('open-about').waitFor();
    expect(await app.id('updates').count()).toBe(0); // a browser has none
    await app.id('open-about').click();
    const svelte = app.id('notices').getByText(/^svelte /);
    await svelte.click();
    await app.id('notices').getByText(/Permission is hereby granted/).filter({ visible: true }).first().waitFor();
    expect(await app.pictures('about')).toEqual([]);
    await app.page.keyboard.press('Escape');
  });

  it('shows a report, checks the databases and copies it, without a name of a folder', async () => {
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await app.id('open-settings').click();
    await app.id('open-diagnostics').click();
    const text = (): Promise<string | null> => app.id('diagnostics-text').textContent();
    await expect.poll(text).toMatch(/Library 1, open: 6 photos.*not checked/);
    await app.id('diagnostics-check').click();
    await app.id('diagnostics-checked').filter({ hasText: 'No damage was found' }).waitFor();
    expect(await text()).toContain('check: sound');
    expect(await app.pictures('diagnostics')).toEqual([]);
    await app.id('diagnostics-copy').click();
    await expect.poll(() => app.page.evaluate(() => navigator.clipboard.readText())).toBe(await text());
    expect(await text()).not.toContain('Secret');
    await app.page.keyboard.press('Escape');
  });
});
