// What hands know from other photo apps: context menus, rubber bands, ranges, keys that open and close, the viewer's own keys.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, startBrowser, startServer, type Asked, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('habits', { timeout: 40_000 }, () => {
  let root: string;
  let server: Server;
  let browser: Browser;
  let app: App;
  let known: Asked;
  const press = (key: string) => app.page.keyboard.press(key);

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

  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await app.page.mouse.move(from.x, from.y);
    await app.page.mouse.down();
    await app.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await app.page.mouse.move(to.x, to.y);
    await app.page.waitForTimeout(60); // a frame that covers
    expect(await app.id('rubber-band').count()).toBe(1);
    await app.page.mouse.up();
  };
  const boxOf = async (name: string, at: number) => (await app.id(name).nth(at).boundingBox())!;
  const openGroup = async () => {
    await app.id('group-card').first().click();
    await app.id('group-screen').waitFor();
    await app.id('photo').nth(3).waitFor();
    return app.photoIds();
  };
  const picked = () => app.page.locator('[data-testid=group-card][aria-pressed=true]').count();

  it('right click opens the actions of a photo alone, or of the selection it is part of', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).click();
    await app.photo(ids[1]!).click({ modifiers: ['Control'] });
    await app.photo(ids[3]!).click({ button: 'right' });
    await app.id('context-menu').waitFor();
    expect(await app.id('action-alike').isEnabled()).toBe(true);
    expect(await app.id('action-similar').isEnabled()).toBe(false); // one photo
    expect(await app.pictures('habits-menu-photo')).toEqual([]);
    await press('Escape');
    await app.id('context-menu').waitFor({ state: 'detached' });
    expect(await app.id('selection-count').textContent()).toBe('2 selected');
    await app.photo(ids[0]!).click({ button: 'right' });
    await app.id('action-similar').click();
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'similar', photos: [ids[0], ids[1]] });
  });

  it('Shift F10 and the Menu key open it at what has the focus, and give the focus back', async () => {
    const ids = await openGroup();
    await app.photo(ids[1]!).focus();
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await press(key);
      await app.id('context-menu').waitFor();
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('menuitem');
      await press('Escape');
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[1]));
    }
    await press('Escape');
    await app.id('group-card').first().click({ button: 'right' });
    await app.id('action-slideshow').waitFor();
    await press('Escape');
    await app.id('context-menu').waitFor({ state: 'detached' });
  });

  it('the photo one left has the focus when one comes back, from what is like it, its group or the viewer over them', async () => {
    const focused = () => app.page.evaluate(() => Number(document.activeElement?.getAttribute('data-photo-id')));
    await app.id('view-all').click();
    await app.id('photo').nth(6).waitFor();
    const left = (await app.photoIds())[5]!;
    await app.photo(left).focus();
    for (const [there, screen] of [['l', 'alike-screen'], ['g', 'group-screen']] as const) {
      await press(there);
      await app.id(screen).waitFor();
      await expect.poll(focused).toBe(left); // the one that was asked about
      await press('ArrowRight');
      await expect.poll(focused).not.toBe(left);
      await press('Escape');
      await app.id(screen).waitFor({ state: 'detached' });
      await expect.poll(focused).toBe(left);
    }
    await press('Enter');
    await app.id('viewer').waitFor();
    await press('l');
    await app.id('alike-screen').waitFor();
    await press('Escape');
    await app.id('viewer').waitFor();
    await press('Escape');
    await app.id('viewer').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe(left);
  });

  it('a rubber band picks groups, Ctrl A all of them, Shift a range', async () => {
    const [a, b] = [await boxOf('group-card', 0), await boxOf('group-card', 1)];
    await drag({ x: a.x - 8, y: a.y + 30 }, { x: b.x + 30, y: b.y + 60 });
    await expect.poll(picked).toBe(2);
    await press('Control+a');
    await expect.poll(picked).toBe(await app.id('group-card').count());
    expect(await app.page.evaluate(() => getSelection()?.toString())).toBe('');
    await app.page.mouse.click(a.x - 10, a.y + 40);
    await expect.poll(picked).toBe(0);
    await app.id('group-card').nth(0).click({ modifiers: ['Control'] });
    await app.id('group-card').nth(2).click({ modifiers: ['Shift'] });
    await expect.poll(picked).toBe(3);
    await app.id('group-card').nth(1).click({ button: 'right' });
    await app.id('action-merge').waitFor();
    expect(await app.pictures('habits-menu-groups')).toEqual([]);
    await press('Escape');
  });

  it('a rubber band selects photos and scrolls the list at its edge', async () => {
    await app.page.setViewportSize({ width: 900, height: 520 });
    await app.id('view-all').click();
    await app.id('photo').nth(6).waitFor();
    const all = await known.ask('photos.list', null);
    const first = await boxOf('photo', 0);
    await app.page.mouse.move(8, first.y + 20);
    await app.page.mouse.down();
    await app.page.mouse.move(300, 400);
    await app.page.mouse.move(880, 516);
    await expect.poll(() => app.id('photo-grid').evaluate((grid) => grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1)).toBe(true);
    await app.page.waitForTimeout(60);
    await app.page.mouse.up();
    await app.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => app.id('selection-count').textContent()).toBe(`${all.ids.length} selected`);
    await press('Escape');
    await app.id('photo').nth(2).click();
    await press('Control+a');
    await expect.poll(() => app.id('selection-count').textContent()).toBe(`${all.ids.length} selected`);
  });

  it('Space and Enter open a photo, Space closes it, V selects, End and the page keys move', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).focus();
    for (const key of ['Space', 'Enter']) {
      await press(key);
      await app.id('viewer').waitFor();
      await press('Space');
      await app.id('viewer').waitFor({ state: 'detached' });
      await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[0]));
    }
    await press('v');
    await expect.poll(() => app.id('selection-count').textContent()).toBe('1 selected');
    await press('PageDown');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).not.toBe(String(ids[0]));
    await press('Home');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-photo-id'))).toBe(String(ids[0]));
  });

  it('S, D, X, M and W in the viewer speak of the group the photo was opened from, or the photo it is compared with', async () => {
    const ids = await openGroup();
    const [first, others] = [ids[0]!, ids.slice(1)];
    await app.photo(first).dblclick();
    await app.id('viewer').waitFor();
    await press('s');
    await expect.poll(async () => (await known.said()).at(-1)).toMatchObject({ kind: 'together' });
    await expect.poll(() => app.id('toast').textContent()).toContain('belongs to this group');
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await press('d');
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'apart', photos: [first], others: expect.arrayContaining(others) });
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await press('x');
    await expect.poll(async () => (await known.said()).at(-1)).toMatchObject({ kind: 'apart', photos: [first] });
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await press('m');
    await app.id('move-dialog').waitFor();
    await press('Escape');
    await app.id('move-dialog').waitFor({ state: 'detached' });
    await press('w');
    await app.id('why-dialog').waitFor();
    await press('Escape');
    await app.id('why-dialog').waitFor({ state: 'detached' });
    const other = Number(await app.id('neighbour').last().getAttribute('data-neighbour-id'));
    await app.id('neighbour').last().click();
    await expect.poll(() => app.id('viewer').getAttribute('data-photo')).toBe(String(other));
    await press('s');
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'similar', photos: [other, first] });
  });

  it('turns the view, plays a slideshow that Space pauses, fills the screen, and opens what is alike as a grid', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).dblclick();
    await app.id('viewer-photo').waitFor();
    const ratio = async () => {
      const { width, height } = (await app.id('viewer-photo').boundingBox())!;
      return width / height;
    };
    await expect.poll(ratio).toBeCloseTo(4 / 3, 1);
    await press('r');
    await expect.poll(ratio).toBeCloseTo(3 / 4, 1);
    await press('Shift+R');
    expect(await app.pictures('habits-viewer')).toEqual([]);
    await press('i');
    await app.id('details').waitFor();
    expect(await app.page.evaluate(() => getSelection()?.isCollapsed)).toBe(true);
    await press('i');
    await press('f');
    await expect.poll(() => app.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await press('f');
    await expect.poll(() => app.page.evaluate(() => document.fullscreenElement === null)).toBe(true);
    await press('k');
    await press('+');
    await app.page.mouse.move(700, 300);
    await app.id('slideshow').waitFor();
    expect(await app.id('slideshow-seconds').textContent()).toBe('2 s');
    await expect.poll(() => app.id('viewer').getAttribute('data-photo'), { timeout: 5000 }).toBe(String(ids[1]));
    await press('Space');
    await app.page.mouse.move(720, 320);
    expect(await app.id('slideshow').getAttribute('data-paused')).toBe('true');
    await app.picture('habits-slideshow');
    await press('Escape');
    await app.id('slideshow').waitFor({ state: 'detached' });
    await press('l');
    await app.id('alike-screen').waitFor();
    await app.id('photo').nth(5).waitFor();
    expect((await app.photoIds())[0]).toBe(ids[1]);
    expect(await app.pictures('habits-alike')).toEqual([]);
    await app.id('photo').nth(2).dblclick();
    await app.id('viewer').waitFor();
    expect(await app.id('viewer-position').textContent()).toContain('3 of');
    await press('Space');
    await app.id('alike-screen').waitFor();
  });

  it('compares four photos side by side at one zoom', async () => {
    const ids = await openGroup();
    for (const id of ids.slice(0, 4)) await app.photo(id).click({ modifiers: ['Control'] });
    await press('c');
    await app.id('compare').waitFor();
    expect(await app.id('review-photo').count()).toBe(4);
    await press('+');
    const scales = await app.page.locator('[data-testid=review-photo] .photo').evaluateAll((all) => all.map((each) => /scale\(([\d.]+)\)/.exec((each as HTMLElement).style.transform)?.[1]));
    expect(scales).toEqual(['1.5', '1.5', '1.5', '1.5']);
    expect(await app.pictures('habits-compare')).toEqual([]);
    await press('Escape');
    await app.id('compare').waitFor({ state: 'detached' });
  });

  it('copies the paths of photos and the picture of one', async () => {
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const ids = await openGroup();
    await app.photo(ids[0]!).click();
    await press('Control+Alt+c');
    const [file] = await known.ask('photos.files', { ids: [ids[0] as never] });
    await expect.poll(() => app.page.evaluate(() => navigator.clipboard.readText())).toBe(`${file!.folder}/${file!.path}`);
    await press('Control+c');
    await expect.poll(() => app.id('toast').textContent()).toContain('Image copied');
    expect(await app.page.evaluate(async () => (await navigator.clipboard.read())[0]?.types)).toEqual(['image/png']);
    await app.photo(ids[0]!).click({ button: 'right' });
    await app.id('action-download').waitFor();
    expect(await app.id('action-open-with').count()).toBe(0); // a browser cannot
  });

  it('the card of the first minutes is put away for good, and called again from the list of keys', async () => {
    await app.page.reload();
    await app.ready();
    expect(await app.id('first-minutes').count()).toBe(0); // the settings of this test say so
    await press('?');
    await app.id('first-again').click();
    await app.id('first-minutes').waitFor();
    expect(await app.pictures('habits-first')).toEqual([]);
    await app.id('first-away').click();
    await app.id('first-minutes').waitFor({ state: 'detached' });
    expect((await known.ask('app.describe', null)).settings.introduced).toBe(true);
  });

  it('the welcome counts the photos below a folder, shows what was open last, and Escape leads back to where one was', async () => {
    await openGroup();
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('recent-covers').locator('img').first().waitFor();
    await app.id('folder-path').fill(root);
    await press('Tab'); // the path is left
    await expect.poll(() => app.id('photos-below').textContent()).toBe('35 photos');
    await app.id('folder').filter({ hasText: 'photos' }).click();
    await expect.poll(() => app.id('photos-below').textContent()).toBe('35 photos');
    expect(await app.pictures('habits-welcome')).toEqual([]);
    await press('Escape');
    await app.id('group-screen').waitFor();
  });

  it('shows what is under way in one tray: name, progress, pause', async () => {
    await app.id('view-learn').click();
    await app.id('encoder-row').first().waitFor();
    await known.ask('train.start', { minutes: 2 });
    await app.id('view-all').click();
    const job = app.page.locator('[data-testid=job][data-job=learn]');
    await job.waitFor();
    expect(await job.textContent()).toContain('Learning');
    expect(await app.pictures('habits-jobs')).toEqual([]);
    await job.getByTestId('job-cancel').click();
    await job.waitFor({ state: 'detached' });
  });

  it('right click on an album opens its menu, as the menu key does', async () => {
    await known.ask('albums.create', { name: 'Kitchen', rule: null, photos: (await known.ask('photos.list', null)).ids.slice(0, 3) });
    await app.id('view-albums').click();
    await app.id('album-card').click({ button: 'right' });
    await app.id('album-open').waitFor();
    await press('Escape');
    await app.id('album-open').waitFor({ state: 'hidden' });
    await app.id('album-card').focus();
    await press('Shift+F10');
    await app.id('album-open').click();
    await app.id('album-screen').waitFor();
  });

  it('speaks Korean in its menus', async () => {
    const korean = await App.open(browser, server.address, { locale: 'ko-KR', width: 900, height: 700, scheme: 'dark' });
    await korean.ready();
    await korean.id('group-card').first().click();
    await korean.id('photo').nth(1).click({ button: 'right' });
    await korean.id('action-alike').waitFor();
    expect(await korean.id('action-alike').textContent()).toContain('닮은 사진');
    await korean.picture('habits-menu-korean');
    expect(korean.complaints).toEqual([]);
    await korean.close();
  });

  it('tells that the photo that is open is no longer in the folder, and leads back', async () => {
    await app.id('view-all').click();
    await app.id('photo').nth(3).waitFor();
    const [, , , gone] = await app.photoIds();
    const [file] = await known.ask('photos.files', { ids: [gone as never] });
    await app.photo(gone!).dblclick();
    await app.id('viewer').waitFor();
    await rm(join(file!.folder, file!.path));
    await known.ask('index.start', null);
    await app.id('viewer').waitFor({ state: 'detached', timeout: 20_000 });
    await expect.poll(() => app.id('toast').textContent()).toMatch(/no longer in the folder|removed/);
  });
});
