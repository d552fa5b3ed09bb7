// Exporting in a real browser: by keys and by mouse, with a preview, taken back, and lists that replace nothing unasked.

import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App, browserPath, type Server } from './app.ts';
import { closeOpened, opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('export', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  let out: string;

  beforeAll(async () => {
    ({ root, browser, server, app } = await opened({ groups: 3, perGroup: 4, width: 320, height: 240, seed: 5, dated: true }, {
      prepare: (made) => mkdir(join(made.root, 'Out')), environment: (at) => ({ HOME: at, XDG_DATA_HOME: join(at, 'home') })
    }));
    out = join(root, 'Out');
  }, 180_000);

  afterAll(async () => {
    await closeOpened({ browser, server, root });
  });

  const filesOut = async (): Promise<string[]> => (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1)).sort();
  /** Chooses the folder for exports in the drawn picker, which begins at home. */
  const chooseOut = async (): Promise<void> => {
    await app.id('export-folder').click();
    const picker = app.id('folder-dialog');
    await picker.getByText('Out', { exact: true }).click();
    await expect.poll(() => app.id('folder-path').inputValue()).toBe(out); // else the folder before it is used
    await picker.getByRole('button', { name: 'Use this folder' }).click();
    await expect.poll(() => app.id('export-folder').textContent()).toContain('Out');
  };

  it('copies all groups into folders of their names, with sidecars, and takes them back', async () => {
    await app.page.keyboard.press('Control+e');
    await app.id('export').waitFor();
    await expect.poll(() => app.id('export-pattern').inputValue()).toBe('{group}');
    await chooseOut();
    const there = await app.id('export-folder').textContent();
    await app.id('export-folder').click();
    await app.id('folder-path').fill(join(out, 'not there'));
    await app.id('open-folder').click();
    await app.id('export-look').click();
    await expect.poll(() => app.id('dialog-said').textContent()).toBe('This folder is not there. Connect its disk, or choose another.'); // above the dialog, not below it
    expect(await app.pictures('export-not-there')).toEqual([]);
    await chooseOut();
    await expect.poll(() => app.id('export-folder').textContent()).toBe(there);
    await app.id('export-sidecars').check();
    await expect.poll(() => app.id('export-example').textContent()).toMatch(/\/.+\.jpg$/);
    expect(await app.pictures('export')).toEqual([]);

    await app.id('export-pattern').fill('{grup}');
    await expect.poll(() => app.id('export-look').isDisabled()).toBe(true);
    await app.id('export-pattern').fill('{year}/');
    await app.id('placeholder-group').click();
    await expect.poll(() => app.id('export-pattern').inputValue()).toBe('{year}/{group}');

    await app.id('export-pattern').press('Enter');
    await app.id('export-total').waitFor();
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true); // though what had it is gone
    await expect.poll(() => app.id('export-total').textContent()).toContain('24 files');
    expect(await app.pictures('export-preview')).toEqual([]);
    expect(await filesOut()).toEqual([]);
    await app.id('export-start').click();
    await app.id('export-outcome').waitFor();
    expect(await app.pictures('export-outcome')).toEqual([]);
    const files = await filesOut();
    expect([files.length, files.filter((name) => name.endsWith('.jpg.xmp')).length]).toEqual([24, 12]);
    expect(new Set(files.map((name) => name.split('/').slice(0, 2).join('/'))).size).toBe(3);
    expect(await readFile(join(out, files.find((name) => name.endsWith('.xmp'))!), 'utf8')).toContain('Kindred|Groups|');

    await app.id('export-undo').click();
    await expect.poll(() => app.id('export-outcome').textContent()).toContain('24 files were taken back');
    expect(await filesOut()).toEqual([]);
    await app.page.keyboard.press('Escape');
    await app.id('export').waitFor({ state: 'detached' });
  }, 60_000);

  it('makes a new folder in the drawn picker, where the export goes', async () => {
    await app.page.keyboard.press('Control+e');
    await app.id('export').waitFor();
    await app.id('export-folder').click();
    await app.id('folder-dialog').getByText('Out', { exact: true }).click();
    await expect.poll(() => app.id('folder-path').inputValue()).toBe(out);
    await app.id('folder-new').click();
    await app.page.keyboard.type('for Ada');
    expect(await app.pictures('export-new-folder')).toEqual([]);
    await app.page.keyboard.press('Enter');
    await expect.poll(() => app.id('folder-path').inputValue()).toBe(join(out, 'for Ada'));
    expect((await stat(join(out, 'for Ada'))).isDirectory()).toBe(true);
    await app.id('folder-dialog').getByRole('button', { name: 'Use this folder' }).click();
    await expect.poll(() => app.id('export-folder').textContent()).toContain('for Ada');
    await rm(join(out, 'for Ada'), { recursive: true });
    await chooseOut();
    await app.page.keyboard.press('Escape');
  });

  it('links selected photos, and says when a folder inside the library is chosen', async () => {
    await app.id('view-all').click();
    await app.id('photo').first().waitFor();
    await app.id('photo').first().focus();
    await app.page.keyboard.press('v');
    await app.page.keyboard.press('Shift+ArrowRight');
    await app.id('selection-export').click();
    await app.id('export-kind-hardlink').click();
    await app.id('export-look').click();
    await app.id('export-start').click();
    await app.id('export-outcome').waitFor();
    expect((await filesOut()).filter((name) => name.endsWith('.jpg'))).toHaveLength(2);
    await app.id('export-close').click();
    await app.undo();
    await expect.poll(filesOut).toEqual([]);

    await app.page.keyboard.press('Control+e');
    await app.id('export-folder').click();
    await app.id('folder-dialog').getByText('Photos', { exact: true }).click();
    await app.id('folder-dialog').getByRole('button', { name: 'Use this folder' }).click();
    await app.id('export-pattern').fill('copies');
    await app.id('export-look').click();
    await expect.poll(() => app.id('plan-stays').textContent()).toContain('inside this library');
    await expect.poll(() => app.id('export-start').isDisabled()).toBe(true);
    await app.id('export-back').click();
    await chooseOut();
    await app.page.keyboard.press('Escape');
  }, 60_000);

  it('writes lists and contact sheets, and replaces a file only when told to', async () => {
    await app.id('folder-menu').click();
    await app.id('menu-export').click();
    await app.id('export-form-list').click();
    await app.id('export-name').fill('사진');
    await app.id('export-write').click();
    await app.id('export-outcome').waitFor();
    await app.id('export-close').click();
    expect(await readFile(join(out, '사진.csv'), 'utf8')).toContain('sha256');

    await app.page.keyboard.press('Control+e');
    await app.id('export-name').fill('사진');
    await app.id('export-write').click();
    await app.id('export-exists').waitFor();
    expect(await app.pictures('export-list')).toEqual([]);
    await app.id('export-replace').click();
    await app.id('export-outcome').waitFor();
    await app.id('export-close').click();

    await app.page.keyboard.press('Control+e');
    await app.id('export-form-sheet').click();
    await app.id('export-sheet-pdf').click();
    await app.id('export-write').click();
    await app.id('export-outcome').waitFor();
    expect((await filesOut()).some((name) => name.endsWith('.pdf'))).toBe(true);
    await app.id('export-close').click();
    expect(app.complaints).toEqual([]);
  }, 60_000);

  it('proposes the folder of the last export after a reload, and not once it is gone', async () => {
    await app.page.keyboard.press('Control+1');
    await app.page.reload();
    await app.ready();
    await app.page.keyboard.press('Control+e');
    await expect.poll(() => app.id('export-folder').textContent()).toContain('Out');
    await rename(out, join(root, 'Elsewhere'));
    await app.page.reload();
    await app.ready();
    await app.page.keyboard.press('Control+e');
    await app.id('export').waitFor();
    await app.settled();
    await expect.poll(() => app.id('export-folder').textContent()).not.toContain('Out');
    await rename(join(root, 'Elsewhere'), out);
    await app.page.keyboard.press('Escape');
    expect(app.complaints.filter((each) => !each.includes('folders.list'))).toEqual([]); // the browser's own word on what was refused
  }, 60_000);

  it('is drawn in Korean', async () => {
    const korean = await App.open(browser, server.address, { width: 900, height: 700, scheme: 'dark', locale: 'ko-KR' });
    await korean.ready();
    await korean.page.keyboard.press('Control+e');
    await korean.id('export').waitFor();
    await korean.id('export-sidecars').check();
    await korean.picture('export-korean');
    await korean.close();
  }, 60_000);
});
