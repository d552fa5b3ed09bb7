// Everything a user can say about photos and groups, in a real browser: gestures by keys and by dragging, degrees and rankings,
// why photos are together, contradictions with their chain, lenses, and answers as a file.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, startBrowser, startServer, type Server } from './app.ts';
import { volunteered } from '../origins.ts';

const [groups, perGroup] = [5, 6];

describe.skipIf(browserPath === undefined)('what a user says', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;

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

  const { ask, lens, said, undoAll } = asking(() => server.address);
  const sizes = (expected: readonly number[]) => expect.poll(() => app.groupSizes()).toEqual(expected);
  const whole = Array.from({ length: groups }, () => perGroup);
  const undo = async (): Promise<void> => {
    await app.undo();
    await expect.poll(said).toEqual([]);
  };

  const height = async (): Promise<number | null> => (await ask('groups.read', { lensId: await lens() })).height;
  /** Moves the slider, and waits until its place is stored: a page that is closed before would leave the next one where it was. */
  const slide = async (position: string): Promise<void> => {
    const before = await height();
    await app.id('granularity').fill(position);
    await expect.poll(height).not.toBe(before);
  };

  /** Opens a group and selects its first photos; their ids. */
  const select = async (group: number, count: number): Promise<number[]> => {
    await app.id('group-card').nth(group).click();
    await app.id('photo').nth(perGroup - 1).waitFor();
    const ids = (await app.photoIds()).slice(0, count);
    for (const [at, id] of ids.entries()) await app.photo(id).click(at > 0 ? { modifiers: ['Control'] } : {});
    return ids;
  };

  /** As a hand drags: holds `from`, waits for `to` to be there, and drops it there; `over` is looked at in between. */
  const drag = async (from: Locator, to: Locator, over?: () => Promise<void>): Promise<void> => {
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
  const fitsSmall = async (): Promise<boolean> => {
    const size = app.page.viewportSize()!;
    await app.page.setViewportSize({ width: 900, height: 700 });
    const fits = await app.id('contradiction').evaluate((dialog) => [dialog, ...dialog.querySelectorAll('.content, .answer, .photos, p')].every((part) => part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1));
    await app.page.setViewportSize(size);
    return fits;
  };

  it('makes one group of those picked, and keeps groups apart that are not related', async () => {
    await app.id('group-card').nth(0).hover();
    await app.id('group-card').nth(0).locator('.check').click();
    expect(await app.id('merge-groups').isDisabled()).toBe(true);
    await app.id('group-card').nth(1).click({ modifiers: ['Control'] });
    expect(await app.pictures('picked-groups')).toEqual([]);
    await app.page.keyboard.press('s');
    await sizes([2 * perGroup, ...whole.slice(2)]);
    await undo();
    await sizes(whole);
    await app.page.keyboard.press('ArrowRight');
    await app.id('group-card').nth(1).focus();
    for (const key of ['v', 'ArrowRight', 'v', 'd']) await app.page.keyboard.press(key);
    await expect.poll(async () => (await said()).map(({ kind }) => kind)).toContain('apart');
    await slide('1');
    // at any position of the slider
    await expect.poll(async () => (await app.groupSizes()).length).toBeGreaterThan(1);
    await slide('0.5');
    await undo();
  });

  it('splits photos off, and moves them to another group, by keys', async () => {
    await select(0, 2);
    await app.page.keyboard.press('x');
    await expect.poll(() => app.photoIds().then((ids) => ids.length)).toBe(perGroup - 2);
    await undo();
    await expect.poll(() => app.photoIds().then((ids) => ids.length)).toBe(perGroup);
    await app.page.keyboard.press('Escape');
    await app.id('groups-screen').waitFor();
    await select(1, 1);
    await app.page.keyboard.press('m');
    await app.id('move-group').nth(1).waitFor();
    expect(await app.pictures('move-dialog')).toEqual([]);
    await app.page.keyboard.press('ArrowRight');
    await app.page.keyboard.press('Enter');
    await app.id('toast').waitFor();
    await app.id('view-groups').click();
    await expect.poll(async () => (await app.groupSizes()).toSorted((a, b) => b - a)).toEqual([perGroup + 1, ...whole.slice(2), perGroup - 1]);
    await undo();
    await sizes(whole);
  });

  it('takes photos out of a group and into another by dragging, and a group into a group', async () => {
    const [first, second] = await select(0, 2) as [number, number];
    await app.page.keyboard.press('Escape');
    await drag(app.photo(first), app.id('drop-out'));
    await expect.poll(() => app.photoIds()).not.toContain(first);
    await undo();
    await expect.poll(() => app.photoIds()).toContain(first);
    await drag(app.photo(second), app.id('drop-group').first(), () => app.picture('drop-tray-wide-light'));
    await expect.poll(() => app.photoIds()).not.toContain(second);
    await undo();
    await app.id('view-groups').click();
    await drag(app.id('group-card').nth(2), app.id('group-card').nth(0));
    await sizes([2 * perGroup, ...whole.slice(2)]);
    await undo();
    await sizes(whole);
  });

  it('says how alike two photos are, and which of two is closer to a third', async () => {
    const [first, second, third] = await select(0, 3) as [number, number, number];
    await app.page.keyboard.press('c');
    await app.id('compare-dialog').waitFor();
    expect(await app.pictures('compare-three')).toEqual([]);
    await app.page.keyboard.press('2');
    await expect.poll(said).toEqual([{ kind: 'closer', photos: [first, third, second] }]);
    await undo();
    await app.photo(first).click();
    await app.photo(second).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('c');
    await app.id('compare-dialog').waitFor();
    await app.page.keyboard.press('7');
    expect(await app.pictures('compare-two')).toEqual([]);
    await app.page.keyboard.press('Enter');
    await expect.poll(said).toEqual([{ kind: 'degree', photos: [first, second], degree: 0.7 }]);
    await undo();
    await app.photo(first).click();
    await app.photo(second).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('c');
    await app.id('compare-dialog').waitFor();
    await app.page.keyboard.press('Enter'); // nothing was set: similar is highlighted
    await expect.poll(said).toEqual([{ kind: 'similar', photos: [first, second] }]);
    await undo();
  });

  it('records an answer to a question with its probability, and what nobody asked with the height of the groups', async () => {
    const lensId = await lens();
    const origins = async () => (await ask('judgments.read', { lensId })).judgments.map(({ origin }) => origin);
    await slide('0.2'); // so that there is something to ask
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
    await app.page.keyboard.press('s');
    await expect.poll(origins).toHaveLength(1);
    const [asked] = await origins();
    expect(asked).toEqual({ kind: 'asked', probability: expect.any(Number) as number });
    expect(asked?.kind === 'asked' && asked.probability).toBeGreaterThan(0);
    await undo();
    await app.id('view-groups').click();
    await app.id('group-card').first().click();
    await app.id('photo').nth(1).waitFor();
    const [first, second] = await app.photoIds() as [number, number];
    await app.photo(first).click();
    await app.photo(second).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('s');
    await expect.poll(origins).toEqual([{ kind: 'volunteered', height: await height() }]);
    await undo();
    await app.id('view-groups').click();
    await slide('0.5');
    await sizes(whole);
  });

  it('shows why photos are together: chance, shares, and the answers that bind them', async () => {
    await select(0, 2);
    await app.page.keyboard.press('w');
    await app.id('why-sum').waitFor();
    expect(await app.id('why-sum').textContent()).toMatch(/\d+%/);
    const shares = await app.id('why-feature').evaluateAll((rows) => rows.map((row) => Number(/(\d+)%/.exec(row.textContent)?.[1])));
    expect(shares.length).toBeGreaterThan(1);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(shares.length); // each rounded
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await app.id('group-why').click();
    await app.id('why-sum').waitFor();
    expect(await app.id('why').textContent()).toContain('Your answer that binds them');
    expect(await app.pictures('why-group')).toEqual([]);
    await app.page.keyboard.press('Escape');
    await undo();
  });

  it('shows the whole chain that a new answer contradicts, and drops the one chosen', async () => {
    const [a, b, c] = await select(0, 3) as [number, number, number];
    const lensId = await lens();
    const together = (one: number, other: number) => ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [one, other] as never }, origin: volunteered });
    await together(a, b);
    await together(b, c);
    await app.page.keyboard.press('Escape');
    await app.photo(a).click();
    await app.photo(c).click({ modifiers: ['Control'] });
    await app.page.keyboard.press('d');
    await app.id('contradiction').waitFor();
    expect(await app.id('contradiction-step').count()).toBe(2);
    expect(await app.pictures('contradiction-chain')).toEqual([]);
    expect(await fitsSmall()).toBe(true);
    await app.id('contradiction-step').first().click();
    await app.id('contradiction-drop').click();
    await expect.poll(said).toEqual([{ kind: 'similar', photos: [b, c] }, { kind: 'different', photos: [a, c] }]);
    await app.undo();
    await expect.poll(said).toEqual([{ kind: 'similar', photos: [a, b] }, { kind: 'similar', photos: [b, c] }]);
    await app.undo();
    await app.undo();
    await expect.poll(said).toEqual([]);
  });

  it('offers plainly to drop what was said where photos that were taken out are put back', async () => {
    const taken = (await select(0, 2)).toSorted();
    await app.page.keyboard.press('x');
    await app.id('toast-show').click();
    await expect.poll(async () => (await app.photoIds()).toSorted()).toEqual(taken);
    for (const [at, id] of taken.entries()) await app.photo(id).click(at > 0 ? { modifiers: ['Control'] } : {});
    await app.page.keyboard.press('m');
    await app.id('move-group').first().waitFor();
    const sizes = await app.id('move-group').evaluateAll((groups) => groups.map((group) => group.textContent));
    await app.id('move-group').nth(sizes.findIndex((text) => /\b4\b/.test(text))).click();
    await app.id('contradiction').waitFor();
    expect(await app.pictures('contradiction-back')).toEqual([]);
    expect(await fitsSmall()).toBe(true);
    expect(await app.page.getByRole('radio').count()).toBe(0); // there is nothing to choose from
    expect(await app.id('contradiction').textContent()).toMatch(/Earlier you said.*Take back the earlier answer/);
    await app.id('contradiction-drop').click();
    await app.id('contradiction').waitFor({ state: 'detached' });
    await expect.poll(async () => (await said()).map(({ kind }) => kind)).toEqual(['together', 'together']);
    await app.undo();
    await undo();
  });

  it('makes, names, copies, changes and deletes lenses, each with its own answers', async () => {
    const { keyboard } = app.page;
    const choose = async (item: string): Promise<void> => {
      await app.id('lens-menu').click();
      await app.id(item).click();
    };
    const named = (name: string) => expect.poll(() => app.id('lens-menu').textContent()).toContain(name);
    await choose('lens-create');
    await app.id('lens-name-done').click();
    await app.id('lens-name-refused').waitFor();
    await keyboard.type('Same place');
    expect(await app.pictures('lens-create')).toEqual([]);
    await keyboard.press('Enter');
    await named('Same place');
    await app.ready();
    await select(0, 2);
    await keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await choose('lens-duplicate');
    await keyboard.press('Enter');
    await named('Same place (copy)');
    await expect.poll(said).toHaveLength(1);
    await choose('lens-rename');
    await keyboard.type('Same dish');
    await keyboard.press('Enter');
    await named('Same dish');
    await app.id('lens-menu').click();
    expect(await app.pictures('lens-menu')).toEqual([]);
    await app.id('lens').first().click();
    await named('All-round');
    await expect.poll(said).toEqual([]);
    await app.id('lens-menu').click();
    await app.id('lens').last().click();
    await named('Same dish');
    await choose('lens-delete');
    await named('All-round');
    await app.id('toast-action').click();
    await named('Same dish');
    for (const left of [2, 1]) {
      await choose('lens-delete');
      await named('All-round'); // the menu closes when the lens changes
      await app.id('lens-menu').click();
      await expect.poll(() => app.id('lens').count()).toBe(left);
      if (left === 1) await keyboard.press('Escape');
      else {
        await app.id('lens').last().click();
        await named('Same place');
      }
    }
    await named('All-round');
  });

  it('keeps answers in a file, and takes them over from one', async () => {
    await select(0, 2);
    await app.page.keyboard.press('s');
    await expect.poll(said).toHaveLength(1);
    await app.id('open-settings').click();
    const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('judgments-export').click()]);
    const file = join(root, 'answers.jsonl');
    await download.saveAs(file);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await app.page.keyboard.press('Escape');
    await undo();
    await app.id('open-settings').click();
    await writeFile(file, [...lines, ...lines, 'not an answer'].join('\n'));
    await app.id('judgments-file').setInputFiles(file);
    await app.id('import-report').waitFor();
    expect(await app.id('import-report').textContent()).toMatch(/1 answer taken over.*1 line was not taken over.*damaged/);
    expect(await app.pictures('answers-file')).toEqual([]);
    await expect.poll(said).toHaveLength(1);
    await app.page.keyboard.press('Escape');
    await undo();
  });
});
