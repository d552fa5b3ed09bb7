// A library backed up and restored, and albums and marks taken over from other programs, all by hand on the screen.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, type Server, startBrowser, startServer } from './app.ts';

describe.skipIf(browserPath === undefined)('backing up and taking over', () => {
  let root: string;
  let server: Server;
  let browser: Browser;
  let app: App;
  const { ask } = asking(() => server.address);
  const photos = (): string => join(root, 'Summer');

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-e2e-exchange-'));
    await makeLibrary(photos(), { groups: 3, perGroup: 4, width: 320, height: 240, dated: true });
    server = await startServer(join(root, 'data'), photos(), { HOME: root });
    browser = await startBrowser();
    app = await App.open(browser, server.address);
    await app.ready();
  }, 180_000);
  afterAll(async () => {
    await app.close();
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true, force: true });
  });
  const look = async (name: string): Promise<void> => expect(await app.pictures(name), name).toEqual([]);

  it('backs up to a file of that name, and restores it in the place of the library', async () => {
    const { ids } = await ask('photos.list', null);
    await ask('marks.write', { ids: ids.slice(0, 2), change: { stars: 4 } });
    await app.id('folder-menu').click();
    await app.id('menu-backup').click();
    await app.id('folder').first().waitFor();
    await look('backup');
    await app.id('open-folder').click();
    await app.id('backup-written').waitFor();
    await look('backup-written');
    await app.id('backup-done').click();
    expect((await readdir(root)).sort()).toEqual(['Summer', 'Summer.kindred', 'data']);
    await ask('marks.write', { ids, change: { stars: 1 } });

    await app.page.keyboard.press('Escape');
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('welcome').waitFor();
    await look('welcome-restore');
    await app.id('open-restore').click();
    await app.id('backup-file').waitFor();
    await look('restore');
    await app.id('backup-file').click();
    await app.id('restore-here').waitFor();
    await look('restore-summary');
    await app.id('restore-start').click();
    await app.id('restored').waitFor();
    await look('restored');
    await app.id('restored-open').click();
    await app.ready();
    const { ids: marked, marks } = await ask('marks.read', null);
    expect([...marked]).toEqual([...ids.slice(0, 2)]);
    expect(marks).toHaveLength(2);
    expect(await readdir(join(root, 'data', 'set-aside'))).toHaveLength(1);
  }, 120_000);
});
