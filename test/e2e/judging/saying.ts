// Groups joined, split and moved, by keys and by dragging; two photos compared.

import { expect, it } from 'vitest';
import { app, ask, lens, said, sizes, whole, undo, height, slide, select, drag, perGroup } from './setting.ts';

export function saying(): void {
  it('makes one group of those picked, and keeps groups apart that are not related', async () => {
    await app.id('group-card').nth(0).hover();
    await app.id('group-card').nth(0).locator('.check').click();
    await expect.poll(() => app.id('merge-groups').isDisabled()).toBe(true);
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
}
