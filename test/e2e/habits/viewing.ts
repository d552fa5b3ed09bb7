// What keys do to the open photo, and photos side by side.

import { expect, it } from 'vitest';
import { app, known, press, openGroup } from './setting.ts';

export function viewing(): void {
  it('S, D, X, M and W in the viewer speak of the group the photo was opened from, or the photo it is compared with', async () => {
    const ids = await openGroup();
    const [first, others] = [ids[0]!, ids.slice(1)];
    await app.photo(first).dblclick();
    await app.id('viewer').waitFor();
    await press('s');
    await expect.poll(async () => (await known.said()).at(-1)).toMatchObject({ kind: 'together' });
    await expect.poll(() => app.id('toast').textContent()).toContain('belongs to this group');
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await press('d');
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'apart', photos: [first], others: expect.arrayContaining(others) });
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await expect.poll(() => app.page.locator('[data-testid=neighbour][title]').count(), { message: 'neighbours of the same group' }).toBe(others.length); // the page has the groups as they were
    await press('x');
    await expect.poll(async () => (await known.said()).at(-1)).toMatchObject({ kind: 'apart', photos: [first] });
    await app.undo();
    await expect.poll(async () => (await known.said()).length).toBe(0);
    await press('m');
    await app.id('move-dialog').waitFor();
    await press('Escape');
    await app.id('move-dialog').waitFor({ state: 'detached' });
    await press('w');
    await app.id('why-dialog').waitFor();
    await press('Escape');
    await app.id('why-dialog').waitFor({ state: 'detached' });
    const other = Number(await app.id('neighbour').last().getAttribute('data-neighbour-id'));
    await app.id('neighbour').last().click();
    await expect.poll(() => app.id('viewer').getAttribute('data-photo')).toBe(String(other));
    await press('s');
    await expect.poll(async () => (await known.said()).at(-1)).toEqual({ kind: 'similar', photos: [other, first] });
  });

  it('turns the view, plays a slideshow that Space pauses, fills the screen, and opens what is alike as a grid', async () => {
    const ids = await openGroup();
    await app.photo(ids[0]!).dblclick();
    await app.id('viewer-photo').waitFor();
    const ratio = async () => {
      const { width, height } = (await app.id('viewer-photo').boundingBox())!;
      return width / height;
    };
    await expect.poll(ratio).toBeCloseTo(4 / 3, 1);
    await press('r');
    await expect.poll(ratio).toBeCloseTo(3 / 4, 1);
    await press('Shift+R');
    expect(await app.pictures('habits-viewer')).toEqual([]);
    await press('i');
    await app.id('details').waitFor();
    await expect.poll(() => app.page.evaluate(() => getSelection()?.isCollapsed)).toBe(true);
    await press('i');
    await press('f');
    await expect.poll(() => app.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await press('f');
    await expect.poll(() => app.page.evaluate(() => document.fullscreenElement === null)).toBe(true);
    await press('k');
    await press('+');
    await app.page.mouse.move(700, 300);
    await app.id('slideshow').waitFor();
    await expect.poll(() => app.id('slideshow-seconds').textContent()).toBe('2 s');
    await expect.poll(() => app.id('viewer').getAttribute('data-photo'), { timeout: 5000 }).toBe(String(ids[1]));
    await press('Space');
    await app.page.mouse.move(720, 320);
    await expect.poll(() => app.id('slideshow').getAttribute('data-paused')).toBe('true');
    await app.picture('habits-slideshow');
    await press('Escape');
    await app.id('slideshow').waitFor({ state: 'detached' });
    await press('l');
    await app.id('alike-screen').waitFor();
    await app.id('photo').nth(5).waitFor();
    expect((await app.photoIds())[0]).toBe(ids[1]);
    expect(await app.pictures('habits-alike')).toEqual([]);
    await app.id('photo').nth(2).dblclick();
    await app.id('viewer').waitFor();
    await expect.poll(() => app.id('viewer-position').textContent()).toContain('3 of');
    await press('Space');
    await app.id('alike-screen').waitFor();
  });

  it('compares four photos side by side at one zoom', async () => {
    const ids = await openGroup();
    for (const id of ids.slice(0, 4)) await app.photo(id).click({ modifiers: ['Control'] });
    await press('c');
    await app.id('compare').waitFor();
    await expect.poll(() => app.id('review-photo').count()).toBe(4);
    await press('+');
    const scales = await app.page.locator('[data-testid=review-photo] .photo').evaluateAll((all) => all.map((each) => /scale\(([\d.]+)\)/.exec((each as HTMLElement).style.transform)?.[1]));
    expect(scales).toEqual(['1.5', '1.5', '1.5', '1.5']);
    expect(await app.pictures('habits-compare')).toEqual([]);
    await press('Escape');
    await app.id('compare').waitFor({ state: 'detached' });
  });

  it('copies the paths of photos and the picture of one', async () => {
    await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const ids = await openGroup();
    await app.photo(ids[0]!).click();
    await press('Control+Alt+c');
    const [file] = await known.ask('photos.files', { ids: [ids[0] as never] });
    await expect.poll(() => app.page.evaluate(() => navigator.clipboard.readText())).toBe(`${file!.folder}/${file!.path}`);
    await press('Control+c');
    await expect.poll(() => app.id('toast').textContent()).toContain('Image copied');
    expect(await app.page.evaluate(async () => (await navigator.clipboard.read())[0]?.types)).toEqual(['image/png']);
    await app.photo(ids[0]!).click({ button: 'right' });
    await app.id('action-download').waitFor();
    await expect.poll(() => app.id('action-open-with').count()).toBe(0); // a browser cannot
  });
}
