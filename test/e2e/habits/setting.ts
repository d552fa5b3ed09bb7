// Photos and groups as the tests of habits find them, and what those do with them. Not a test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { makeLibrary } from '../../made-library.ts';
import { App, asking, startBrowser, startServer, type Asked, type Server } from '../app.ts';

export let root: string;
export let server: Server;
export let browser: Browser;
export let app: App;
export let known: Asked;
export const press = (key: string) => app.page.keyboard.press(key);

export const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
  await app.page.mouse.move(from.x, from.y);
  await app.page.mouse.down();
  await app.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await app.page.mouse.move(to.x, to.y);
  await app.page.waitForTimeout(60); // a frame that covers
  await expect.poll(() => app.id('rubber-band').count()).toBe(1);
  await app.page.mouse.up();
};
export const boxOf = async (name: string, at: number) => (await app.id(name).nth(at).boundingBox())!;
export const openGroup = async () => {
  await app.id('group-card').first().click();
  await app.id('group-screen').waitFor();
  await app.id('photo').nth(3).waitFor();
  return app.photoIds();
};
export const picked = () => app.page.locator('[data-testid=group-card][aria-pressed=true]').count();

/** Has the tests begin and end with it. */
export function begin(): void {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-habits-'));
    await makeLibrary(join(root, 'photos'), { groups: 7, perGroup: 5 });
    server = await startServer(join(root, 'data'), join(root, 'photos'));
    known = asking(() => server.address);
    browser = await startBrowser();
    app = await App.open(browser, server.address);
    await app.ready();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  beforeEach(async () => {
    for (let turn = 0; turn < 4; turn++) await press('Escape');
    await press('Control+1');
    await app.id('groups-screen').waitFor();
  });

  afterEach(async () => {
    await known.undoAll();
    expect(app.complaints.splice(0)).toEqual([]);
  });
}
