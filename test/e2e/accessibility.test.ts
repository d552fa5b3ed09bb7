// Every screen in both themes held to axe-core's rules: nothing serious or critical. Also at 200 % zoom, and without motion where none is wanted.

import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, misfits, startBrowser, startServer, type Server } from './app.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a rule found: how bad, which rule, the first places. */
interface Found {
  readonly impact: string | null;
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** All that another theme can break. */
const byColour = ['color-contrast', 'link-in-text-block'];

async function serious(app: App, runOnly?: readonly string[]): Promise<string[]> {
  await app.settled();
  if (!(await app.page.evaluate(() => 'axe' in globalThis))) await app.page.evaluate(axe); // as text: the page's own policy lets no script in
  const found = await app.page.evaluate(async (options) => {
    const { violations } = await (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Found[] }> } }).axe.run(options); // put there above
    return violations;
  }, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim() ?? ''})`).join(' | ')}`);
}

describe.skipIf(browserPath === undefined)('accessibility', { timeout: 90_000 }, () => {
  let root: string;
  let server: Server;
  let browser: Browser;
  let app: App;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-accessibility-'));
    const photos = join(root, 'photos');
    await makeLibrary(photos, { groups: 4, perGroup: 5 });
    const [first] = (await readdir(photos)).filter((name) => name.endsWith('.jpg'));
    await copyFile(join(photos, first!), join(photos, 'copy.jpg')); // there are some
    await writeFile(join(photos, 'broken.jpg'), 'no picture');
    await mkdir(join(root, 'data'));
    await writeFile(join(root, 'data', 'settings.json'), '{ "introduced": false }');
    server = await startServer(join(root, 'data'), photos);
    browser = await startBrowser();
    app = await App.open(browser, server.address);
    await app.ready();
    const { ask, lens } = asking(() => server.address);
    const { ids } = await ask('photos.list', null);
    await ask('albums.create', { name: 'Kitchen', rule: null, photos: ids.slice(0, 4) });
    await ask('judgments.add', { lensId: await lens(), statement: { kind: 'similar', photos: [ids[0], ids[1]] as never }, origin: { kind: 'volunteered', height: null } });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const back = async () => {
    for (let turn = 0; turn < 4; turn++) await app.page.keyboard.press('Escape');
    await expect.poll(async () => { // going back takes a moment, and may come to a photo on its own
      if (await app.id('viewer').isVisible()) await app.page.keyboard.press('Escape');
      return app.page.locator('.frame[inert]').count();
    }).toBe(0);
  };
  const view = (screen: string) => async () => {
    await back();
    await app.id(`view-${screen}`).click();
  };
  const group = async () => {
    await view('groups')();
    await app.id('group-card').first().click();
    await app.id('photo').nth(2).waitFor();
  };
  /** How each screen is reached, and what is there once it is. */
  const screens: readonly (readonly [name: string, open: () => Promise<void>, there: string])[] = [
    ['groups', view('groups'), 'first-minutes'],
    ['group', group, 'group-screen'],
    ['menu', async () => { await group(); await app.id('photo').first().click({ button: 'right' }); }, 'context-menu'],
    ['selection', async () => { await group(); await app.id('photo').nth(1).click(); }, 'selection-bar'],
    ['viewer', async () => { await group(); await app.id('photo').first().dblclick(); await app.id('viewer').waitFor(); await app.page.keyboard.press('i'); await app.id('neighbour').first().waitFor(); }, 'details'],
    ['part', async () => { await app.page.keyboard.press('Shift+L'); await app.page.keyboard.press('ArrowRight'); }, 'part-drawn'],
    ['alike', async () => { await app.page.keyboard.press('Escape'); await app.page.keyboard.press('i'); await app.page.keyboard.press('l'); await app.id('photo').nth(3).waitFor(); }, 'alike-screen'],
    ['singles', view('singles'), 'view-singles'],
    ['all', view('all'), 'photo-grid'],
    ['duplicates', view('duplicates'), 'set-card'],
    ['set', async () => { await view('duplicates')(); await app.id('set-card').first().click(); }, 'set-screen'],
    ['review', view('review'), 'view-review'],
    ['learn', view('learn'), 'encoder-row'],
    ['albums', view('albums'), 'album-card'],
    ['album', async () => { await view('albums')(); await app.id('album-card').first().click(); }, 'album-screen'],
    ['problems', async () => { await back(); await app.id('problems-link').click(); }, 'problems-link'],
    ['filed', async () => { await back(); await app.id('folder-menu').click(); await app.id('open-filed').click(); }, 'folder-menu'],
    ['settings', async () => { await view('all')(); await app.id('open-settings').click(); }, 'settings'],
    ['shortcuts', async () => { await back(); await app.id('open-shortcuts').click(); }, 'shortcuts'],
    ['welcome', async () => { await back(); await app.id('folder-menu').click(); await app.id('close-library').click(); await app.id('recent-library').first().waitFor(); }, 'welcome']
  ];

  it('axe finds nothing serious on any screen, in either theme', async () => {
    const wrong: string[] = [];
    for (const [name, open, there] of screens) {
      await open();
      await app.id(there).first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        wrong.push(...(await serious(app, colorScheme === 'dark' ? byColour : undefined)).map((problem) => `${name}, ${colorScheme}: ${problem}`));
        await app.picture(`accessibility-${name}-${colorScheme}`);
      }
      await app.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    }
    await app.page.keyboard.press('Escape');
    await app.id('groups-screen').or(app.id('photo-grid')).first().waitFor(); // back from the welcome to where one was
    expect(wrong).toEqual([]);
  });

  it('can be used at 200 % zoom: nothing lies outside of the window', async () => {
    await app.page.setViewportSize({ width: 720, height: 450 }); // 1440 × 900 at 200 %
    const wrong: string[] = [];
    for (const [name, open, there] of screens.filter(([name]) => ['groups', 'group', 'selection', 'all', 'review', 'albums', 'settings'].includes(name))) {
      await open();
      await app.id(there).first().waitFor();
      wrong.push(...(await misfits(app)).filter((misfit) => /outside|wide/.test(misfit)).map((misfit) => `${name}: ${misfit}`));
      await app.picture(`accessibility-${name}-200`);
    }
    await app.page.setViewportSize({ width: 1440, height: 900 });
    expect(wrong).toEqual([]);
  });

  it('moves nothing where no motion is wanted', async () => {
    await view('groups')();
    const moving = () => app.page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length);
    await app.id('group-card').first().click();
    await app.id('group-screen').waitFor();
    await expect.poll(moving).toBe(0); // what shows that something is going on goes on for ever where it moves
  });
});
