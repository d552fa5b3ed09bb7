// The main job, from a folder to corrected groups, in a real browser: index, browse, judge, undo, restart, still so.

import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary, type MadeLibrary } from '../made-library.ts';
import { App, browserPath, startBrowser, startServer, type Server } from './app.ts';

const [groups, perGroup] = [6, 5];

describe.skipIf(browserPath === undefined)('a folder of photos in a real browser', () => {
  let root: string;
  let made: MadeLibrary;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-e2e-'));
    made = await makeLibrary(join(root, 'Photos'), { groups, perGroup, seed: 4 });
    const [first] = Object.keys(made.truth) as [string];
    await writeFile(join(made.folder, 'empty.jpg'), '');
    await writeFile(join(made.folder, 'letter.jpg'), 'Dear reader, this is no photo.');
    await copyFile(join(made.folder, first), join(made.folder, 'half.jpg'));
    await truncate(join(made.folder, 'half.jpg'), 300);
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), made.folder);
    app = await App.open(browser, server.address);
    await app.ready();
  }, 180_000);

  afterEach(() => expect(app.complaints).toEqual([]));

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const restart = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await app.close();
    await server.stop(signal);
    server = await startServer(join(root, 'data'), made.folder);
    app = await App.open(browser, server.address);
    await app.ready();
  };
  const sizes = (expected: readonly number[]) => expect.poll(() => app.groupSizes()).toEqual(expected);
  const whole = Array.from({ length: groups }, () => perGroup);
  let kept: number[] = [];

  it('finds the groups that are there', async () => {
    await sizes(whole);
    await expect.poll(() => app.id('groups-total').textContent()).toBe(`${groups} groups`);
  });

  it('lists the files that could not be read, each with its reason', async () => {
    await app.id('problems-link').click();
    await app.id('problem-row').first().waitFor();
    const rows = await app.id('problem-row').evaluateAll((all) => all.map((row) => [row.textContent.match(/\w+\.jpg/)?.[0], row.getAttribute('data-code')]));
    expect(new Map(rows as [string, string][])).toEqual(new Map([['empty.jpg', 'empty'], ['half.jpg', 'damaged'], ['letter.jpg', 'not-a-photo']]));
    await app.page.keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
  });

  it('keeps two photos apart as soon as the user says they are different', async () => {
    await app.id('group-card').first().click();
    await app.id('group-screen').waitFor();
    const ids = await app.photoIds();
    expect(ids).toHaveLength(perGroup);
    const [one, other] = ids as [number, number];
    await app.photo(one).click();
    await app.photo(other).click({ modifiers: ['Control'] });
    await expect.poll(() => app.id('selection-count').textContent()).toBe('2 selected');
    await app.id('different').click();
    await expect.poll(() => app.photoIds()).not.toHaveLength(perGroup);
    const left = await app.photoIds();
    expect([left.includes(one), left.includes(other)].filter(Boolean)).toHaveLength(1);
    kept = [one, other];
  });

  it('undoes and redoes it by keys', async () => {
    await app.undo();
    await expect.poll(() => app.photoIds().then((ids) => ids.length)).toBe(perGroup);
    await app.page.keyboard.press('Control+Shift+z');
    await expect.poll(() => app.photoIds().then((ids) => ids.length)).toBeLessThan(perGroup);
    await app.page.keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
    expect((await app.groupSizes()).filter((size) => size === perGroup)).toHaveLength(groups - 1);
  });

  it('shows the answers that a new one contradicts, and gives one up if the user says so', async () => {
    await app.id('view-all').click();
    await app.photo(kept[0]!).click();
    await app.photo(kept[1]!).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('s');
    await app.id('contradiction').waitFor();
    await expect.poll(() => app.id('contradiction-step').count()).toBe(1);
    await app.id('contradiction-keep').click();
    await app.id('contradiction').waitFor({ state: 'detached' });
    await app.id('view-groups').click();
    expect((await app.groupSizes()).filter((size) => size === perGroup)).toHaveLength(groups - 1);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('still knows it after the app was ended by %s', async (signal) => {
    await restart(signal);
    await expect.poll(async () => (await app.groupSizes()).filter((size) => size === perGroup)).toHaveLength(groups - 1);
    await app.id('undo').click();
    await sizes(whole);
    await app.id('redo').click();
    await expect.poll(async () => (await app.groupSizes()).filter((size) => size === perGroup)).toHaveLength(groups - 1);
  });

  it('cuts coarser and finer as the slider moves, and comes back to where it was', async () => {
    const slider = app.id('granularity');
    const total = () => app.id('groups-total').textContent();
    const singles = async () => Number(/\d+/.exec((await app.id('view-singles').textContent()) ?? '')?.[0] ?? 0);
    // a position of its own: before the first move, groups are as they were stored, with what was said applied to them
    const position = await slider.inputValue();
    await slider.fill('1');
    await slider.fill(position);
    await expect.poll(singles).toBeLessThan(2 * perGroup);
    let before: string | null = null;
    // the groups of the first move may still be drawn
    await expect.poll(async () => before === (before = await total()), { interval: 400 }).toBe(true);
    await slider.fill('0');
    // only copies are together: two of these drawn views differ by less than their noise
    await expect.poll(singles).toBeGreaterThanOrEqual(groups * perGroup - 2);
    await slider.fill('1');
    await expect.poll(singles).toBeLessThan(perGroup);
    await slider.fill(position);
    await expect.poll(total).toBe(before);
  });

  it('is used by keys alone', async () => {
    await app.page.reload();
    await app.ready();
    const { keyboard } = app.page;
    const focused = (name: string, place: number) => expect.poll(() => app.id(name).nth(place).evaluate((element) => element === document.activeElement)).toBe(true);
    await keyboard.press('ArrowRight');
    await focused('group-card', 0);
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await app.id('group-screen').waitFor();
    await focused('photo', 0);
    await keyboard.press('v');
    await keyboard.press('ArrowRight');
    await keyboard.press('v');
    await expect.poll(() => app.id('selection-count').textContent()).toBe('2 selected');
    await keyboard.press('Escape');
    await keyboard.press('Enter');
    await app.id('viewer-photo').waitFor();
    await app.id('neighbour').first().waitFor();
    await expect.poll(() => app.id('neighbour').count()).toBeGreaterThan(3);
    await keyboard.press('Escape');
    await app.id('group-screen').waitFor();
    await keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
    await focused('group-card', 1);
  });
});
