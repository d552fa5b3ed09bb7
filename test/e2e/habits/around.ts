// What surrounds the photos: first minutes, welcome, jobs, albums, another language, a file that goes.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { App } from '../app.ts';
import { root, server, browser, app, known, press, openGroup } from './setting.ts';

export function around(): void {
  it('the card of the first minutes is put away for good, and called again from the list of keys, also where no thumbnail can be measured', async () => {
    let measured = 0;
    await app.page.route('**/thumbnail/**', (route) => (route.request().resourceType() === 'fetch' ? (measured++, route.fulfill({ contentType: 'image/webp', body: 'no picture' })) : route.continue()));
    await app.page.reload();
    await app.ready();
    await expect.poll(() => app.id('first-minutes').count()).toBe(0); // the settings of this test say so
    await press('?');
    await app.id('first-again').click();
    await app.id('first-minutes').waitFor();
    expect(measured).toBeGreaterThan(0);
    expect(await app.id('toast').count()).toBe(0);
    await app.page.unroute('**/thumbnail/**');
    expect(await app.pictures('habits-first')).toEqual([]);
    await app.id('first-away').click();
    await app.id('first-minutes').waitFor({ state: 'detached' });
    expect((await known.ask('app.describe', null)).settings.introduced).toBe(true);
  });

  it('the welcome counts the photos below a folder, shows what was open last, and Escape leads back to where one was', async () => {
    await openGroup();
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('recent-covers').locator('img').first().waitFor();
    await app.id('folder-path').fill(root);
    await press('Tab'); // the path is left
    await expect.poll(() => app.id('photos-below').textContent()).toBe('35 photos');
    await app.id('folder').filter({ hasText: 'photos' }).click();
    await expect.poll(() => app.id('photos-below').textContent()).toBe('35 photos');
    expect(await app.pictures('habits-welcome')).toEqual([]);
    await press('Escape');
    await app.id('group-screen').waitFor();
  });

  it('shows what is under way in one tray: name, progress, pause', async () => {
    await app.id('view-learn').click();
    await app.id('encoder-row').first().waitFor();
    await known.ask('train.start', { minutes: 2 });
    await app.id('view-all').click();
    const job = app.page.locator('[data-testid=job][data-job=learn]');
    await job.waitFor();
    await expect.poll(() => job.textContent()).toContain('Learning');
    expect(await app.pictures('habits-jobs')).toEqual([]);
    await job.getByTestId('job-cancel').click();
    await job.waitFor({ state: 'detached' });
  });

  it('right click on an album opens its menu, as the menu key does', async () => {
    await known.ask('albums.create', { name: 'Kitchen', rule: null, photos: (await known.ask('photos.list', null)).ids.slice(0, 3) });
    await app.id('view-albums').click();
    await app.id('album-card').click({ button: 'right' });
    await app.id('album-open').waitFor();
    await press('Escape');
    await app.id('album-open').waitFor({ state: 'hidden' });
    await app.id('album-card').focus();
    await press('Shift+F10');
    await app.id('album-open').click();
    await app.id('album-screen').waitFor();
  });

  it('speaks Korean in its menus', async () => {
    const korean = await App.open(browser, server.address, { locale: 'ko-KR', width: 900, height: 700, scheme: 'dark' });
    await korean.ready();
    await korean.id('group-card').first().click();
    await korean.id('photo').nth(1).click({ button: 'right' });
    await korean.id('action-alike').waitFor();
    await expect.poll(() => korean.id('action-alike').textContent()).toContain('닮은 사진');
    await korean.picture('habits-menu-korean');
    expect(korean.complaints).toEqual([]);
    await korean.close();
  });

  it('tells that the photo that is open is no longer in the folder, and leads back', async () => {
    await app.id('view-all').click();
    await app.id('photo').nth(3).waitFor();
    const [, , , gone] = await app.photoIds();
    const [file] = await known.ask('photos.files', { ids: [gone as never] });
    await app.photo(gone!).dblclick();
    await app.id('viewer').waitFor();
    await rm(join(file!.folder, file!.path));
    await known.ask('index.start', null);
    await app.id('viewer').waitFor({ state: 'detached', timeout: 20_000 });
    await expect.poll(() => app.id('toast').textContent()).toMatch(/no longer in the folder|removed/);
  });
}
