// Searching by images in a real browser: dropped, pasted, chosen, parts of photos, several of them, and files that are no images.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, browserPath, type Server } from './app.ts';
import { closeOpened, type Opened, opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('searching by images', () => {
  let made: Opened;
  let root: string;
  let photos: string;
  let browser: Browser;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    made = await opened(async ({ photos }) => {
      await makeLibrary(join(photos, 'Kitchen'), { groups: 3, perGroup: 5, width: 480, height: 360, seed: 5, dated: true });
      await makeLibrary(join(photos, 'Italy'), { groups: 3, perGroup: 4, width: 360, height: 480, seed: 9 });
    });
    ({ root, photos, browser, server, app } = made);
  }, 180_000);

  afterAll(async () => {
    await closeOpened(made);
  });

  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  const chips = (): Promise<number> => app.id('like-chip').count();
  const toast = (): Promise<string | null> => app.id('toast').textContent();

  /** As a file manager does: over the window, then dropped, or as the clipboard gives it. */
  async function give(how: 'drop' | 'over' | 'paste', files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    await app.page.evaluate(({ how, files }) => {
      const data = new DataTransfer();
      for (const { name, base64 } of files) data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      if (how === 'paste') return document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      for (const kind of ['dragenter', 'dragover', ...(how === 'drop' ? ['drop'] : [])]) document.querySelector('main')!.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      return true;
    }, { how, files: files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })) });
  }

  /** The photo of that file of the kitchen. */
  async function idOf(name: string): Promise<number> {
    await app.id('view-all').click();
    await app.id('search').fill(`kitchen ${name}`);
    await expect.poll(() => app.id('filter-count').textContent()).toMatch(/^1 of/);
    const [id] = await app.photoIds();
    await app.id('filter-clear').click();
    return id!;
  }
  const fileOf = (path: string): Promise<Buffer> => readFile(join(photos, path));

  it('finds photos like a dropped image, which is not added, and more of them with a second one', async () => {
    const own = await idOf('photo-0011');
    await give('over', [{ name: 'a.jpg', bytes: await fileOf('Kitchen/photo-0011.jpg') }]);
    await app.id('drop-image').waitFor();
    await app.picture('alike-over');
    await give('drop', [{ name: 'holiday.png', bytes: await sharp(await fileOf('Kitchen/photo-0011.jpg')).png().toBuffer() }]);
    await app.id('alike-screen').waitFor();
    await expect.poll(async () => (await app.photoIds())[0]).toBe(own);
    expect(await app.id('alike-count').textContent()).toContain('27 photos');
    expect(await app.id('like-chip').textContent()).toContain('holiday.png');
    expect(await app.id('view-all').locator('.number').textContent()).toBe('27');
    expect(await app.pictures('alike-image')).toEqual([]);
    await app.id('like-add-files').setInputFiles(join(photos, 'Italy', 'photo-0003.jpg'));
    await expect.poll(chips).toBe(2);
    await expect.poll(async () => (await app.photoIds()).slice(0, 2).includes(own)).toBe(true);
    expect(await app.pictures('alike-two')).toEqual([]);
    await app.id('like-chip-remove').first().click();
    await expect.poll(chips).toBe(1);
    expect(await app.id('like-chip').textContent()).toContain('photo-0003.jpg');
    await expect.poll(async () => (await app.photoIds())[0]).not.toBe(own);
    await app.page.reload();
    await app.id('alike-screen').waitFor();
    expect(await app.id('like-chip').textContent()).toContain('photo-0003.jpg');
    await app.id('photo').nth(3).waitFor();
    await app.id('like-chip-remove').click();
    await app.id('alike-screen').waitFor({ state: 'detached' });
  });

  it('ranks only what the filter leaves, and has selection and its actions', async () => {
    await app.id('view-all').click();
    await give('paste', [{ name: 'image.png', bytes: await fileOf('Kitchen/photo-0002.jpg') }]);
    await app.id('alike-screen').waitFor();
    await app.id('photo').nth(3).waitFor();
    await app.id('search').fill('italy');
    await expect.poll(() => app.id('filter-count').textContent()).toContain('12 photos');
    expect(await app.photoIds()).toHaveLength(12);
    await app.id('photo').first().click({ modifiers: ['Control'] });
    await app.id('photo').nth(2).click({ modifiers: ['Control'] });
    expect(await app.id('photo').evaluateAll((tiles) => tiles.filter((tile) => tile.getAttribute('aria-selected') === 'true').length)).toBe(2);
    expect(await app.pictures('alike-filter')).toEqual([]);
    await press('Escape');
    await app.id('search').fill('nothing is called so');
    await app.id('none-match').waitFor();
    await app.id('none-clear').click();
    await app.id('photo').nth(12).waitFor();
    await press('Escape');
    await app.id('alike-screen').waitFor({ state: 'detached' });
  });

  it('searches by a part of a photo, drawn with the mouse or by keys', async () => {
    const own = await idOf('photo-0009');
    await app.photo(own).dblclick();
    await app.id('viewer-photo').waitFor();
    await app.id('alike-part').click();
    await app.id('part-box').waitFor();
    await press('Escape');
    await app.id('part-box').waitFor({ state: 'detached' });
    expect(await app.id('viewer').count()).toBe(1);
    await press('r'); // as it is shown
    await press('Shift+L');
    await app.id('part-box').waitFor();
    await app.picture('alike-draw');
    const box = (await app.id('viewer-photo').boundingBox())!;
    await app.page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.2);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 4 });
    await app.picture('alike-drawn');
    await app.page.mouse.up();
    await app.id('alike-screen').waitFor();
    await app.id('photo').nth(5).waitFor();
    expect(await app.id('like-chip').textContent()).toContain('Part of a photo');
    expect(await app.pictures('alike-part')).toEqual([]);
    await press('Escape');
    await app.id('viewer').waitFor();
    await press('Shift+L');
    await app.id('part-box').waitFor();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown', 'Enter']) await press(key);
    await app.id('alike-screen').waitFor();
    await app.id('photo').nth(5).waitFor();
    await press('Escape');
    await app.id('viewer').waitFor();
    await press('Escape');
  });

  it('says of each file that is no image what is wrong, and goes on with the others', async () => {
    await app.id('view-all').click();
    await give('drop', [{ name: 'notes.jpg', bytes: Buffer.from('no picture') }]);
    await expect.poll(toast).toContain('notes.jpg cannot be searched by. This is not a photo');
    await app.picture('alike-wrong');
    expect(await app.id('alike-screen').count()).toBe(0);
    await give('drop', [{ name: 'empty.jpg', bytes: Buffer.alloc(0) }]);
    await expect.poll(toast).toContain('empty.jpg cannot be searched by. The file is empty');
    await writeFile(join(root, 'large.jpg'), Buffer.alloc(50_000_001));
    await app.id('find-by-image-files').setInputFiles(join(root, 'large.jpg'));
    await expect.poll(toast).toMatch(/large\.jpg cannot be searched by\. It is larger than 50/);
    await give('drop', [{ name: 'cut.jpg', bytes: (await fileOf('Italy/photo-0001.jpg')).subarray(0, 200) }, { name: 'good.jpg', bytes: await fileOf('Italy/photo-0001.jpg') }]);
    await app.id('alike-screen').waitFor();
    expect(await chips()).toBe(1);
    await give('drop', Array.from({ length: 13 }, (_, at) => ({ name: `${at}.jpg`, bytes: Buffer.from('no picture') })));
    await expect.poll(toast).toContain('cannot be searched by');
    await app.id('alike-back').click();
  }, 60_000);

  it('leaves dragging within the page alone', async () => {
    await app.id('view-all').click();
    await app.id('photo').first().waitFor();
    await app.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'own.png'));
      const tile = document.querySelector('[data-testid=photo]')!;
      for (const kind of ['dragstart', 'dragover', 'dragend']) tile.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    expect(await app.id('drop-image').count()).toBe(0);
    expect(app.complaints).toEqual([]);
  });

  it('speaks Korean', async () => {
    const korean = await App.open(browser, server.address, { locale: 'ko-KR', width: 900, height: 700, scheme: 'dark' });
    await korean.id('view-all').click();
    await korean.id('find-by-image-files').setInputFiles(join(photos, 'Kitchen', 'photo-0004.jpg'));
    await korean.id('alike-screen').waitFor();
    await korean.id('photo').nth(5).waitFor();
    expect(await korean.page.innerText('h1')).toBe('이 이미지와 닮은 사진');
    await korean.picture('alike-korean');
    await korean.id('photo').first().dblclick();
    await korean.id('alike-part').click();
    await korean.picture('alike-korean-draw');
    await korean.close();
  });
});
