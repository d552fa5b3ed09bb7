// Grids in a real browser: photos that come and go while they are drawn, and 50,000 of them scrolled through.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, encode } from 'cbor-x';
import sharp from 'sharp';
import type { Input, PhotoTable } from '../../src-shared/contract.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import { SteppedDesk } from '../../src-shared/desk/stepped-desk.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { manyGroups } from '../desk/many-groups.ts';
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
  }, 180_000);

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

  it('draws the covers of groups that are scrolled to, wherever they stand', async () => {
    const space = manyGroups(900);
    const count = space.ids.length;
    const [desk, saved] = [new SteppedDesk(new GroupsDesk()), toSavedColumns({ height: null, groups: [] })];
    const asked: string[] = [];
    const app = await App.open(browser, server.address);
    await app.ready();
    const answer = (name: string, value: (input: never) => unknown) => app.page.route(`**/api/${name}`, async (route) => {
      await route.fulfill({ contentType: 'application/cbor', body: Buffer.from(encode({ ok: true, value: await value(decode(route.request().postDataBuffer()!) as never) })) });
    });
    await answer('photos.list', (): PhotoTable => ({ ids: space.ids, widths: new Uint32Array(count).fill(400), heights: new Uint32Array(count).fill(300), takenAt: new Float64Array(count) }));
    await answer('groups.read', () => ({ ...saved, revision: 1 }));
    await answer('groups.write', () => 2);
    await answer('groups.ask', ({ message }: Input<'groups.ask'>) => {
      asked.push(message.kind);
      return desk.ask(message.kind === 'start' ? { ...message, space, saved } : message.kind === 'space' ? { ...message, space } : message.kind === 'merge' ? { ...message, saved } : message);
    });
    const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#8899aa' } }).jpeg().toBuffer();
    await app.page.route('**/thumbnail/*', (route) => route.fulfill({ contentType: 'image/jpeg', body: picture }));
    await app.page.reload();
    await expect.poll(() => app.id('groups-screen').getAttribute('data-photos')).toBe(String(count));
    const cards = () => app.id('group-card').evaluateAll((all) => all.map((card) => [Number(card.dataset.place), card.querySelectorAll('img').length - Math.min(4, Number(card.dataset.count))] as const));
    await expect.poll(async () => (await cards()).every(([, off]) => off === 0)).toBe(true);
    expect(asked).not.toContain('covers');
    await app.id('group-card').first().focus();
    await app.page.keyboard.press('End');
    await expect.poll(async () => Math.max(...(await cards()).map(([place]) => place))).toBeGreaterThan(890); // another test may have parted some
    await expect.poll(async () => (await cards()).every(([, off]) => off === 0)).toBe(true);
    expect(asked.filter((kind) => kind === 'covers').length).toBeLessThan(20);
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 60_000);

  it('scrolls through 50,000 photos with few of them on the page, and at once to the last', async () => {
    const count = 50_000;
    const table: PhotoTable = {
      ids: Uint32Array.from({ length: count }, (_, at) => at + 1),
      widths: Uint32Array.from({ length: count }, (_, at) => [4000, 3000, 6000, 4032][at % 4]!),
      heights: Uint32Array.from({ length: count }, (_, at) => [3000, 4000, 4000, 2268][at % 4]!),
      takenAt: Float64Array.from({ length: count }, (_, at) => Date.UTC(2010, 0) + at * 3 * 3_600_000)
    };
    const app = await App.open(browser, server.address);
    await app.ready();
    await app.page.route('**/api/photos.list', (route) => route.fulfill({ contentType: 'application/cbor', body: Buffer.from(encode({ ok: true, value: table })) }));
    const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#8899aa' } }).jpeg().toBuffer();
    await app.page.route('**/thumbnail/*', (route) => route.fulfill({ contentType: 'image/jpeg', body: picture }));
    await app.page.reload();
    await app.id('groups-screen').waitFor();
    await app.page.keyboard.press('Control+3');
    await app.id('photo').first().waitFor();
    const { most, drawn, seen, height } = await app.id('photo-grid').evaluate(async (grid) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const tiles = (node: ParentNode) => node.querySelectorAll<HTMLElement>('[data-photo-id]');
      let [most, drawn] = [0, 0];
      const seen = new Set([...tiles(grid)].map((tile) => tile.dataset.photoId));
      const watch = new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          if (node instanceof HTMLElement) drawn += tiles(node).length + Number(node.dataset.photoId !== undefined);
        }
      });
      watch.observe(grid, { childList: true, subtree: true });
      for (let step = 0; step < 300; step++) {
        grid.scrollBy({ top: 200 });
        await frame();
        for (const tile of tiles(grid)) seen.add(tile.dataset.photoId);
        most = Math.max(most, grid.querySelectorAll('*').length);
      }
      watch.disconnect();
      return { most, drawn, seen: seen.size, height: grid.scrollHeight };
    });
    expect(height).toBeGreaterThan(1_000_000);
    expect(most).toBeLessThan(1000);
    expect(seen).toBeGreaterThan(500);
    expect(drawn).toBeLessThanOrEqual(seen); // scrolling draws a photo once, when it comes into view
    const yearInView = () => app.page.locator('[data-testid=timeline-mark][aria-current]').textContent();
    await app.id('timeline-mark').filter({ hasText: '2018' }).click();
    await expect.poll(yearInView).toBe('2018');
    await expect.poll(async () => (await app.photoIds()).map((id) => new Date(table.takenAt[id - 1]!).getUTCFullYear())).toContain(2018);
    expect(await app.pictures('timeline')).toEqual([]);
    await expect.poll(yearInView).toBe('2018'); // the windows' sizes in between have not moved it
    await app.page.keyboard.press('ArrowDown');
    await expect.poll(yearInView).toBe('2017');
    await app.id('photo').first().focus();
    await app.page.keyboard.press('End');
    await expect.poll(() => app.photoIds()).toContain(1); // the oldest
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 180_000);
});
