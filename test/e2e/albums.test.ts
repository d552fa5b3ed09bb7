// Albums in a real browser: filled by keys, by menu and by dragging, put into order, undone, opened in the viewer, and still there after a reload.

import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Album } from '../../src-shared/albums/album.ts';
import { App, asking, browserPath, type Server } from './app.ts';
import { closeOpened, opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('albums', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  const { ask } = asking(() => server.address);

  beforeAll(async () => {
    ({ root, browser, server, app } = await opened({ groups: 4, perGroup: 6, width: 480, height: 360, seed: 5, dated: true }));
  }, 180_000);

  afterAll(async () => {
    await closeOpened({ browser, server, root });
  });

  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  const toast = (): Promise<string | null> => app.id('toast').textContent();
  const album = async (name: string): Promise<Album | undefined> => (await ask('albums.list', null)).find((each) => each.name === name);
  const held = async (name: string): Promise<number[]> => {
    const found = await album(name);
    return found ? [...(await ask('albums.photos', { id: found.id }))] : [];
  };
  const all = async (): Promise<number[]> => {
    await app.id('view-all').click();
    await app.id('photo').first().waitFor();
    return app.photoIds();
  };
  const open = async (name: string): Promise<void> => {
    await press('Control+7');
    await app.page.locator('[data-testid=album-card]', { hasText: name }).click();
    await app.id('album-screen').waitFor();
  };
  /** As a hand drags: holds `from`, waits for `to` to be there, and drops it at that part of it. */
  const drag = async (from: Locator, to: Locator, part = 0.5, over?: () => Promise<void>): Promise<void> => {
    await from.hover();
    await app.page.mouse.down();
    const start = (await from.boundingBox())!;
    await app.page.mouse.move(start.x + start.width / 2 + 8, start.y + start.height / 2 + 8, { steps: 3 });
    await to.waitFor();
    await app.settled();
    const { x, y, width, height } = (await to.boundingBox())!;
    await app.page.mouse.move(x + width * part, y + height / 2, { steps: 6 });
    await expect.poll(() => to.evaluate((element) => element.closest('.drop-here, .drop-before, .drop-after') !== null)).toBe(true);
    await over?.();
    await app.page.mouse.up();
  };

  it('says what albums are for while there are none, and makes the first one from a selection by keys', async () => {
    await press('Control+7');
    await app.id('albums-none').waitFor();
    expect(await app.pictures('albums-none')).toEqual([]);
    const [a, b, c, d] = await all() as [number, number, number, number];
    await app.photo(a).click();
    await app.photo(c).click({ modifiers: ['Shift'] });
    await press('a'); // none was used yet
    await app.id('album-dialog').waitFor();
    await app.page.keyboard.type('Kitchen');
    await app.picture('albums-choose');
    await press('Enter');
    await expect.poll(() => held('Kitchen')).toHaveLength(3);
    await expect.poll(toast).toContain('3 photos added to Kitchen');
    await press('Escape');
    await app.photo(d).focus();
    await press('a'); // to the last one, at once
    await expect.poll(() => held('Kitchen')).toHaveLength(4);
    expect(new Set(await held('Kitchen'))).toEqual(new Set([a, b, c, d]));
    await press('Control+z');
    await expect.poll(() => held('Kitchen')).toHaveLength(3);
    await press('Control+Shift+z');
    await expect.poll(() => held('Kitchen')).toHaveLength(4);
  });

  it('adds by the menu of the bar to an album that is found by name, and by dragging photos and groups', async () => {
    const ids = await all();
    await app.photo(ids[5]!).click();
    await app.photo(ids[6]!).click({ modifiers: ['Control'] });
    await app.id('selection-more').click();
    await expect.poll(() => app.id('album-add-last').textContent()).toContain('Kitchen');
    await app.picture('albums-menu');
    await app.id('album-add').click();
    await app.page.keyboard.type('Trip');
    await app.id('album-option-new').click();
    await expect.poll(() => held('Trip')).toHaveLength(2);
    await press('Escape');
    await drag(app.photo(ids[4]!), app.id('album-drop').filter({ hasText: 'Kitchen' }), 0.5, () => app.picture('albums-tray'));
    await expect.poll(() => held('Kitchen')).toContain(ids[4]);
    await app.id('view-groups').click();
    await drag(app.id('group-card').first(), app.id('album-drop').filter({ hasText: 'Trip' }));
    await expect.poll(async () => (await held('Trip')).length).toBeGreaterThanOrEqual(6);
    await expect.poll(toast).toContain('added to Trip');
    await app.id('toast-action').click();
    await expect.poll(() => held('Trip')).toHaveLength(2);
  });

  it('offers on the menu of a card what there is to do with its photos', async () => {
    await app.id('view-albums').click();
    const card = app.page.getByRole('listitem').filter({ hasText: 'Kitchen' });
    const choose = async (item: string): Promise<void> => {
      await card.hover();
      await card.getByTestId('album-more').click();
      await card.getByTestId(item).click();
    };
    await card.hover();
    await card.getByTestId('album-more').click();
    expect(await app.pictures('album-menu')).toEqual([]);
    await press('Escape');
    await choose('album-export-all');
    await app.id('export').getByRole('heading', { name: 'Kitchen' }).waitFor();
    await press('Escape');
    await choose('album-to-album');
    await app.id('album-dialog').waitFor();
    await press('Escape');
    await choose('album-slideshow');
    await app.id('slideshow').waitFor();
    await expect.poll(() => app.page.locator('[data-testid=viewer]').textContent()).toContain(`of ${(await held('Kitchen')).length}`);
    await press('Escape');
    await press('Escape');
    await app.id('view-albums').click();
  });

  it('shows an album as a grid in its own order, arranged by dragging and by keys, and stays there after a reload', async () => {
    await open('Kitchen');
    await app.id('album-sort').click();
    await app.id('album-sort-own').click();
    await app.id('album-screen').getByText('Drag photos').waitFor();
    const order = (): Promise<number[]> => app.photoIds();
    const [a, b, c, d, e] = await order() as [number, number, number, number, number];
    await drag(app.photo(a), app.photo(d), 0.8);
    await expect.poll(order).toEqual([b, c, d, a, e]);
    await drag(app.photo(e), app.photo(b), 0.2);
    await expect.poll(order).toEqual([e, b, c, d, a]);
    await app.photo(a).focus();
    await press('Alt+ArrowLeft');
    await expect.poll(order).toEqual([e, b, c, a, d]);
    await press('Alt+ArrowRight');
    await expect.poll(order).toEqual([e, b, c, d, a]);
    await press('Control+z');
    await expect.poll(order).toEqual([e, b, c, a, d]);
    expect(await app.pictures('album-own')).toEqual([]);
    await app.id('album-export').click();
    await app.page.getByRole('heading', { name: 'Kitchen' }).last().waitFor(); // this album, not all photos
    await press('Escape');
    await app.page.reload();
    await app.id('album-screen').waitFor();
    await expect.poll(order).toEqual([e, b, c, a, d]);
  });

  it('takes photos out, chooses a cover, names the album, and leads to it from the viewer', async () => {
    const [first, second] = await app.photoIds() as [number, number];
    await app.photo(second).click();
    await app.id('selection-more').click();
    await app.id('album-cover').click();
    await expect.poll(async () => (await album('Kitchen'))?.cover).toBe(second);
    await press('Escape');
    await app.photo(first).focus();
    await press('Delete');
    await expect.poll(() => held('Kitchen')).toHaveLength(4);
    await expect.poll(toast).toContain('not from the library');
    await app.id('toast-action').click();
    await expect.poll(() => held('Kitchen')).toHaveLength(5);
    await press('F2');
    await app.page.keyboard.type('Our kitchen');
    await press('Enter');
    await expect.poll(async () => (await album('Our kitchen'))?.photos).toBe(5);
    await app.photo(second).dblclick();
    await app.id('viewer-photo').waitFor();
    await press('i');
    await app.id('details-album').getByText('Our kitchen').waitFor();
    expect(await app.pictures('albums-viewer')).toEqual([]);
    await press('ArrowRight'); // leafs through the album
    await expect.poll(() => app.id('viewer').getAttribute('data-photo')).toBe(String((await held('Our kitchen'))[2]));
    await press('Escape');
  });

  it('keeps a filter and a group as albums that fill themselves', async () => {
    const [a, b] = await all() as [number, number];
    await app.photo(a).focus();
    await press('4');
    await app.id('filter-stars-4').click();
    expect(await app.pictures('albums-filter')).toEqual([]);
    await app.id('filter-save').click();
    await press('Enter'); // named after the marks
    await expect.poll(() => held('4 stars or more')).toEqual([a]);
    await app.id('filter-clear').click();
    await app.photo(b).focus();
    await press('5');
    await expect.poll(async () => (await held('4 stars or more')).length).toBe(2);
    await app.id('view-groups').click();
    await app.id('group-card').first().click();
    await app.id('group-albums').click();
    expect(await app.pictures('albums-of-group')).toEqual([]);
    await app.id('group-follow').click();
    await expect.poll(async () => (await ask('albums.list', null)).length).toBe(4);
    await open('4 stars or more');
    await expect.poll(() => app.id('album-rule').textContent()).toContain('4 stars or more');
    await app.id('rule-edit').click();
    await app.id('rule-stars-5').click();
    await expect.poll(() => held('4 stars or more')).toEqual([b]);
    expect(await app.pictures('album-smart')).toEqual([]);
  });

  it('arranges, names and deletes albums by keys and by dragging, and brings them back', async () => {
    const names = async (): Promise<string[]> => (await ask('albums.list', null)).map(({ name }) => name.slice(0, 7));
    await press('Escape');
    await app.id('albums-screen').waitFor();
    const [first, second, third, fourth] = await names() as [string, string, string, string];
    expect(await app.pictures('albums')).toEqual([]);
    await drag(app.id('album-card').nth(0), app.id('album-card').nth(1), 0.8);
    await expect.poll(names).toEqual([second, first, third, fourth]);
    await app.id('album-card').nth(2).focus();
    await press('Alt+ArrowRight');
    await expect.poll(names).toEqual([second, first, fourth, third]);
    await press('Delete');
    await expect.poll(names).toEqual([second, first, fourth]);
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('album-card'); // not lost with the card
    await expect.poll(toast).toContain('deleted');
    await app.id('toast-action').click();
    await expect.poll(names).toEqual([second, first, fourth, third]);
    await app.id('album-card').nth(0).focus();
    await press('F2');
    await app.page.keyboard.type('Renamed');
    await press('Enter');
    await expect.poll(names).toEqual(['Renamed', first, fourth, third]);
    for (let step = 0; step < 2; step++) await app.undo();
    await expect.poll(names).toEqual([second, first, third, fourth]);
    await press('n');
    await app.page.keyboard.type('Empty');
    await press('Enter');
    await app.id('album-empty').waitFor();
    await app.picture('album-empty');
    expect(app.complaints).toEqual([]);
  });
});
