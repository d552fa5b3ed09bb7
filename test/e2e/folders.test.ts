// A library through moves of its folder: recognised, added to, left out of, away and found again. Each screen on the way is held to `misfits`
// in every look, and in Korean, whose words are of other lengths.

import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Output, PhotoId, RequestName } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asker, browserPath, type Server, startBrowser, startServer } from './app.ts';
import { volunteered } from '../origins.ts';

const both = [{ language: 'English', locale: 'en-GB' }, { language: 'Korean', locale: 'ko-KR' }] as const;
const languages = process.env.KINDRED_LOOKS === 'all' ? both : both.slice(0, 1);

describe.skipIf(browserPath === undefined).each(languages)('the folders of a library, in $language', ({ language, locale }) => {
  let root: string;
  let server: Server;
  let browser: Browser;
  let app: App;
  const photos = (): string => join(root, 'Pictures', 'Summer');

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-e2e-folders-'));
    await makeLibrary(photos(), { groups: 3, perGroup: 4, width: 320, height: 240, dated: true });
    await makeLibrary(join(root, 'Pictures', 'Winter'), { groups: 1, perGroup: 3, width: 320, height: 240, seed: 9 });
    server = await startServer(join(root, 'data'), null, { HOME: join(root, 'Pictures') });
    browser = await startBrowser();
    app = await App.open(browser, server.address, { locale });
    app.page.setDefaultTimeout(30_000); // the first folder starts the engine
  }, 180_000);
  afterAll(async () => {
    await app.close();
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function open(folder: string): Promise<void> {
    await app.id('folder-path').fill(folder);
    await app.id('open-folder').click();
  }
  async function leave(): Promise<void> {
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('welcome').waitFor();
  }
  const look = async (name: string): Promise<void> => expect(await app.pictures(language === 'English' ? name : `${name}-korean`), name).toEqual([]);
  const ask = <N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> => asker(server.address)(name, input);
  const state = async () => (await ask('library.enter', { library: null, page: 'test' }))!;
  const indexed = () => expect.poll(async () => (await ask('index.progress', null)).phase, { timeout: 30_000 }).toBe('done');

  it('a moved folder is recognised, and goes on with what was said', async () => {
    await open(photos());
    await app.id('folder-menu').waitFor();
    await indexed();
    const [a, b] = (await ask('photos.list', null)).ids as unknown as [PhotoId, PhotoId];
    const { lensId } = await state();
    await ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [a, b] }, origin: volunteered });
    await leave();
    const moved = join(root, 'Pictures', 'Far', 'Summer 2024');
    await mkdir(join(root, 'Pictures', 'Far'));
    await rename(photos(), moved);
    await open(moved);
    await app.id('recognised').waitFor();
    await look('recognised');
    await app.id('recognised-goOn').click();
    await app.id('folder-menu').waitFor();
    await indexed();
    expect(await state()).toMatchObject({ folder: moved, photos: 12, offline: 0 });
    expect((await ask('judgments.read', { lensId })).judgments).toHaveLength(1);
    expect(await ask('library.recent', null)).toHaveLength(1);
    await leave();
    const copy = join(root, 'Pictures', 'Copy');
    await cp(moved, copy, { recursive: true });
    await open(copy);
    await app.id('recognised').waitFor();
    await look('recognised-copy');
    await app.id('recognised').getByRole('button').first().click(); // closed
    await app.id('recent-library').first().click();
    await app.id('folder-menu').waitFor();
  }, 180_000);

  it('another folder is added, one is left out, and both are switched back', async () => {
    await app.id('folder-menu').click();
    await app.id('menu-add-folder').click();
    await app.id('folder-dialog').waitFor();
    await app.id('folder-dialog').getByTestId('folder-path').fill(join(root, 'Pictures', 'Winter'));
    await look('add-folder');
    await app.id('folder-dialog').getByTestId('open-folder').click();
    await expect.poll(async () => (await state()).folders.length).toBe(2);
    await indexed();
    expect(await state()).toMatchObject({ photos: 15 });
    const first = (await state()).folder;
    const [name] = await readdir(first) as [string];
    await mkdir(join(first, 'Scans'));
    await rename(join(first, name), join(first, 'Scans', name));
    await writeFile(join(first, 'Scans', '.nomedia'), '');
    await ask('index.start', null);
    await indexed();
    expect(await state()).toMatchObject({ photos: 14 });
    await app.id('folder-menu').click();
    await app.id('menu-folders').click();
    await app.id('left-out').waitFor();
    await app.id('left-out').locator('.count').waitFor();
    await app.page.locator('[data-testid=left-out] summary').first().click();
    await look('settings-folders');
    await app.id('left-out-folder').first().click();
    await expect.poll(async () => (await state()).photos, { timeout: 20_000 }).toBe(15);
    await app.id('pattern').fill('Scans');
    await app.id('pattern-add').click();
    await expect.poll(async () => (await state()).photos, { timeout: 20_000 }).toBe(14);
    await app.id('patterns').scrollIntoViewIfNeeded();
    await look('settings-pattern');
    await app.page.keyboard.press('Escape');
  }, 180_000);

  it('a folder that is away is told, keeps its photos, and is located', async () => {
    const winter = join(root, 'Pictures', 'Winter');
    await rename(winter, join(root, 'Pictures', 'Cold'));
    await ask('index.start', null);
    await expect.poll(async () => (await state()).offline, { timeout: 20_000 }).toBe(3);
    await app.id('offline').waitFor();
    await look('offline');
    await app.id('folder-menu').click();
    await look('folder-menu');
    await app.id('menu-folders').click();
    await app.id('folder-locate').waitFor();
    await look('settings-offline');
    await app.id('folder-locate').click();
    await app.id('folder-dialog').waitFor();
    await look('locate');
    await app.id('folder-dialog').getByTestId('folder-path').fill(join(root, 'Pictures', 'Cold'));
    await app.id('folder-dialog').getByTestId('open-folder').click();
    await expect.poll(async () => (await state()).offline, { timeout: 20_000 }).toBe(0);
    expect(await state()).toMatchObject({ photos: 14, folders: [{ problem: null }, { path: join(root, 'Pictures', 'Cold'), photos: 3 }] });
    await app.page.keyboard.press('Escape');
    await leave();
    await rename((await state()).folder, join(root, 'Pictures', 'Again'));
    await rename(join(root, 'Pictures', 'Cold'), join(root, 'Pictures', 'Gone'));
    await app.page.reload();
    await leave();
    await app.id('locate-library').waitFor();
    await look('welcome-locate');
    await app.id('forget-library').first().click();
    await app.id('forget-save').waitFor();
    await look('forget');
    await app.page.keyboard.press('Escape');
    expect(app.complaints).toEqual([]);
  }, 180_000);
});
