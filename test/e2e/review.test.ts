// A session of questions in a real browser, by keys: answers, degrees, skipping, going back, zoom that the photos
// share, flicking in one place, and what came of it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bare } from '../../src-shared/marks/packed.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asking, browserPath, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('reviewing', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  let truth: Readonly<Record<string, string>>;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-review-'));
    ({ truth } = await makeLibrary(join(root, 'Photos'), { groups: 24, perGroup: 4, width: 480, height: 360, seed: 9 }));
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    app = await App.open(browser, server.address);
    await app.ready();
    await app.id('granularity').fill('0.2'); // so that there is much to ask
    await app.page.waitForTimeout(300);
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const { ask, said } = asking(() => server.address);
  const asked = async (): Promise<number[]> => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => Number(pane.getAttribute('data-photo-id'))));
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  /** The next question is there. */
  const after = (before: readonly number[]) => expect.poll(asked).toSatisfy((now: readonly number[]) => now.length > 0 && now.join() !== before.join());
  const groupOf = async (id: number): Promise<string | undefined> => {
    const { files: [file] } = await ask('photo.details', { id: id as never });
    return truth[file?.path ?? ''];
  };

  it('celebrates nothing where nothing was answered', async () => {
    await app.id('review-end').click();
    await app.id('review-summary').waitFor();
    await expect.poll(() => app.id('review-icon').getAttribute('data-done')).toBe('false');
    await expect.poll(() => app.id('review-summary').textContent()).toContain('No answers this session');
    expect(await app.pictures('review-summary-none')).toEqual([]);
    await app.id('review-resume').click();
    await app.id('review-photo').first().waitFor();
    await press('Escape'); // the key on the button means the same
    await app.id('review-summary').waitFor();
    await press('Escape');
    await app.id('groups-screen').waitFor();
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
  });

  it('takes one key an answer, asks on at once, and goes back to what was asked before', async () => {
    const first = await asked();
    expect(await app.pictures('review')).toEqual([]);
    await press('s');
    await after(first);
    await expect.poll(said).toEqual([{ kind: 'similar', photos: first }]);
    const second = await asked();
    await press('d');
    await after(second);
    await expect.poll(said).toHaveLength(2);
    await press('ArrowLeft');
    await expect.poll(asked).toEqual(second);
    await expect.poll(said).toHaveLength(1);
    await app.id('undo').click(); // the one in the bar means the same here
    await expect.poll(asked).toEqual(first);
    await expect.poll(said).toEqual([]);
    // redo goes on, as the answers did
    await app.id('redo').click();
    await expect.poll(asked).toEqual(second);
    await app.page.keyboard.press('Control+Shift+z');
    await after(second);
    await expect.poll(said).toHaveLength(2);
    for (const question of [second, first]) {
      await press('ArrowLeft');
      await expect.poll(asked).toEqual(question);
    }
    await expect.poll(said).toEqual([]);
    await expect.poll(() => app.id('review-answered').textContent()).toBe('No answers yet');
  });

  it('gives by Enter the answer that is highlighted, whatever was clicked before', async () => {
    const highlighted = () => app.page.locator('footer .primary').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-testid')));
    const questions: (readonly number[])[] = [];
    const answer = async (act: () => Promise<void>): Promise<void> => {
      const photos = await asked();
      questions.push(photos);
      await act();
      await after(photos);
    };
    await expect.poll(() => highlighted()).toEqual(['review-similar']);
    await answer(() => press('Enter'));
    await press('8');
    await expect.poll(() => app.id('review-say-degree').textContent()).toContain('80% alike');
    await expect.poll(() => highlighted()).toEqual(['review-say-degree']);
    expect(await app.pictures('review-degree')).toEqual([]);
    await answer(() => press('Enter'));
    await expect.poll(() => highlighted()).toEqual(['review-similar']);
    await answer(() => app.id('review-different').click());
    await answer(() => press('Enter'));
    await app.id('review-degree').focus();
    await press('ArrowRight'); // moves the slider, not the question
    await answer(() => press('Enter'));
    const [first, second, third, fourth, fifth] = questions;
    const expected = [{ kind: 'similar', photos: first }, { kind: 'degree', photos: second, degree: 0.8 }, { kind: 'different', photos: third }, { kind: 'similar', photos: fourth }, { kind: 'degree', photos: fifth, degree: 0.55 }];
    await expect.poll(said).toEqual(expected);
    for (const photos of questions.reverse()) {
      await press('ArrowLeft');
      await expect.poll(asked).toEqual(photos);
    }
    await expect.poll(said).toEqual([]);
  });

  it('stays where it is by digits, in Review, with a photo open and with a selection', async () => {
    for (const key of ['1', '2', '3', '4', '5']) await press(key);
    await expect.poll(() => app.id('review-screen').count()).toBe(1);
    await expect.poll(() => app.id('review-say-degree').textContent()).toContain('50% alike');
    await app.id('view-all').click();
    await app.id('photo').first().focus();
    await press('v');
    await press('1');
    await app.id('selection-bar').waitFor();
    await press('Escape');
    await press('Enter');
    await app.page.locator('[data-testid=zoom-in]').waitFor();
    for (const key of ['1', '2', '4', '5']) await press(key);
    await expect.poll(() => app.id('zoom-in').count()).toBe(1);
    await press('Escape');
    await app.id('photo-grid').waitFor();
    await press('Control+5'); // with Ctrl they switch
    await app.id('review-photo').first().waitFor();
  });

  it('marks a photo with Alt: the one pointed at, or where they are flicked the one in front', async () => {
    const flags = async (): Promise<number[]> => { const { ids, marks } = await ask('marks.read', null); return [...ids].filter((_, at) => bare(marks[at]!) !== 0); };
    const photos = await asked();
    await ask('marks.write', { ids: Uint32Array.from(await flags()), change: { flag: null, stars: 0, label: null, favourite: false } }); // of the tests before
    await expect.poll(() => app.id('badges').count()).toBe(0);
    await app.page.mouse.move(2, 2);
    await press('Alt+p');
    await expect.poll(() => app.id('toast').textContent()).toContain('Point at a photo');
    await app.id('review-photo').last().hover();
    await press('Alt+p');
    await expect.poll(flags).toEqual([photos[1]]);
    expect([await asked(), await said()]).toEqual([photos, []]);
    await press('Control+z');
    await expect.poll(() => app.id('badges').count()).toBe(0);
    await press('f');
    await press('Alt+5');
    await expect.poll(() => app.page.locator(`[data-testid=review-photo][data-photo-id="${photos[0]}"] [data-testid=badges]`).count()).toBe(1);
    expect(await app.pictures('review-marked')).toEqual([]);
    await press('Control+z');
    await expect.poll(() => app.id('badges').count()).toBe(0);
    await press('f');
    await expect.poll(() => asked()).toEqual(photos);
  });

  it('does not ask again what was skipped, after Review was left, and after Kindred was closed', async () => {
    const first = await asked();
    await press('ArrowRight');
    await after(first);
    const second = await asked();
    await app.page.keyboard.down('n');
    await after(second);
    const third = await asked();
    await app.page.keyboard.down('n'); // held
    await app.page.waitForTimeout(100);
    await expect.poll(() => asked()).toEqual(third);
    await app.page.keyboard.up('n');
    await press('ArrowLeft');
    await expect.poll(asked).toEqual(second);
    await app.id('view-groups').click();
    await app.id('groups-screen').waitFor();
    await app.id('view-review').click();
    await expect.poll(asked).toEqual(second); // what is left open is asked, what is skipped is not
    await app.close();
    await server.stop();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    app = await App.open(browser, server.address);
    await app.ready();
    await app.id('view-review').click();
    await expect.poll(asked).toEqual(second);
  }, 120_000);

  it('zooms both photos to the same spot, and flicks them in one place', async () => {
    const places = () => app.page.locator('[data-testid=review-photo] .photo').evaluateAll((all) => all.map((one) => (one as HTMLElement).style.transform));
    await app.id('review-photo').first().hover({ position: { x: 120, y: 200 } });
    await app.page.mouse.wheel(0, -400);
    await expect.poll(async () => new Set(await places()).size).toBe(1);
    const [zoomed] = await places();
    expect(Number(/scale\(([\d.]+)\)/.exec(zoomed ?? '')?.[1])).toBeGreaterThan(1);
    expect(await app.pictures('review-zoomed')).toEqual([]);
    await press('f');
    const shown = () => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => getComputedStyle(pane).visibility));
    await expect.poll(shown).toEqual(['visible', 'hidden']);
    await press('Space'); // the tab that was clicked must not take it
    await expect.poll(shown).toEqual(['hidden', 'visible']);
    expect(await app.pictures('review-flicked')).toEqual([]);
    await press('f');
    await expect.poll(shown).toEqual(['visible', 'visible']);
  });

  const answerTruly = async (photos: readonly number[]): Promise<void> => {
    const [one, other] = await Promise.all(photos.map(groupOf));
    await press(one === other ? 's' : 'd');
    await after(photos);
  };

  it('tells what the answers came to, the same on return, and sums it up', async () => {
    for (let turn = 0; turn < 8; turn++) {
      await answerTruly(await asked());
      if (turn < 4) await expect.poll(() => app.id('review-guessed').count()).toBe(0);
    }
    // what follows from earlier answers is not recorded: count once no more are on their way
    let answers = -1;
    for (let now = (await said()).length; now !== answers; now = (await said()).length) {
      answers = now;
      await app.page.waitForTimeout(2000);
    }
    expect(answers).toBeGreaterThanOrEqual(5);
    await expect.poll(() => app.id('review-answered').textContent()).toMatch(new RegExp(`^\\d+ photos placed by ${answers} answers$`));
    await expect.poll(() => app.id('review-session').textContent()).toBe(`${answers} this session`);
    await expect.poll(() => app.id('review-guessed').textContent()).toMatch(/^Kindred guessed \d+ of your last \d+ answers$/);
    expect(await app.pictures('review-guessed')).toEqual([]);
    // but for how many photos are placed: what was learned meanwhile may move a few
    const line = async () => (await app.page.locator('.progress').textContent())?.replace(/^\s*\d+/, '');
    await expect.poll(line).toBeTruthy();
    const before = await line();
    await app.id('view-groups').click();
    await app.id('groups-screen').waitFor();
    await expect.poll(() => app.id('precision').textContent()).toMatch(/^(Strict|Balanced|Generous)$/);
    await expect.poll(() => app.id('precision').getAttribute('title')).toMatch(/^About \d+% of the pairs/);
    expect(await app.pictures('groups-strictness')).toEqual([]);
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
    await expect.poll(line).toBe(before);
    const placed = /^\d+/.exec((await app.id('review-answered').textContent()) ?? '')?.[0];
    await app.id('review-end').click();
    await app.id('review-summary').waitFor();
    expect(await app.pictures('review-summary')).toEqual([]);
    const summary = await app.id('review-summary').textContent();
    expect(summary).toContain(`${answers} answers this session`);
    expect(summary).toContain('Kindred guessed');
    await expect.poll(() => app.id('review-placed').textContent()).toBe(placed);
    await expect.poll(() => app.id('review-icon').getAttribute('data-done')).toBe('true');
    expect(Number(await app.id('review-settled').textContent())).toBeGreaterThanOrEqual(answers);
    await app.id('review-resume').click();
    await app.id('review-screen').waitFor();
    await app.id('open-shortcuts').click();
    await app.id('shortcuts').waitFor();
    await expect.poll(() => app.id('shortcuts').textContent()).toContain('Back to the previous question←U');
    expect(await app.pictures('review-shortcuts')).toEqual([]);
    await press('Escape');
    expect(app.complaints).toEqual([]);
  }, 180_000);

  it('takes back by key what was said before this session, as the button does', async () => {
    await app.page.reload();
    await app.id('review-photo').first().waitFor();
    const before = (await said()).length;
    await expect.poll(() => app.id('undo').isEnabled()).toBe(true);
    await press('Control+z');
    await expect.poll(async () => (await said()).length).toBe(before - 1);
  });
});
