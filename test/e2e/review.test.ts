// A session of questions in a real browser, by keys: answers, degrees, a comparison, skipping, taking back, zoom that the photos
// share, flicking in one place, and what came of it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asker, browserPath, lastOpened, startBrowser, startServer, type Server } from './app.ts';

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

  const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);
  const said = async (): Promise<Statement[]> => (await ask('judgments.read', { lensId: (await ask('library.enter', lastOpened))!.lensId })).judgments.map(({ statement }) => statement);
  const asked = async (): Promise<number[]> => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => Number(pane.getAttribute('data-photo-id'))));
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  /** The next question is there. */
  const after = (before: readonly number[]) => expect.poll(asked).toSatisfy((now: readonly number[]) => now.length > 0 && now.join() !== before.join());
  const groupOf = async (id: number): Promise<string | undefined> => {
    const { files: [file] } = await ask('photo.details', { id: id as never });
    return truth[file?.path ?? ''];
  };

  it('takes one key an answer, asks on at once, and asks again what is taken back', async () => {
    const first = await asked();
    expect(await app.pictures('review')).toEqual([]);
    await press('s');
    await after(first);
    await expect.poll(said).toEqual([{ kind: 'similar', photos: first }]);
    const second = await asked();
    await press('d');
    await after(second);
    await expect.poll(said).toHaveLength(2);
    await press('u');
    await expect.poll(asked).toEqual(second);
    await expect.poll(said).toHaveLength(1);
    await app.id('undo').click(); // the one in the bar means the same here
    await expect.poll(asked).toEqual(first);
    await expect.poll(said).toEqual([]);
    expect(await app.id('review-answered').textContent()).toBe('No answers yet');
  });

  it('skips a question, and takes a degree by its digit', async () => {
    const first = await asked();
    await press('n');
    await after(first);
    const second = await asked();
    await press('8');
    expect(await app.id('review-say-degree').textContent()).toContain('80% alike');
    await press('Enter');
    await after(second);
    await expect.poll(said).toEqual([{ kind: 'degree', photos: second, degree: 0.8 }]);
    for (const step of [second, first]) {
      await press('u');
      await expect.poll(asked).toEqual(step);
    }
    await expect.poll(said).toEqual([]);
  });

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

  it('compares now and then, and sums up what came of it', async () => {
    let compared = 0;
    for (let turn = 0; turn < 60 && compared === 0; turn++) {
      const photos = await asked();
      if (photos.length === 3) {
        compared++;
        expect(await app.pictures('review-ranking')).toEqual([]);
        await press('1');
        await expect.poll(said).toContainEqual({ kind: 'closer', photos });
      } else {
        const [one, other] = await Promise.all(photos.map(groupOf));
        await press(one === other ? 's' : 'd');
      }
      await after(photos);
    }
    expect(compared).toBe(1);
    const answers = (await said()).length;
    await app.id('review-end').click();
    await app.id('review-summary').waitFor();
    expect(await app.pictures('review-summary')).toEqual([]);
    expect(await app.id('review-summary').textContent()).toContain(`${answers} answers given`);
    expect(Number(await app.id('review-settled').textContent())).toBeGreaterThanOrEqual(answers - 1); // the comparison settles none
    expect(await app.id('review-right').textContent()).toMatch(/^about \d+ of \d+$/);
    await app.id('review-resume').click();
    await app.id('review-screen').waitFor();
    expect(app.complaints).toEqual([]);
  }, 180_000);
});
