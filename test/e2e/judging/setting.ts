// A library of known groups, and how tests say something of its photos. Not a test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { makeLibrary } from '../../made-library.ts';
import { App, asking, startBrowser, startServer, type Server } from '../app.ts';

export const [groups, perGroup] = [5, 6];

export let root: string;
export let browser: Browser;
export let server: Server;
export let app: App;

export const { ask, lens, said, undoAll } = asking(() => server.address);
export const sizes = (expected: readonly number[]) => expect.poll(() => app.groupSizes()).toEqual(expected);
export const whole = Array.from({ length: groups }, () => perGroup);
export const undo = async (): Promise<void> => {
  await app.undo();
  await expect.poll(said).toEqual([]);
};

export const height = async (): Promise<number | null> => (await ask('groups.read', { lensId: await lens() })).height;
/** Moves the slider, and waits until its place is stored: a page that is closed before would leave the next one where it was. */
export const slide = async (position: string): Promise<void> => {
  const before = await height();
  await app.id('granularity').fill(position);
  await expect.poll(height).not.toBe(before);
};

/** Opens a group and selects its first photos; their ids. */
export const select = async (group: number, count: number): Promise<number[]> => {
  await app.id('group-card').nth(group).click();
  await app.id('photo').nth(perGroup - 1).waitFor();
  const ids = (await app.photoIds()).slice(0, count);
  for (const [at, id] of ids.entries()) await app.photo(id).click(at > 0 ? { modifiers: ['Control'] } : {});
  return ids;
};

/** As a hand drags: holds `from`, waits for `to` to be there, and drops it there; `over` is looked at in between. */
export const drag = async (from: Locator, to: Locator, over?: () => Promise<void>): Promise<void> => {
  const { mouse } = app.page;
  const middle = async (of: Locator): Promise<[number, number]> => {
    const box = (await of.boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = await middle(from);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 24, y + 24, { steps: 4 });
  await to.waitFor();
  await app.settled();
  await mouse.move(...(await middle(to)), { steps: 6 });
  await expect.poll(() => to.evaluate((element) => element.classList.contains('drop-here'))).toBe(true);
  await over?.();
  await mouse.up();
};

/** Whether all of the dialog that asks about a contradiction fits a small window. */
export const fitsSmall = async (): Promise<boolean> => {
  const size = app.page.viewportSize()!;
  await app.page.setViewportSize({ width: 900, height: 700 });
  const fits = await app.id('contradiction').evaluate((dialog) => [dialog, ...dialog.querySelectorAll('.content, .answer, .photos, p')].every((part) => part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1));
  await app.page.setViewportSize(size);
  return fits;
};

/** Has the tests begin and end with it. */
export function begin(): void {
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-judging-'));
    await makeLibrary(join(root, 'Photos'), { groups, perGroup, width: 480, height: 360, seed: 4 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
  }, 180_000);

  beforeEach(async () => {
    app = await App.open(browser, server.address);
    await app.ready();
  }, 180_000);

  afterEach(async () => {
    await undoAll();
    expect(app.complaints).toEqual([]);
    await app.close();
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });
}
