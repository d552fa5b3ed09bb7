// One set after another, by keys.

import { expect, it } from 'vitest';
import { bare } from '../../../src-shared/marks/packed.ts';
import { app, ask, press, sets, decisionOf, open, shownSet, count } from './setting.ts';

export function deciding(): void {
  it('lists sets by kind, with what could go, and leads there from the level of copies', async () => {
    await app.id('level-0').click();
    await app.id('copies-link').waitFor();
    await expect.poll(() => app.id('copies-link').textContent()).toBe('3 exact copies: see Duplicates');
    expect(await app.pictures('duplicates-link')).toEqual([]);
    await app.id('copies-link').click();
    await app.id('set-card').first().waitFor();
    await expect.poll(async () => [await count('identical'), await count('same-picture'), await count('same-shot')]).toEqual([3, 4, 2]);
    await expect.poll(() => app.id('set-card').count()).toBe(3);
    await expect.poll(() => app.id('to-go').count()).toBe(0);
    expect(await app.pictures('duplicates-list')).toEqual([]);
    await app.id('kind-same-shot').click();
    await expect.poll(() => app.id('set-card').count()).toBe(2);
    await expect.poll(() => app.id('set-second').first().textContent()).toMatch(/^(Certain|Likely|Perhaps)$/);
  });

  it('keeps the proposed file by Enter, goes on to the next set, and takes it back by Ctrl + Z', async () => {
    const first = await open('same-picture');
    await expect.poll(() => app.id('set-reasons').textContent()).toMatch(/^Proposed .+/);
    await expect.poll(() => app.id('set-not-the-same').count()).toBe(1);
    expect(await app.pictures('duplicates-set')).toEqual([]);
    const [proposed] = (await ask('duplicates.read', { ids: [first] }))[0]!.files;
    await press('Enter');
    await expect.poll(shownSet).not.toBe(first);
    await expect.poll(() => decisionOf(first)).toEqual({ kind: 'keep', files: [proposed!.id] });
    await expect.poll(() => app.id('set-to-go').textContent()).toMatch(/^\d files? to go, \d+ kB$/);
    await expect.poll(() => app.id('toast').textContent()).toContain('to go');
    await press('Control+z');
    await expect.poll(shownSet).toBe(first);
    await expect.poll(() => decisionOf(first)).toBe(null);
    await expect.poll(() => app.id('set-to-go').count()).toBe(0);
    await press('Escape');
    await app.id('duplicates-screen').waitFor();
  });

  it('keeps the file of a digit, several by Shift and digits, and all by B', async () => {
    const first = await open('same-picture');
    const files = (await ask('duplicates.read', { ids: [first] }))[0]!.files.map(({ id }) => id);
    await press('2');
    await expect.poll(() => decisionOf(first)).toEqual({ kind: 'keep', files: [files[1]] });
    const second = (await shownSet())!;
    const others = (await ask('duplicates.read', { ids: [second] }))[0]!.files.map(({ id }) => id);
    await app.page.locator(`[data-testid=set-file][data-file="${others[0]}"]`).waitFor();
    await press('Shift+Digit2');
    await expect.poll(() => app.id('set-confirm').textContent()).toContain('Keep the 2 marked');
    await press('Enter');
    await expect.poll(() => decisionOf(second)).toEqual({ kind: 'keep', files: others.slice(0, 2) });
    const third = (await shownSet())!;
    await press('b');
    await expect.poll(async () => (await decisionOf(third))?.kind).toBe('keep');
    await expect.poll(() => app.id('toast').textContent()).toContain('All are kept');
    await app.id('toast-action').click();
    await expect.poll(() => decisionOf(third)).toBe(null);
    await press('Control+z');
    await press('Control+z');
    await expect.poll(async () => (await sets()).every(({ decision }) => decision === null)).toBe(true);
  });

  it('flicks between the keeper and another file, and turns to other sets, by keys', async () => {
    const first = await open('same-picture');
    await press('Space');
    await expect.poll(() => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => getComputedStyle(pane).visibility))).toEqual(['hidden', 'visible']);
    await press('Space');
    await expect.poll(() => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => getComputedStyle(pane).visibility))).toEqual(['visible', 'hidden']);
    expect(await app.pictures('duplicates-flicked')).toEqual([]);
    await press('f');
    await press('j');
    await expect.poll(shownSet).not.toBe(first);
    await press('k');
    await expect.poll(shownSet).toBe(first);
    await press('3'); // of no file, nor another screen
    await press('7');
    await expect.poll(() => app.id('set-screen').count()).toBe(1);
    if ((await sets()).some(({ decision }) => decision !== null)) await press('Control+z');
  });

  it('marks the photo pointed at, or that the keys are at, with Alt and the keys of marks', async () => {
    const marks = async (): Promise<number[]> => { const { ids, marks: packed } = await ask('marks.read', null); return [...ids].filter((_, at) => bare(packed[at]!) !== 0); };
    const id = await open('same-picture', '2 files');
    const photos = await app.id('review-photo').evaluateAll((panes) => panes.map((pane) => Number(pane.getAttribute('data-photo-id'))));
    await app.page.mouse.move(2, 2);
    await press('Alt+x'); // the keys are at the one the keeper is compared to
    await expect.poll(marks).toEqual([photos[1]]);
    await expect.poll(() => app.id('toast').textContent()).toContain('Photo rejected');
    expect([await shownSet(), await decisionOf(id)]).toEqual([id, null]);
    const first = (await app.id('review-photo').first().boundingBox())!;
    await app.page.mouse.move(first.x + 60, first.y + 90);
    await app.page.keyboard.down('Alt');
    await app.page.locator('.pane.pointed').waitFor();
    await expect.poll(() => app.page.locator('.pane.pointed').getAttribute('data-photo-id')).toBe(String(photos[0]));
    await press('3');
    await press('7');
    await app.page.keyboard.up('Alt');
    await expect.poll(() => app.id('badges').count()).toBe(2);
    expect(await app.pictures('duplicates-marked')).toEqual([]);
    await app.page.mouse.move(first.x + 60, first.y + 91);
    await app.id('pane-mark').first().click();
    await app.id('mark-picked').waitFor();
    await expect.poll(() => app.id('mark-picked').getAttribute('title')).toBe('Picked  Alt P');
    expect(await app.pictures('duplicates-mark-menu')).toEqual([]);
    await press('Escape');
    await app.id('mark-picked').waitFor({ state: 'detached' });
    // decided since, so that is taken back first
    await press('Enter');
    await expect.poll(() => decisionOf(id)).not.toBe(null);
    await press('Control+z');
    await expect.poll(() => decisionOf(id)).toBe(null);
    for (const left of [[photos[0], photos[1]], [photos[1]], []]) {
      await press('Control+z');
      await expect.poll(async () => (await marks()).sort((a, b) => a - b)).toEqual(left.toSorted((a, b) => a! - b!));
    }
  });
}
