// Finding photos in a real browser: typed and chosen, shown as chips, on every screen, saved as an album, nothing found, far too much typed. Long, because one library and
// one browser serve all of it.

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, type Server } from './app.ts';
import { closeOpened, type Opened, opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('finding', () => {
  let made: Opened;
  let browser: Browser;
  let server: Server;
  let photos: string;
  let app: App;
  const { ask } = asking(() => server.address);

  beforeAll(async () => {
    made = await opened(async ({ photos }) => {
      await makeLibrary(join(photos, 'Kitchen'), { groups: 2, perGroup: 5, width: 480, height: 360, seed: 5, dated: true });
      await makeLibrary(join(photos, 'Italy'), { groups: 2, perGroup: 4, width: 360, height: 480, seed: 9 });
      await makeLibrary(join(photos, '제주 여행'), { groups: 1, perGroup: 6, width: 480, height: 360, seed: 12, dated: true });
      await rename(join(photos, 'Italy', 'photo-0000.jpg'), join(photos, 'Italy', 'IMG_1.jpg'));
      const { data } = await sharp(join(photos, 'Italy', 'IMG_1.jpg')).withExif({ IFD0: { Model: 'R5' }, IFD2: { LensModel: 'RF85mm F1.2 L USM' } }).toBuffer({ resolveWithObject: true });
      await writeFile(join(photos, 'Italy', 'IMG_1.jpg'), data);
    });
    ({ photos, browser, server, app } = made);
  }, 180_000);

  afterAll(async () => {
    await closeOpened(made);
  });

  const all = async (): Promise<void> => {
    await app.id('view-all').click();
    await app.id('search').waitFor();
    if (await app.id('filter-clear').count() > 0) await app.id('filter-clear').click();
  };
  const count = (): Promise<string | null> => app.id('filter-count').textContent();
  const words = async (id: string): Promise<string[]> => (await app.id(id).allTextContents()).map((text) => text.trim());
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);

  it('finds folders, files and dates as they are typed, and keeps them as chips', async () => {
    await all();
    await press('Control+f');
    await app.page.keyboard.type('kitchen may 2024');
    await expect.poll(count).toBe('10 of 24');
    expect(await words('chip-typed')).toEqual(['kitchen', 'May 2024']);
    expect((await app.photoIds()).length).toBe(10);
    await press('Enter');
    expect(await words('chip')).toEqual(['kitchen', 'May 2024']);
    expect(await app.id('search').inputValue()).toBe('');
    expect(await app.pictures('find-chips')).toEqual([]);
    await app.id('chip-remove').last().click();
    await app.id('chip').first().locator('button').first().click(); // everything but the kitchen
    await expect.poll(count).toBe('14 of 24');
    await app.id('search').fill('IMG_1');
    await expect.poll(count).toBe('1 of 24');
    await press('Escape');
    await press('Escape');
    await expect.poll(() => app.id('filter-chips').count()).toBe(0);
    await app.id('search').fill('여행');
    await app.id('photo').first().focus();
    await press('Escape'); // from the grid too
    await expect.poll(() => app.id('filter-chips').count()).toBe(0);
    await app.id('search').fill('여행');
    await expect.poll(count).toBe('6 of 24');
    await app.id('search').fill('8월 2024');
    await expect.poll(() => app.id('none-match').count()).toBe(1);
    expect(await app.pictures('find-none')).toEqual([]);
    await app.id('none-clear').click();
    await expect.poll(async () => (await app.photoIds()).length).toBe(24);
  });

  it('chooses from what there is', async () => {
    await all();
    await app.id('filter-open').click();
    await app.id('filter-tab-folder').click();
    await app.page.locator('[data-testid=choose-folder][data-name=Italy]').check();
    await expect.poll(count).toBe('8 of 24');
    expect(await app.pictures('find-folders')).toEqual([]);
    await app.page.locator('[data-testid=choose-folder][data-name=Kitchen]').check();
    await expect.poll(count).toBe('18 of 24');
    await app.id('filter-tab-shape').click();
    await app.page.locator('[data-testid=choose-shape][data-name=Portrait]').check();
    await expect.poll(count).toBe('8 of 24');
    await app.id('filter-tab-dates').click();
    expect(await app.pictures('find-dates')).toEqual([]);
    await app.page.locator('[data-testid=choose-year][data-name="2024"]').check();
    await expect.poll(() => app.id('none-match').count()).toBe(1);
    await app.id('filter-tab-more').click();
    expect(await app.pictures('find-more')).toEqual([]);
    await press('Escape');
    await app.id('filter-clear').click();
  });

  it('finds photos by the lens of the camera, which Details names beside the group', async () => {
    await all();
    await app.id('filter-open').click();
    await app.id('filter-tab-optics').click();
    expect(await app.pictures('find-optics')).toEqual([]);
    await app.page.locator('[data-testid=choose-optics][data-name="RF85mm F1.2 L USM"]').check();
    await expect.poll(count).toBe('1 of 24');
    await press('Escape');
    await app.id('search').fill('lens:rf85');
    await expect.poll(count).toBe('1 of 24');
    await app.id('photo').first().dblclick();
    await app.id('viewer').waitFor();
    if (await app.id('details').count() === 0) await press('i');
    await app.id('details').getByText('RF85mm F1.2 L USM').waitFor();
    expect(await app.pictures('find-details')).toEqual([]);
    const group = app.id('details-group');
    if (await group.count() > 0) {
      await group.click();
      await app.id('group-screen').waitFor();
    } else await press('Escape');
    await all();
  });

  it('leads the keys from the search box to what was found, and back', async () => {
    await all();
    await press('Control+f');
    await app.page.keyboard.type('kitchen');
    await expect.poll(count).toBe('10 of 24');
    await press('ArrowDown');
    await expect.poll(() => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['testid'])).toBe('photo');
    await press('Escape');
    await expect.poll(() => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['testid'])).toBe('search');
    await expect.poll(count).toBe('10 of 24');
  });

  it('is there again when the page is loaded again, with the view of the library', async () => {
    await all();
    await app.id('view-menu').click();
    await app.id('sort-oldest').check();
    await press('Escape');
    await app.id('search').fill('kitchen');
    await press('Enter');
    await expect.poll(count).toBe('10 of 24');
    await app.page.reload();
    await app.id('view-all').click();
    await expect.poll(count).toBe('10 of 24');
    expect(await words('chip')).toEqual(['kitchen']);
    const stored = Object.values((await ask('app.describe', null)).settings.views);
    expect(stored.map(({ photos: order }) => order)).toEqual(['oldest']);
    const other = await App.open(browser, server.address); // another tab has no filter, and the same view
    await other.id('view-all').click();
    await other.id('view-menu').click();
    expect([await other.id('filter-chips').count(), await other.id('sort-oldest').isChecked()]).toEqual([0, true]);
    await other.close();
    await app.id('view-menu').click();
    await app.id('sort-newest').check();
    await press('Escape');
    await app.id('filter-clear').click();
  });

  it('counts photos that come and go while it is on', async () => {
    await all();
    await app.id('search').fill('kitchen');
    await expect.poll(count).toBe('10 of 24');
    const added = join(photos, 'Kitchen', 'added.jpg');
    await writeFile(`${added}.new`, await sharp({ create: { width: 300, height: 200, channels: 3, background: '#a64' } }).jpeg().toBuffer());
    await rename(`${added}.new`, added);
    await expect.poll(count, { timeout: 60_000 }).toBe('11 of 25');
    await rm(added);
    await expect.poll(count, { timeout: 60_000 }).toBe('10 of 24');
    await all();
  });

  it('gives the focus back to the card that a dialog was opened from, though the cards were laid out anew', async () => {
    await all();
    await app.id('view-groups').click();
    const last = app.id('group-card').last();
    const id = await last.getAttribute('data-group-id');
    await last.focus();
    await press('Control+e');
    await app.page.locator('dialog[open]').waitFor();
    await app.page.setViewportSize({ width: 900, height: 700 });
    await press('Escape');
    await app.page.locator('dialog[open]').waitFor({ state: 'detached' });
    await expect.poll(() => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset['groupId'])).toBe(id);
    await app.page.setViewportSize({ width: 1440, height: 900 });
  });

  it('holds groups to those with such photos, and open groups to these', async () => {
    await all();
    await app.id('view-groups').click();
    const cards = await app.id('group-card').count();
    await app.id('search').fill('kitchen');
    await expect.poll(() => app.id('group-card').count()).toBeLessThan(cards);
    const shown = await app.id('group-card').count();
    await expect.poll(() => app.id('groups-total').textContent()).toBe(`${shown} of ${cards} groups`);
    await expect.poll(count).toMatch(/^10 photos match/);
    expect(await app.pictures('find-groups')).toEqual([]);
    await app.id('group-card').first().click();
    await app.id('group-screen').waitFor();
    await expect.poll(() => app.id('search').inputValue()).toBe('kitchen');
    await press('Escape');
    await app.id('view-duplicates').click();
    await app.id('view-all').click();
    await expect.poll(count).toBe('10 of 24');
  });

  it('names groups by folder and date, and puts them and photos into other orders and sizes', async () => {
    await all();
    await app.id('view-groups').click();
    const titles = async (): Promise<string[]> => (await app.page.locator('[data-testid=group-card] .title').allTextContents());
    await expect.poll(titles).toEqual(expect.arrayContaining([expect.stringMatching(/제주 여행 · 1 May 2024/)]));
    await app.id('view-menu').click();
    await app.id('sort-name').check();
    const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
    const unnamed = (title: string): number => Number(title.endsWith(' photos')); // of which nothing is known: they come last
    await expect.poll(async () => (await titles()).toSorted((a, b) => unnamed(a) - unnamed(b) || compare(a, b)).join()).toBe((await titles()).join());
    await app.id('titles-date').check();
    await expect.poll(titles).toEqual(expect.arrayContaining(['1 May 2024']));
    await app.id('titles-all').check();
    await app.id('sort-certainty').check();
    await expect.poll(() => app.id('group-card').count()).toBeGreaterThan(1);
    expect(await app.pictures('find-view')).toEqual([]);
    await app.id('sort-kept').check();
    const width = async (): Promise<number> => (await app.id('group-card').first().boundingBox())?.width ?? 0;
    const before = await width();
    await press('Escape');
    await app.id('group-card').first().hover();
    await app.page.keyboard.down('Control');
    for (let turn = 0; turn < 5; turn++) await app.page.mouse.wheel(0, -100);
    await app.page.keyboard.up('Control');
    await expect.poll(width).toBeGreaterThan(before);
    await app.id('view-menu').click();
    await app.id('view-size').fill('1');
    await press('Escape');
    await app.id('view-all').click();
    await app.id('view-menu').click();
    await app.id('sort-oldest').check();
    await expect.poll(() => app.page.locator('[data-testid=photo-grid] h2').first().textContent()).toBe('May 2024');
    await app.id('sort-newest').check();
    await press('Escape');
  });

  it('keeps the month in view while its photos are scrolled, and is right without a date too', async () => {
    await all();
    await app.page.setViewportSize({ width: 900, height: 520 });
    expect(await app.id('sticky').count()).toBe(0);
    await app.id('photo-grid').evaluate((grid) => grid.scrollTo({ top: 120 }));
    await expect.poll(() => app.id('sticky').allTextContents()).toEqual(['May 2024']);
    await app.id('photo-grid').evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }));
    await expect.poll(() => app.id('sticky').allTextContents()).toEqual(['Without a date']);
    expect(await app.page.locator('[data-testid=timeline-mark][aria-current=true]').textContent()).toBe('No date');
    await app.picture('find-sticky');
    await app.page.setViewportSize({ width: 1440, height: 900 });
  });

  it('finds the group to move photos to by folder, date and file', async () => {
    await all();
    await app.id('photo').first().click();
    await press('m');
    await app.id('move-dialog').waitFor();
    const height = async (): Promise<number> => (await app.id('move-dialog').boundingBox())?.height ?? 0;
    const before = await height();
    for (const [typed, least] of [['Kitchen', 1], ['may 2024', 1], ['IMG_1', 1], ['제주', 1], ['aug 2019', 0]] as const) {
      await app.id('move-find').fill(typed);
      await expect.poll(async () => (least === 0 ? await app.id('move-group').count() === 0 : await app.id('move-group').count() >= least)).toBe(true);
      expect(await height()).toBe(before);
    }
    await app.id('move-find').fill('kitchen');
    await expect.poll(() => app.id('move-group').count()).toBeGreaterThan(0);
    expect(await app.pictures('find-move')).toEqual([]);
    await press('Escape');
    await press('Escape');
  });

  it('asks in Review about such photos alone, and says where nothing is left', async () => {
    await all();
    await app.id('view-review').click();
    await app.id('search').fill('kitchen');
    await press('Enter');
    expect(await app.pictures('find-review')).toEqual([]);
    await app.id('search').fill('nothing at all');
    await app.id('review-none-match').waitFor();
    await app.id('filter-clear').click();
  });

  it('shows sets of duplicates with such photos', async () => {
    await all();
    await app.id('view-duplicates').click();
    expect(await app.pictures('find-duplicates')).toEqual([]);
  });

  it('saves what is on as a smart album', async () => {
    await all();
    await app.id('search').fill('italy portrait');
    await expect.poll(count).toBe('8 of 24');
    await app.id('filter-save').click();
    await app.id('album-dialog-go').click();
    await expect.poll(async () => (await ask('albums.list', null)).map(({ name, photos }) => [name, photos])).toEqual([['italy, Portrait', 8]]);
    await app.id('search').fill('album:italy');
    await expect.poll(count).toBe('8 of 24');
  });

  it('takes ten thousand letters calmly', async () => {
    await all();
    await app.id('search').fill('가나다라마바사아자차'.repeat(1000));
    await expect.poll(() => app.id('none-match').count()).toBe(1);
    await app.id('search').fill('aug '.repeat(2500));
    await expect.poll(() => app.id('filter-chips').count()).toBe(1);
    expect(await app.pictures('find-long')).toEqual([]);
    await app.id('search').fill('');
    expect(app.complaints).toEqual([]);
  });

  it('speaks Korean', async () => {
    const korean = await App.open(browser, server.address, { locale: 'ko-KR' });
    await korean.id('view-all').click();
    await korean.id('search').fill('제주');
    await expect.poll(() => korean.id('filter-count').textContent()).toBe('24장 중 6장');
    await korean.id('filter-open').click();
    await korean.id('filter-tab-folder').click();
    expect(await korean.pictures('find-korean')).toEqual([]);
    await korean.close();
  });
});
