// Raw files and the pictures beside them in a real browser: one tile with a badge, both files in the details, kept apart by a setting.
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeRaw } from '../photos/made-raw.ts';
import { asking, browserPath } from './app.ts';
import { closeOpened, opened, type Opened } from './opened.ts';

describe.skipIf(browserPath === undefined)('raw files beside their pictures', () => {
  let made: Opened;
  const { ask } = asking(() => made.server.address);

  beforeAll(async () => {
    made = await opened({ groups: 3, perGroup: 4, width: 900, height: 600, dated: true }, {
      prepare: async ({ photos, names }) => {
        for (const [at, name] of names.entries()) {
          await rename(join(photos, name), join(photos, `IMG_${at}.JPG`));
          if (at < 8) await writeFile(join(photos, `IMG_${at}.CR2`), madeRaw(await sharp(join(photos, `IMG_${at}.JPG`)).linear(0.9, 4).jpeg().toBuffer(), at));
        }
      }
    });
  }, 180_000);
  afterAll(() => closeOpened(made));

  it('are one photo with a badge, whose details list both files', async () => {
    const { app } = made;
    await app.id('view-all').click();
    await expect.poll(() => app.id('photo').count()).toBe(12);
    await expect.poll(() => app.id('raw').count()).toBe(8);
    const tile = app.id('photo').filter({ has: app.id('raw') }).first();
    expect(await tile.getAttribute('aria-label')).toContain('with a raw file');
    await app.picture('pairs-grid');
    await tile.dblclick();
    await app.id('viewer').waitFor();
    await app.page.keyboard.press('i');
    await app.id('details').waitFor();
    await expect.poll(() => app.id('details').textContent()).toContain('RAW + JPEG');
    const text = (await app.id('details').textContent())!;
    expect([/IMG_\d\.JPG/.test(text), /IMG_\d\.CR2/.test(text), text.includes('2 files')]).toEqual([true, true, true]);
    await app.picture('pairs-details');
    await app.page.keyboard.press('Escape');
    await expect.poll(() => app.id('viewer').count()).toBe(0);
  });

  it('are two photos where the setting says so, and one again', async () => {
    const { app } = made;
    const count = async (): Promise<number> => (await ask('photos.list', null)).ids.length;
    await app.id('open-settings').click();
    await app.id('pairs-two').click();
    await app.picture('pairs-setting');
    await expect.poll(count, { timeout: 30_000 }).toBe(20);
    await app.id('pairs-one').click();
    await expect.poll(count, { timeout: 30_000 }).toBe(12);
    await app.page.keyboard.press('Escape');
    await expect.poll(() => app.id('photo').count()).toBe(12);
    await expect.poll(() => app.id('raw').count()).toBe(8);
    expect((await readdir(made.photos)).length).toBe(20);
  });
});
