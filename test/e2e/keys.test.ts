// The app without a mouse: Tab reaches every control in the order it is read, each shows that it has the focus, and dialogs hold
// the focus and give it back.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, startBrowser, startServer, type Server } from './app.ts';

interface Stop {
  readonly id: string;
  /** Something is drawn around it or on it that was not there before. */
  readonly ringed: boolean;
}

describe.skipIf(browserPath === undefined)('without a mouse', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-keys-'));
    await makeLibrary(join(root, 'Photos'), { groups: 4, perGroup: 4, width: 320, height: 240, seed: 2 });
    await writeFile(join(root, 'Photos', 'empty.jpg'), '');
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    app = await App.open(browser, server.address);
    await app.ready();
    await app.page.keyboard.press('ArrowRight');
  }, 180_000);

  afterAll(async () => {
    expect(app.complaints).toEqual([]);
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  /** What Tab comes by until it is back where it began. */
  const walk = async (): Promise<Stop[]> => {
    const stops: Stop[] = [];
    for (let turn = 0; turn < 60; turn++) {
      await app.page.keyboard.press('Tab');
      const stop = await app.page.evaluate((): Stop | null => {
        const at = document.activeElement;
        if (!(at instanceof HTMLElement) || at === document.body) return null;
        const style = getComputedStyle(at);
        const thumb = at instanceof HTMLInputElement && at.type === 'range'; // draws its ring on the thumb, which no script can measure
        return { id: at.dataset.testid ?? at.ariaLabel ?? at.tagName, ringed: thumb || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || at.closest('label') !== null };
      });
      if (stop === null) continue; // the browser's own bar
      if (stops[0]?.id === stop.id && stops.length > 1) return stops;
      stops.push(stop);
    }
    return stops;
  };
  const ids = (stops: readonly Stop[]): string[] => stops.map(({ id }) => id);
  const unringed = (stops: readonly Stop[]): string[] => stops.filter(({ ringed }) => !ringed).map(({ id }) => id);

  it('Tab walks through the bar, the slider and one of the cards, each with a ring', async () => {
    const stops = await walk();
    expect(unringed(stops)).toEqual([]);
    const order = ids(stops);
    for (const id of ['folder-menu', 'lens-menu', 'view-groups', 'view-singles', 'view-all', 'view-duplicates', 'view-review', 'view-learn', 'problems-link', 'open-shortcuts', 'open-settings', 'granularity', 'group-card']) {
      expect(order, id).toContain(id);
    }
    expect(order.filter((id) => id === 'group-card')).toHaveLength(1); // arrows walk among them
    const from = order.indexOf('folder-menu');
    const read = [...order.slice(from), ...order.slice(0, from)];
    expect(read.indexOf('view-groups')).toBeLessThan(read.indexOf('granularity'));
    expect(read.indexOf('granularity')).toBeLessThan(read.indexOf('group-card'));
  });

  it('a group is found by its date or name, and opened', async () => {
    const { keyboard } = app.page;
    await app.id('group-card').first().focus();
    await keyboard.press('Enter');
    await app.id('group-screen').waitFor();
    await app.id('group-albums').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await keyboard.press(key); // an album that follows it
    await expect.poll(() => app.id('album-field').inputValue()).toBe(''); // it has neither name nor date: the user is asked
    await expect.poll(() => app.id('album-dialog-go').isDisabled()).toBe(true);
    await keyboard.press('Escape');
    await app.id('album-dialog').waitFor({ state: 'detached' });
    await keyboard.press('F2');
    await keyboard.type('Grandmother’s garden');
    await keyboard.press('Enter');
    await expect.poll(() => app.id('group-name').textContent()).toContain('garden');
    await keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
    await keyboard.press('/');
    await keyboard.type('GARDEN');
    await expect.poll(() => app.id('group-card').count()).toBe(1);
    await app.id('group-card').focus();
    await keyboard.press('Enter');
    await expect.poll(() => app.id('group-name').textContent()).toContain('garden');
    await keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
  });

  it('a group, the bar of its selection and its menu are reached and used', async () => {
    const { keyboard } = app.page;
    await app.id('group-card').first().focus();
    await keyboard.press('Enter');
    await app.id('group-screen').waitFor();
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('photo');
    await keyboard.press('v');
    const stops = await walk();
    expect(unringed(stops)).toEqual([]);
    for (const id of ['group-back', 'group-name', 'group-why', 'photo', 'clear-selection', 'different', 'selection-more']) expect(ids(stops), id).toContain(id);
    await app.id('selection-more').focus();
    await keyboard.press('Enter');
    const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe('gesture-m');
    await keyboard.press('ArrowDown');
    await expect.poll(() => focused()).toBe('gesture-x');
    await keyboard.press('End');
    await keyboard.press('ArrowDown');
    await expect.poll(() => focused()).toBe('gesture-m');
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
  });

  it.each([['open-settings', 'settings'], ['open-shortcuts', 'shortcuts']])('%s opens a dialog that holds the focus and gives it back', async (opener, dialog) => {
    await app.id(opener).focus();
    await app.page.keyboard.press('Enter');
    await app.id(dialog).waitFor();
    const stops = await walk();
    expect(unringed(stops)).toEqual([]);
    expect(ids(stops)).not.toContain('view-groups');
    await app.page.keyboard.press('Escape');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(opener);
  });

  it('nothing moves where the system asks for less motion', async () => {
    const opened = async (motion: 'reduce' | 'no-preference'): Promise<number> => {
      await app.page.emulateMedia({ reducedMotion: motion });
      const longest = await app.id('open-settings').evaluate(async (opener) => {
        (opener as HTMLElement).click();
        await new Promise(requestAnimationFrame); // before a busy machine has moved it to its end
        return Math.max(0, ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0)));
      });
      await app.id('settings').waitFor();
      await app.page.keyboard.press('Escape');
      return longest;
    };
    expect(await opened('no-preference')).toBeGreaterThan(100); // there is something to hold still
    expect(await opened('reduce')).toBeLessThanOrEqual(1);
  });

  it('Review and Learn are walked through as well', async () => {
    for (const [key, screen, wanted] of [['5', 'review-screen', ['review-end', 'review-similar', 'review-different', 'review-skip', 'review-degree', 'review-say-degree', 'review-flick']], ['6', 'encoder-row', []]] as const) {
      // digits are answers in Review: it is stopped, then left
      for (let turn = 0; turn < 2; turn++) await app.page.keyboard.press('Escape');
      await app.page.keyboard.press(`Control+${key}`);
      if (screen === 'review-screen') await app.id('review-photo').or(app.id('review-summary')).first().waitFor();
      else await app.id(screen).first().waitFor();
      const stops = await walk();
      expect(unringed(stops), screen).toEqual([]);
      if (await app.id('review-photo').count() > 0) for (const id of wanted) expect(ids(stops), id).toContain(id);
    }
  });
});
