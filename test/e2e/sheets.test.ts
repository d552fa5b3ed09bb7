// Sheets in a real browser: odd photos are marked by clicks and by keys, the groups follow, and one undo takes a whole sheet back.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { decode, encode } from 'cbor-x';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Sheet } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('reviewing by sheets', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-sheets-'));
    await makeLibrary(join(root, 'Photos'), { groups: 24, perGroup: 6, width: 480, height: 360, seed: 11 });
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    app = await App.open(browser, server.address);
    await app.ready();
    await app.id('granularity').fill('0.6'); // groups that hold photos of several kinds
    await app.page.waitForTimeout(300);
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const { ask, lens, judgments: said, undoAll } = asking(() => server.address);
  const shown = (): Promise<number[]> => app.id('sheet-photo').evaluateAll((tiles) => tiles.map((tile) => Number(tile.getAttribute('data-photo-id'))));
  const odd = (): Promise<number[]> => app.page.locator('[data-testid=sheet-photo][aria-pressed=true]').evaluateAll((tiles) => tiles.map((tile) => Number(tile.getAttribute('data-photo-id'))));
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  /** Another sheet is there. */
  const after = (before: readonly number[]) => expect.poll(shown).toSatisfy((now: readonly number[]) => now.length > 0 && now.join() !== before.join());
  /** Photos of each group on the screen of groups, as the page has stored them. */
  const groupOf = async (): Promise<ReadonlyMap<number, number>> => {
    const { photos, ends, ids } = await ask('groups.read', { lensId: await lens() });
    const of = new Map<number, number>();
    ids.forEach((id, place) => { for (let at = ends[place - 1] ?? 0; at < ends[place]!; at++) of.set(photos[at]!, id); });
    return of;
  };

  it('says of both photos of a pair when and where they are from, and what group they are in', async () => {
    await expect.poll(async () => (await app.id('review-context').allTextContents()).every((text) => /Photos.*group/.test(text))).toBe(true);
    await expect.poll(() => app.id('review-context').count()).toBe(2);
    expect(await app.pictures('review-context')).toEqual([]);
  });

  it('is switched to, and stays so', async () => {
    await app.id('review-by-sheets').click();
    await app.id('sheet').waitFor();
    expect((await shown()).length).toBeGreaterThan(1);
    await app.page.reload();
    await app.id('sheet').waitFor();
    await expect.poll(() => app.id('review-by-sheets').getAttribute('aria-checked')).toBe('true');
    expect(await app.pictures('review-sheet')).toEqual([]);
  });

  it('marks two photos by a click each; Enter puts the rest together and holds the two apart, and the groups follow', async () => {
    for (let turn = 0; (await shown()).length < 4; turn++) {
      expect(turn).toBeLessThan(10);
      const before = await shown();
      await press('s');
      await after(before);
    }
    const photos = await shown();
    const [second, third] = [photos[1]!, photos[2]!];
    for (const photo of [second, third]) await app.page.locator(`[data-testid=sheet-photo][data-photo-id="${photo}"]`).click();
    await expect.poll(() => odd()).toEqual([second, third]);
    await expect.poll(() => app.id('sheet-marked').textContent()).toBe('2 marked as odd');
    expect(await app.pictures('review-sheet-marked')).toEqual([]);
    await press('Enter');
    await after(photos);
    await expect.poll(async () => (await said()).map(({ statement }) => statement)).toEqual([
      { kind: 'together', photos: photos.filter((photo) => photo !== second && photo !== third) },
      { kind: 'apart', photos: photos.filter((photo) => photo !== second && photo !== third), others: [second, third] }
    ]);
    expect((await said()).every(({ origin }) => origin.kind === 'asked')).toBe(true);
    await expect.poll(async () => {
      const of = await groupOf();
      const rest = new Set(photos.filter((photo) => photo !== second && photo !== third).map((photo) => of.get(photo)));
      return rest.size === 1 && !rest.has(undefined) && !rest.has(of.get(second)) && !rest.has(of.get(third));
    }, { timeout: 15_000 }).toBe(true);
  });

  it('takes the whole sheet back with one key, and shows it again', async () => {
    const before = await shown();
    await press('u');
    await after(before);
    await expect.poll(async () => (await said()).length).toBe(0);
    await expect.poll(() => odd()).toEqual([]);
  });

  it('is answered by keys alone', async () => {
    const photos = await shown();
    await app.page.mouse.move(2, 2);
    await press('Alt+x'); // of what the user thinks of the photo, it says nothing of the sheet
    await app.id('badges').waitFor();
    expect([await app.page.locator('[data-testid=sheet-photo]:has([data-testid=badges])').getAttribute('data-photo-id'), await odd()]).toEqual([String(photos[0]), []]);
    await press('Control+z');
    await app.id('badges').waitFor({ state: 'detached' });
    await press('ArrowRight');
    await press('Space');
    await expect.poll(() => odd()).toEqual([photos[1]]);
    await press('Space');
    await press('ArrowLeft');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Space');
    await expect.poll(() => odd()).toEqual([photos[2]]);
    await press('Enter');
    await after(photos);
    await expect.poll(async () => (await said()).length).toBe(2);
    expect((await said())[1]!.statement).toMatchObject({ kind: 'apart', others: [photos[2]] });
    await press('ArrowLeft'); // at the first photo: back
    await expect.poll(shown).toEqual(photos);
    await expect.poll(async () => (await said()).length).toBe(0);
    await press('s');
    await after(photos);
    expect(await said()).toEqual([]);
  });

  it('draws a line between two groups that are proposed as one, and moves it', async () => {
    // when two are proposed as one is told by test/learning/questions/sheets; here the larger sheets stand in for such, so that there always is one
    await undoAll();
    await app.page.route('**/api/groups.ask', async (route) => {
      const response = await route.fetch();
      const answer = decode(await response.body()) as { readonly value: unknown }; // as serve.ts sends it
      if ((decode(route.request().postDataBuffer()!) as Input<'groups.ask'>).message.kind !== 'sheets') return route.fulfill({ response });
      const large = (answer.value as Sheet[]).filter(({ photos }) => photos.length >= 4);
      const merges = large.map((sheet) => {
        const own = sheet.photos.length >> 1;
        return { ...sheet, merge: true, own, standing: [sheet.photos[0], sheet.photos[own]] };
      });
      await route.fulfill({ response, body: Buffer.from(encode({ ...answer, value: merges })) });
    });
    await app.page.reload();
    await app.id('sheet-line').waitFor();
    expect(await app.pictures('review-sheet-merge')).toEqual([]);
    await press('d');
    const line = Number(await app.id('sheet').getAttribute('data-line'));
    expect(line).toBeGreaterThan(0);
    expect(await app.pictures('review-sheet-line')).toEqual([]);
    const box = (await app.id('sheet-line').boundingBox())!;
    await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await app.page.mouse.down();
    await app.page.mouse.move(120, box.y + box.height / 2, { steps: 8 });
    await app.page.mouse.up();
    expect(Number(await app.id('sheet').getAttribute('data-line'))).toBeLessThan(line);
    const at = Number(await app.id('sheet').getAttribute('data-line'));
    await press(']');
    expect(Number(await app.id('sheet').getAttribute('data-line'))).toBe(at + 1);
    const photos = await shown();
    await app.id('sheet-confirm').click();
    await expect.poll(async () => (await said()).some(({ statement }) => statement.kind === 'apart' && statement.photos.join() === photos.slice(0, at + 1).join() && statement.others.join() === photos.slice(at + 1).join()), { timeout: 30_000 }).toBe(true);
    await app.page.unrouteAll({ behavior: 'wait' });
  });

  it('fits its words in Korean too', async () => {
    const korean = await App.open(browser, server.address, { locale: 'ko-KR' });
    await korean.ready();
    await korean.id('view-review').click();
    await korean.id('sheet').or(korean.id('sheet-none')).waitFor();
    expect(await korean.pictures('review-sheet-korean')).toEqual([]);
    expect(korean.complaints).toEqual([]);
    await korean.page.close();
  });

  it('has nothing to complain about', () => {
    expect(app.complaints).toEqual([]);
  });
});
