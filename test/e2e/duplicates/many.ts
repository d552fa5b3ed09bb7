// Many sets at once, the rules of the proposal, another language.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { App } from '../app.ts';
import { root, browser, server, app, press, sets, open, count } from './setting.ts';

export function many(): void {
  it('offers nothing but to keep for identical files, and never asks again what is not the same', async () => {
    await open('identical');
    await expect.poll(() => app.id('set-not-the-same').count()).toBe(0);
    await press('n');
    await press('Escape');
    const before = (await sets()).length;
    const shot = await open('same-shot', '2 files');
    await press('n');
    await expect.poll(async () => (await sets()).some(({ id, decision }) => id === shot && decision === null), { timeout: 10_000 }).toBe(false);
    await expect.poll(async () => (await sets()).length, { timeout: 10_000 }).toBeLessThan(before);
    await app.page.reload();
    await app.id('view-duplicates').click();
    await app.id('duplicates-screen').or(app.id('set-screen')).first().waitFor();
    await expect.poll(() => count('same-shot')).toBe(1);
  });

  it('decides many sets at once after a preview, as one step', async () => {
    await app.id('open-decide-all').click();
    await app.id('all-confirm').waitFor();
    await app.id('certainty-perhaps').click();
    await expect.poll(() => app.id('all-total').textContent()).toMatch(/^Together, each file once7/);
    await expect.poll(() => app.id('all-same-shot').isChecked()).toBe(false);
    expect(await app.pictures('duplicates-decide-all')).toEqual([]);
    await app.id('all-confirm').click();
    await expect.poll(async () => (await sets()).filter(({ decision }) => decision !== null).length).toBe(7);
    await expect.poll(() => app.id('to-go').textContent()).toMatch(/^\d+ files to go/);
    await app.id('kind-identical').click();
    await app.id('duplicates-decided').waitFor();
    expect(await app.pictures('duplicates-all-decided')).toEqual([]);
    await app.id('show-decided').click();
    await expect.poll(() => app.id('set-second').allTextContents()).toEqual(['1 file to go', '1 file to go', '1 file to go']);
    expect(await app.pictures('duplicates-decided')).toEqual([]);
    await app.id('show-decided').click();
    await press('Control+z');
    await expect.poll(async () => (await sets()).filter(({ decision }) => decision !== null).length).toBe(0);
    await app.id('to-go').waitFor({ state: 'detached' });
  });

  it('proposes by the rules as the user orders them, and by preferred folders', async () => {
    await app.id('open-rules').click();
    expect(await app.pictures('duplicates-rules')).toEqual([]);
    const rules = () => app.id('rule').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rule')));
    await app.page.locator('[data-rule=pixels] .grip').focus();
    await press('ArrowUp');
    await expect.poll(rules).toEqual(['pixels', 'folder', 'original', 'metadata', 'sharpness', 'exposure', 'format', 'bytes', 'earlier']);
    await press('ArrowDown');
    await expect.poll(async () => (await rules())[0]).toBe('folder');
    await app.page.locator('[data-rule=bytes]').dragTo(app.page.locator('[data-rule=original]'));
    await expect.poll(async () => (await rules()).slice(0, 4)).toEqual(['folder', 'pixels', 'bytes', 'original']);
    await app.id('prefer-path').fill('/elsewhere');
    await expect.poll(() => app.id('prefer-add').isDisabled()).toBe(true);
    await app.id('prefer-path').fill('Backup');
    await press('Enter');
    await expect.poll(() => app.id('preferred').textContent()).toContain(join(root, 'Photos', 'Backup'));
    await press('Escape');
    await app.id('kind-identical').click();
    await app.id('set-card').first().click();
    await expect.poll(() => app.id('set-reasons').textContent()).toBe('Proposed in the preferred folder');
    await press('Escape');
  });

  it('is drawn in Korean too, and complains of nothing', async () => {
    const korean = await App.open(browser, server.address, { width: 900, height: 700, locale: 'ko-KR' });
    await korean.id('view-duplicates').click();
    await korean.id('set-card').first().waitFor();
    expect(await korean.pictures('duplicates-list-korean')).toEqual([]);
    await korean.id('search').fill('zzqqx');
    const top = async (name: string) => (await korean.id(name).boundingBox())!.y;
    expect(await top('none-match')).toBeGreaterThan(await top('filter-bar')); // which clears it
    await korean.id('search').fill('');
    await korean.id('set-card').first().waitFor();
    await korean.id('kind-same-picture').click();
    await korean.id('set-card').first().click();
    await korean.id('set-files').waitFor();
    expect(await korean.pictures('duplicates-set-korean')).toEqual([]);
    expect([...app.complaints, ...korean.complaints]).toEqual([]);
    await korean.close();
  });
}
