// The map in a real browser: made, cancelled, coloured, looked at, selected from, opened, as a list, and by place.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, type Server } from './app.ts';
import { closeOpened, type Opened, opened } from './opened.ts';

/** The browser's own words about a GPU that is made of software. */
const drivers = /GPU stall due to ReadPixels|GL Driver Message/;

describe.skipIf(browserPath === undefined)('the map', () => {
  let made: Opened;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    made = await opened(async ({ root, photos }) => {
      await makeLibrary(join(root, 'made'), { groups: 6, perGroup: 6, width: 320, height: 240, seed: 3 });
      await mkdir(join(photos, 'Seoul'), { recursive: true });
      await mkdir(join(photos, 'Paris'));
      const names = (await readdir(join(root, 'made'))).toSorted();
      for (const [at, name] of names.entries()) {
        const there = at < 18 ? { name: 'Seoul', latitude: '37/1 34/1 0/1', longitude: '126/1 58/1 0/1' } : { name: 'Paris', latitude: '48/1 51/1 0/1', longitude: '2/1 21/1 0/1' };
        const place = { GPSLatitudeRef: 'N', GPSLatitude: there.latitude, GPSLongitudeRef: 'E', GPSLongitude: there.longitude };
        await sharp(join(root, 'made', name)).withExif({ IFD0: { Model: at % 2 === 0 ? 'Canon' : 'Nikon' }, ...(at % 6 !== 0 && { IFD3: place }) }).toFile(join(photos, there.name, name));
      }
    });
    ({ browser, server, app } = made);
  }, 180_000);

  afterAll(async () => {
    await closeOpened(made);
  });

  const open = async (): Promise<void> => {
    await app.page.keyboard.press('Control+8');
    await app.id('plane').waitFor();
    await app.id('map-making').waitFor({ state: 'detached', timeout: 60_000 });
  };
  const place = async (x: number, y: number): Promise<[number, number]> => {
    const box = (await app.id('plane').boundingBox())!;
    return [box.x + box.width * x, box.y + box.height * y];
  };
  const drag = async (...corners: readonly (readonly [number, number])[]): Promise<void> => {
    const { mouse } = app.page;
    for (const [at, corner] of corners.entries()) {
      await mouse.move(...(await place(...corner)), { steps: at === 0 ? 1 : 8 });
      if (at === 0) await mouse.down();
    }
    await mouse.up();
  };
  const selected = async (): Promise<number> => {
    if (!(await app.id('selection-count').isVisible())) return 0;
    return Number((await app.id('selection-count').innerText()).replace(/\D/g, ''));
  };
  /** Everything inside the view. */
  const around = [[0.02, 0.04], [0.98, 0.04], [0.98, 0.97], [0.02, 0.97], [0.02, 0.1]] as const;

  it('is made when it is first looked at, can be cancelled, and is made again', async () => {
    // kept back until it is cancelled, however fast the machine
    await app.page.route('**/api/map.start', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await app.page.keyboard.press('Control+8');
    await app.id('map-making').waitFor();
    await app.id('plane').waitFor({ timeout: 60_000 });
    await app.page.unrouteAll({ behavior: 'wait' });
    await app.id('map-method').click();
    await app.id('map-method-autoencoder').click();
    await app.id('map-making').waitFor();
    await expect.poll(() => app.id('map-making').getByRole('progressbar').getAttribute('aria-valuenow'), { timeout: 30_000 }).not.toBe('0');
    await app.id('map-cancel').click();
    await app.id('map-not-wanted').waitFor({ timeout: 30_000 });
    await app.id('map-method').click();
    await app.id('map-method-umap').click();
    await open();
    expect(await app.id('plane').getAttribute('aria-label')).toBe('Map of 36 photos');
  }, 90_000);

  describe('once it is there', () => {
    beforeEach(async () => {
      await open();
      await app.id('map-tab-alike').click();
      await app.id('map-tool-move').click();
      await app.page.keyboard.press('Escape');
      await app.id('map-fit').click();
      await app.page.mouse.move(...(await place(0.99, 0.99)));
    });

    it('shows what its colours mean, and selects what one stands for', async () => {
      for (const [by, entries] of [['camera', 2], ['folder', 2], ['date', null], ['certainty', null], ['stars', 1], ['group', null]] as const) {
        await app.id('map-colour').click();
        await app.id(`map-colour-${by}`).click();
        if (entries !== null) await expect.poll(() => app.id('map-legend-entry').count()).toBe(entries);
      }
      await app.id('map-colour').click();
      await app.id('map-colour-camera').click();
      await app.id('map-legend-entry').filter({ hasText: 'Canon' }).click();
      expect(await selected()).toBe(18);
    });

    it('selects by lasso, box and brush, adds, takes away, and nothing where there is nothing', async () => {
      await app.page.keyboard.press('q');
      await drag(...around);
      expect(await selected()).toBe(36);
      await drag([0.955, 0.9], [0.985, 0.9], [0.985, 0.98], [0.955, 0.98]);
      expect(await selected()).toBe(0);
      await app.page.keyboard.press('o');
      await drag([0.01, 0.02], [0.5, 0.99]);
      const left = await selected();
      await drag([0.5, 0.02], [0.99, 0.99]);
      const right = await selected();
      expect(left + right).toBe(36);
      await app.page.keyboard.down('Shift');
      await drag([0.01, 0.02], [0.5, 0.99]);
      await app.page.keyboard.up('Shift');
      expect(await selected()).toBe(36);
      await app.page.keyboard.down('Alt');
      await drag([0.01, 0.02], [0.5, 0.99]);
      await app.page.keyboard.up('Alt');
      expect(await selected()).toBe(right);
      await app.page.keyboard.press('j');
      await drag([0.1, 0.1], [0.9, 0.3], [0.1, 0.5], [0.9, 0.7], [0.1, 0.9]);
      expect(await selected()).toBeGreaterThan(0);
      await app.picture('map-selected');
    });

    it('lists the selected photos, lets one go, and opens another', async () => {
      await app.id('plane').focus();
      await app.page.keyboard.press('Control+a');
      expect(await selected()).toBe(36);
      await app.id('plane').click({ button: 'right', position: { x: 5, y: 60 } });
      await app.id('context-menu').waitFor();
      await app.page.keyboard.press('Escape');
      await app.id('map-show-list').click();
      await app.id('map-list-photo').first().waitFor();
      await app.id('map-list-remove').first().click();
      expect(await selected()).toBe(35);
      await app.id('map-list-photo').first().focus();
      await app.page.keyboard.press('ArrowDown');
      await app.page.keyboard.press('Enter');
      await app.id('viewer-position').waitFor();
      expect(await app.id('viewer-position').innerText()).toBe('2 of 35');
      await app.page.keyboard.press('Escape');
      await app.id('map-show-list').click();
    });

    it('moves and zooms by keys, points at the photo in the middle, selects and opens it', async () => {
      await app.id('plane').focus();
      for (let step = 0; step < 40 && !(await app.id('map-hover').isVisible()); step++) await app.page.keyboard.press(['ArrowLeft', 'ArrowUp', '+', 'ArrowDown', 'ArrowRight', '-'][step % 6]!);
      const photo = await app.id('map-hover').getAttribute('data-photo');
      await app.page.keyboard.press(' ');
      expect(await selected()).toBe(1);
      await app.page.keyboard.press('Enter');
      await app.id('viewer-position').waitFor();
      expect(await app.page.evaluate(() => (history.state as { place: { photo: number } }).place.photo)).toBe(Number(photo)); // as state/places writes it
      await app.page.keyboard.press('Escape');
      await app.id('plane').focus();
      await app.page.keyboard.press('0');
      expect(await selected()).toBeLessThan(2); // no stars, and still what was selected
    });

    it('shows the photo that the pointer is over, picks it with a click and opens it with two', async () => {
      await app.id('map-hover').waitFor({ state: 'detached' });
      let found: [number, number] | null = null;
      for (let y = 0.1; y < 0.95 && !found; y += 0.05) {
        for (let x = 0.2; x < 0.95 && !found; x += 0.03) {
          await app.page.mouse.move(...(await place(x, y)));
          if (await app.id('map-hover').isVisible()) found = await place(x, y);
        }
      }
      await app.page.mouse.click(...found!);
      expect(await selected()).toBe(1);
      await app.page.mouse.dblclick(...found!);
      await app.id('viewer-position').waitFor();
      await app.page.keyboard.press('Escape');
    });

    it('says how it was made and how far it can be trusted', async () => {
      await app.id('map-details').click();
      const text = await app.id('map-details-text').innerText();
      expect(text).toMatch(/UMAP[\s\S]+Trustworthiness\s+\d+(\.\d)?% (very good|good|fair|low)[\s\S]+Continuity\s+\d+(\.\d)?%[\s\S]+36 photos in [\d.]+ s/);
      await app.page.keyboard.press('Escape');
    });

    it('shows photos where they were taken, together where they are near', async () => {
      await app.id('map-tab-places').click();
      expect(await app.id('plane').getAttribute('aria-label')).toBe('30 photos on a map of the world');
      expect(await app.id('map-without-place').innerText()).toBe('6 photos have no place');
      await app.page.keyboard.press('o');
      await drag([0.5, 0.02], [0.99, 0.98]); // the east
      expect(await selected()).toBe(15);
      await app.picture('map-places');
      await app.page.keyboard.press('Escape');
    });

    it('takes both themes and a small window', async () => {
      await app.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await app.page.setViewportSize({ width: 900, height: 700 });
      const bar = (await app.page.locator('header.bar').boundingBox())!;
      for (const entry of await app.page.locator('header.bar button:visible').all()) {
        const { x, width } = (await entry.boundingBox())!;
        expect(x >= 0 && x + width <= bar.width).toBe(true);
      }
      expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
      await app.picture('map-small-dark');
      await app.page.setViewportSize({ width: 1440, height: 900 });
      await app.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    });
  });

  it('gives way to a list where there is no WebGL', async () => {
    const bare = await App.open(browser, server.address);
    await bare.page.addInitScript(() => {
      const usual = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : (usual as (...given: unknown[]) => unknown).call(this, kind, ...rest);
      } as typeof usual; // the same function, but for WebGL
    });
    await bare.page.reload();
    await bare.ready();
    await bare.page.keyboard.press('Control+8');
    await bare.id('map-list').waitFor();
    expect(await bare.id('map-list-photo').count()).toBeGreaterThan(5);
    await bare.page.close();
  });

  it('left nothing to complain of on the console', () => {
    expect(app.complaints.filter((complaint) => !drivers.test(complaint))).toEqual([]);
  });
});
