// Keeping, rejecting and rating in a real browser: by keys and by mouse, filtered, undone, and still there after a reload and a crash.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_MARK, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Mark } from '../../src-shared/contract.ts';
import { jpegWithXmp, xmpPacket } from '../photos/made-xmp.ts';
import { App, asking, browserPath, startServer, type Server } from './app.ts';
import { closeOpened, opened } from './opened.ts';

/** The first four photos beside each other that are all `wanted`. */
function neighboursIn(ids: readonly number[], wanted: readonly number[]): [number, number, number, number] {
  const from = ids.findIndex((_, at) => at + 4 <= ids.length && ids.slice(at, at + 4).every((id) => wanted.includes(id)));
  return ids.slice(from, from + 4) as [number, number, number, number];
}

describe.skipIf(browserPath === undefined)('marks', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  const { ask } = asking(() => server.address);

  const start = async (): Promise<void> => {
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    app = await App.open(browser, server.address);
    await app.ready();
  };

  beforeAll(async () => {
    ({ root, browser, server, app } = await opened({ groups: 4, perGroup: 6, width: 480, height: 360, seed: 5, dated: true }, {
      prepare: async ({ photos, names: [first = '', second = ''] }) => {
        for (const [name, packet] of [[first, xmpPacket('xmp:Rating="4" xmp:Label="Blue"')], [second, xmpPacket('', '<xmp:Rating>-1</xmp:Rating>')]] as const) {
          const path = join(photos, name);
          await writeFile(path, jpegWithXmp(await readFile(path), packet));
        }
      }
    }));
  }, 180_000);

  afterAll(async () => {
    await closeOpened({ browser, server, root });
  });

  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  const marks = async (): Promise<Map<number, Mark>> => {
    const { ids, marks: packed } = await ask('marks.read', null);
    return new Map(Array.from(ids, (id, at) => [id, unpackMark(packed[at]!)]));
  };
  const markOf = async (id: number): Promise<Mark | undefined> => (await marks()).get(id);
  const labelOf = (id: number): Promise<string | null> => app.photo(id).getAttribute('aria-label');
  /** All photos, the filter off, nothing selected, in order. */
  const all = async (): Promise<number[]> => {
    await app.id('view-all').click();
    await app.id('filter-picked').waitFor();
    if (await app.id('filter-clear').count() > 0) await app.id('filter-clear').click();
    await app.id('photo').first().waitFor();
    return app.photoIds();
  };
  /** Those of all photos that bear no mark. */
  const unmarked = async (): Promise<number[]> => {
    const ids = await all();
    const marked = await marks();
    return ids.filter((id) => !marked.get(id) || JSON.stringify(marked.get(id)) === JSON.stringify(NO_MARK));
  };

  it('shows the marks that files bear', async () => {
    await all();
    const found = [...(await marks()).values()];
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([{ flag: null, stars: 4, label: 'blue', favourite: false }, { flag: 'rejected', stars: 0, label: null, favourite: false }]));
    await expect.poll(() => app.id('badges').count()).toBe(2);
  });

  it('marks the focused photo and the selected ones by keys, and undoes it', async () => {
    const [a, b, c, d] = neighboursIn(await all(), await unmarked());
    await app.photo(a).focus();
    await press('3');
    await expect.poll(() => markOf(a)).toEqual({ flag: null, stars: 3, label: null, favourite: false });
    await expect.poll(() => labelOf(a)).toContain('3 stars');
    await app.photo(b).click();
    await app.photo(d).click({ modifiers: ['Shift'] });
    for (const key of ['p', '5', '9', 'b']) await press(key);
    for (const id of [b, c, d]) await expect.poll(() => markOf(id)).toEqual({ flag: 'picked', stars: 5, label: 'blue', favourite: true });
    await expect.poll(() => app.id('toast').textContent()).toContain('3 photos added to the favourites');
    expect(await app.pictures('marks-selected')).toEqual([]);
    await press('Control+z');
    await expect.poll(() => markOf(c)).toEqual({ flag: 'picked', stars: 5, label: 'blue', favourite: false });
    await press('Control+Shift+z');
    await expect.poll(async () => (await markOf(c))?.favourite).toBe(true);
    await press('x');
    await expect.poll(async () => (await markOf(d))?.flag).toBe('rejected');
    await app.id('toast-action').click();
    await expect.poll(async () => (await markOf(d))?.flag).toBe('picked');
    await press('Escape');
    await expect.poll(() => app.id('view-all').getAttribute('aria-current')).toBe('page'); // digits and letters led nowhere
  });

  it('marks by mouse, in the bar of a selection and in the viewer', async () => {
    const [a, b] = await unmarked() as [number, number];
    await app.photo(a).click();
    await app.id('selection-mark').click();
    await app.id('mark-stars-2').click();
    await app.id('mark-purple').click();
    await expect.poll(() => markOf(a)).toEqual({ flag: null, stars: 2, label: 'purple', favourite: false });
    expect(await app.pictures('marks-menu')).toEqual([]);
    await press('Escape');
    await press('?');
    expect(await app.pictures('marks-keys')).toEqual([]);
    await press('Escape');
    await app.photo(b).dblclick();
    await app.id('viewer-photo').waitFor();
    await app.id('mark-rejected').click();
    await press('1');
    await expect.poll(() => markOf(b)).toEqual({ flag: 'rejected', stars: 1, label: null, favourite: false });
    await expect.poll(() => app.id('mark-rejected').getAttribute('aria-pressed')).toBe('true');
    expect(await app.pictures('marks-viewer')).toEqual([]);
    await press('0');
    await press('u');
    await expect.poll(() => markOf(b)).toEqual({ flag: null, stars: 0, label: null, favourite: false });
    await press('Escape');
    await app.id('photo-grid').waitFor();
  });

  it('shows only what is wanted, and goes through it with the viewer', async () => {
    const count = (await all()).length;
    expect(await app.pictures('marks-all')).toEqual([]);
    await app.id('filter-picked').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'Space']) await press(key);
    await expect.poll(async () => (await app.photoIds()).length).toBe(3);
    await expect.poll(() => app.id('filter-count').textContent()).toBe(`3 of ${count}`);
    await app.id('filter-none').click();
    await app.id('filter-stars-3').click();
    await expect.poll(async () => (await app.photoIds()).length).toBe(5); // three picked, one with 3 stars, one with 4
    await app.id('filter-blue').click();
    await expect.poll(async () => (await app.photoIds()).length).toBe(4);
    expect(await app.pictures('marks-filter')).toEqual([]);
    const [first = 0] = await app.photoIds();
    await app.photo(first).dblclick();
    await expect.poll(() => app.id('viewer-position').textContent()).toBe('1 of 4');
    await press('Escape');
    await app.id('filter-favourite').click();
    await expect.poll(async () => (await app.photoIds()).length).toBe(3);
    await app.id('filter-yellow').click();
    await app.id('filter-blue').click();
    await app.id('filter-none').click();
    await app.id('none-match').locator('button').click();
    await expect.poll(async () => (await app.photoIds()).length).toBe(count);
  });

  it('keeps the focus at the place of a photo that is not wanted any more', async () => {
    await all();
    await app.id('filter-none').click();
    const [first, second, third] = await app.photoIds() as [number, number, number]; // without a flag
    await app.photo(second).focus();
    await press('p');
    await expect.poll(() => app.photoIds()).not.toContain(second);
    await expect.poll(() => app.page.evaluate(() => (document.activeElement as HTMLElement).dataset.photoId)).toBe(String(third));
    await press('Control+z');
    await expect.poll(async () => (await app.photoIds()).slice(0, 2)).toEqual([first, second]);
  });

  it('leaves X to the group while one is open, where Shift X rejects, and finds the groups with such photos', async () => {
    const free = await unmarked();
    await app.id('view-groups').click();
    await app.id('group-card').first().click();
    await app.id('photo').nth(4).waitFor();
    const ids = await app.photoIds();
    const [a, b] = ids.filter((id) => free.includes(id)) as [number, number];
    const group = await app.id('group-screen').getAttribute('data-group-id');
    await app.photo(a).click();
    await press('Shift+X');
    await expect.poll(async () => (await markOf(a))?.flag).toBe('rejected');
    await expect.poll(() => app.photoIds()).toEqual(ids);
    await press('Control+z');
    await expect.poll(async () => (await markOf(a))?.flag ?? null).not.toBe('rejected');
    await app.photo(b).click();
    await press('x');
    await expect.poll(() => app.photoIds()).not.toContain(b);
    expect((await markOf(b))?.flag ?? null).toBeNull();
    await press('Control+z');
    await expect.poll(() => app.photoIds()).toContain(b);
    await app.photo(b).click();
    await press('Shift+X');
    await app.id('view-groups').click();
    const groups = await app.id('group-card').count();
    await app.id('filter-rejected').click();
    await expect.poll(() => app.id('group-card').count()).toBeLessThan(groups);
    await expect.poll(() => app.page.locator(`[data-testid=group-card][data-group-id="${group}"]`).count()).toBe(1);
    expect(await app.pictures('marks-groups')).toEqual([]);
    await app.id('filter-rejected').click();
    await expect.poll(() => app.id('group-card').count()).toBe(groups);
    await app.id('view-singles').click();
    await app.id('granularity').focus();
    for (let turn = 0; turn < 40; turn++) await press('[');
    await app.id('filter-picked').waitFor();
    expect(await app.pictures('marks-singles')).toEqual([]);
    for (let turn = 0; turn < 40; turn++) await press(']');
  });

  it('has every mark after a reload, and after the app was killed', async () => {
    const [first = 0] = await all();
    await app.photo(first).focus();
    await press('4');
    await expect.poll(async () => (await markOf(first))?.stars).toBe(4);
    const before = await marks();
    await app.page.reload();
    await app.photo(first).waitFor();
    await expect.poll(() => labelOf(first)).toContain('4 stars');
    await server.stop('SIGKILL');
    await app.close();
    await start();
    expect(await marks()).toEqual(before);
    expect(app.complaints).toEqual([]);
  });

  it('tells other pages of a mark, each in its language', async () => {
    const other = await App.open(browser, server.address, { locale: 'ko-KR' });
    await other.ready();
    await other.id('view-all').click();
    const [first = 0] = await all();
    await other.photo(first).waitFor();
    await app.photo(first).focus();
    await press('2');
    await expect.poll(() => other.photo(first).getAttribute('aria-label')).toContain('별 2개');
    await other.photo(first).click();
    await other.page.keyboard.press('8');
    await other.id('toast').waitFor();
    await other.id('filter-stars-2').click();
    expect(await other.pictures('marks-korean')).toEqual([]);
    await other.page.keyboard.press('?');
    expect(await other.pictures('marks-korean-keys')).toEqual([]);
    await other.close();
  });
});
