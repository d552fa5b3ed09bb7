// Learning in a real browser: start it, see it work, pause, go on, cancel; then a short one to its end, told, and switched back.

import { describe, expect, it } from 'vitest';
import { type App, browserPath, type Look } from './app.ts';
import { learnScreen } from './learn-screen.ts';

const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light' },
  { name: 'wide-dark', scheme: 'dark' },
  { name: 'small-light', width: 900, height: 700 },
  { name: 'small-korean', width: 900, height: 700, scheme: 'dark' }
];

describe.skipIf(browserPath === undefined)('learning', () => {
  const screen = learnScreen(looks, { groups: 12 });
  const { ask } = screen;
  const shoot = (state: string, testid: string): Promise<void> => screen.shoot(`learn-${state}`, testid);
  const phase = (app: App): Promise<string | null> => app.id('learn-run').getAttribute('data-phase');

  it('is started, paused, gone on with and cancelled, while the groups can be browsed', async () => {
    await shoot('ready', 'learn-ready');
    const app = await screen.open();
    await app.id('view-groups').waitFor();
    await app.page.keyboard.press('Control+6');
    await app.id('learn-why-not').or(app.id('learn-ready')).first().waitFor();
    await app.page.keyboard.press('Enter');
    await expect.poll(() => phase(app), { timeout: 60_000 }).toBe('training');
    await expect.poll(async () => Number(await app.id('learn-loss').getAttribute('data-points')), { timeout: 60_000 }).toBeGreaterThan(0);
    await app.id('view-groups').click();
    await app.id('group-card').first().click();
    await app.id('photo').first().waitFor();
    await expect.poll(() => app.id('view-learn').textContent()).toMatch(/\d+%/);
    await app.id('view-learn').click();
    await shoot('running', 'learn-run');
    await app.page.keyboard.press('p');
    await expect.poll(() => phase(app)).toBe('paused');
    await app.id('learn-resume').click();
    await expect.poll(() => phase(app)).toMatch(/^(training|scoring)$/); // what was left of the training may be little
    await app.id('learn-cancel').click();
    await app.id('learn-cancelled').waitFor();
    await app.id('learn-ready').waitFor();
    await expect.poll(() => app.id('encoder-row').count()).toBe(1);
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 150_000);

  it('tells how it ended, and switches back to the encoder before', async () => {
    const app = await screen.open();
    await app.id('view-groups').waitFor(); // a page still loading would miss the end
    await ask('train.start', { minutes: 0.05 });
    await app.id('toast').waitFor({ timeout: 90_000 });
    await app.id('toast-action').click();
    await app.id('learn-outcome').waitFor();
    await expect.poll(() => app.id('learn-verdict').textContent()).toMatch(/The score (rose|fell) by \d+\.\d points, ± \d+\.\d|The score did not change/);
    await shoot('ended', 'learn-outcome');
    await app.id('learn-details').locator('summary').click();
    await app.picture('learn-details');
    await app.id('learn-groups').click();
    await app.id('groups-screen').waitFor();
    await app.id('view-learn').click();
    await app.id('learn-outcome').waitFor();
    const adopted = await app.id('learn-outcome').getAttribute('data-adopted');
    await expect.poll(() => app.id('encoder-row').count()).toBe(adopted === 'true' ? 2 : 1);
    if (adopted === 'true') {
      await app.id('encoder-use').click();
      await expect.poll(() => app.id('encoder-row').last().getAttribute('data-in-use')).toBe('true');
      await app.id('encoder-delete').click();
      await app.id('encoder-delete-dialog').waitFor();
      await app.id('encoder-delete-confirm').click();
      await expect.poll(() => app.id('encoder-row').count()).toBe(1);
    }
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 150_000);
});
