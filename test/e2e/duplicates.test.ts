// Duplicates in a real browser: the list, one set after another by keys, undo, many at once, the rules. On drawn pictures and copies of them: byte
// by byte, compressed again, smaller, turned.

import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Output } from '../../src-shared/contract.ts';
import { bare } from '../../src-shared/marks/packed.ts';
import { App, asker, browserPath, type Server } from './app.ts';
import { closeOpened, opened, type OpenedOptions } from './opened.ts';

type Picture = ReturnType<typeof sharp>;

describe.skipIf(browserPath === undefined)('duplicates', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;

  const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  const sets = async (): Promise<Output<'duplicates.list'>['sets']> => (await ask('duplicates.list', null)).sets;
  const decisionOf = async (id: string) => (await sets()).find((set) => set.id === id)?.decision;
  const open = async (kind: string, words = 'file'): Promise<string> => {
    await app.id('view-duplicates').click();
    await app.id(`kind-${kind}`).click();
    await app.id('set-card').filter({ hasText: words }).first().click();
    await app.id('set-files').waitFor();
    return (await app.id('set-screen').getAttribute('data-set'))!;
  };
  const shownSet = () => app.id('set-screen').getAttribute('data-set');
  const count = async (kind: string) => Number(await app.id(`kind-${kind}`).locator('.count').textContent());

  beforeAll(async () => {
    const prepare: OpenedOptions['prepare'] = async ({ photos, names }) => {
      await mkdir(join(photos, 'Backup'));
      const copied = async (at: number, name: string, change: (picture: Picture) => Picture): Promise<void> => {
        await change(sharp(await readFile(join(photos, names[at]!)))).toFile(join(photos, 'Backup', `${at}-${name}.jpg`));
      };
      for (const at of [0, 1, 2]) await copyFile(join(photos, names[at]!), join(photos, 'Backup', names[at]!));
      for (const at of [1, 3, 4]) await copied(at, 'sent', (picture) => picture.jpeg({ quality: 60 }));
      for (const at of [3, 5]) await copied(at, 'small', (picture) => picture.resize(480).jpeg({ quality: 85 }));
      for (const at of [5, 6]) await copied(at, 'turned', (picture) => picture.rotate(90).jpeg({ quality: 90 }));
    };
    // whose trash it is
    const environment = (at: string) => ({ XDG_DATA_HOME: join(at, 'home') });
    ({ root, browser, server, app } = await opened({ groups: 9, perGroup: 1, width: 960, height: 720, seed: 21, quality: 92, dated: true }, { prepare, environment }));
    await vi.waitFor(async () => {
      const { left, sets: found } = await ask('duplicates.list', null);
      if (left !== null || !found.some(({ kind }) => kind === 'same-shot')) throw new Error(`expected sets of all kinds, got ${found.length} with ${left} pairs left`);
    }, { timeout: 60_000, interval: 200 });
    await app.ready(); // groups are made again with the copies bound
  }, 180_000);

  afterAll(async () => {
    await closeOpened({ browser, server, root });
  });

  beforeEach(async () => {
    await app.page.waitForFunction(() => !document.querySelector('dialog[open]'));
  });

  it('lists sets by kind, with what could go, and leads there from the level of copies', async () => {
    await app.id('level-0').click();
    await app.id('copies-link').waitFor();
    expect(await app.id('copies-link').textContent()).toBe('3 exact copies: see Duplicates');
    expect(await app.pictures('duplicates-link')).toEqual([]);
    await app.id('copies-link').click();
    await app.id('set-card').first().waitFor();
    expect([await count('identical'), await count('same-picture'), await count('same-shot')]).toEqual([3, 4, 2]);
    expect(await app.id('set-card').count()).toBe(3);
    expect(await app.id('to-go').count()).toBe(0);
    expect(await app.pictures('duplicates-list')).toEqual([]);
    await app.id('kind-same-shot').click();
    await expect.poll(() => app.id('set-card').count()).toBe(2);
    expect(await app.id('set-second').first().textContent()).toMatch(/^(Certain|Likely|Perhaps)$/);
  });

  it('keeps the proposed file by Enter, goes on to the next set, and takes it back by Ctrl + Z', async () => {
    const first = await open('same-picture');
    expect(await app.id('set-reasons').textContent()).toMatch(/^Proposed .+/);
    expect(await app.id('set-not-the-same').count()).toBe(1);
    expect(await app.pictures('duplicates-set')).toEqual([]);
    const [proposed] = (await ask('duplicates.read', { ids: [first] }))[0]!.files;
    await press('Enter');
    await expect.poll(shownSet).not.toBe(first);
    await expect.poll(() => decisionOf(first)).toEqual({ kind: 'keep', files: [proposed!.id] });
    await expect.poll(() => app.id('set-to-go').textContent()).toMatch(/^\d files? to go, \d+ kB$/);
    expect(await app.id('toast').textContent()).toContain('to go');
    await press('Control+z');
    await expect.poll(shownSet).toBe(first);
    await expect.poll(() => decisionOf(first)).toBe(null);
    expect(await app.id('set-to-go').count()).toBe(0);
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
    expect(await app.id('toast').textContent()).toContain('All are kept');
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
    expect(await app.id('set-screen').count()).toBe(1);
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
    expect(await app.page.locator('.pane.pointed').getAttribute('data-photo-id')).toBe(String(photos[0]));
    await press('3');
    await press('7');
    await app.page.keyboard.up('Alt');
    await expect.poll(() => app.id('badges').count()).toBe(2);
    expect(await app.pictures('duplicates-marked')).toEqual([]);
    await app.page.mouse.move(first.x + 60, first.y + 91);
    await app.id('pane-mark').first().click();
    await app.id('mark-picked').waitFor();
    expect(await app.id('mark-picked').getAttribute('title')).toBe('Picked  Alt P');
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

  it('offers nothing but to keep for identical files, and never asks again what is not the same', async () => {
    await open('identical');
    expect(await app.id('set-not-the-same').count()).toBe(0);
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
    expect(await app.id('all-same-shot').isChecked()).toBe(false);
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
    expect(await app.id('prefer-add').isDisabled()).toBe(true);
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

  it('moves what is to go to the trash after a preview, and brings it back', async () => {
    const files = async (): Promise<string[]> => (await readdir(join(root, 'Photos'), { recursive: true })).filter((name) => name.endsWith('.jpg')).sort();
    const before = await files();
    await app.id('kind-identical').click();
    await app.id('open-decide-all').click();
    await app.id('all-confirm').click();
    // a photo that goes with all its files, in an album
    const pictures = (await sets()).find(({ kind, photos }) => kind === 'same-picture' && photos.length > 1)!;
    const [whole] = await ask('duplicates.read', { ids: [pictures.id] });
    await ask('duplicates.decide', { decided: [{ id: pictures.id, decision: { kind: 'keep', files: [whole!.files[0]!.id] } }] });
    const { photo: goer, heir } = (await ask('duplicates.toGo', null)).heirs[0]!;
    const album = await ask('albums.create', { name: 'Holiday', rule: null, photos: Uint32Array.of(goer) });
    const held = async (): Promise<number[]> => [...(await ask('albums.photos', { id: album.id }))];
    await app.id('remove').click();
    await app.id('removing-total').waitFor();
    await app.id('hand-over').waitFor();
    expect(await app.pictures('removing')).toEqual([]);
    expect(await files()).toEqual(before);
    const goes = Number(/^\d+/.exec((await app.id('removing-total').textContent())!)![0]);
    expect(goes).toBeGreaterThan(2);
    await app.id('removing-start').click();
    await app.id('removing').waitFor({ state: 'detached' });
    await expect.poll(async () => (await files()).length).toBe(before.length - goes);
    const identical = async (): Promise<number> => (await sets()).filter(({ kind }) => kind === 'identical').length;
    await expect.poll(identical, { timeout: 60_000 }).toBe(0); // once the folder was read again
    await app.page.getByText(/in the trash/).waitFor();
    await expect.poll(held).toEqual([heir]);
    await app.undo(); // the files before the decisions
    await expect.poll(files).toEqual(before);
    await expect.poll(held, { timeout: 60_000 }).toEqual([goer]);
    await expect.poll(identical, { timeout: 60_000 }).toBeGreaterThan(0);
  }, 150_000);

  it('moves rejected photos to the trash, and lists every move, to look at and to take back', async () => {
    const files = async (): Promise<number> => (await readdir(join(root, 'Photos'), { recursive: true })).filter((name) => name.endsWith('.jpg')).length;
    const before = await files();
    await app.id('view-all').click();
    for (const at of [0, 1]) {
      await app.id('photo').nth(at).focus();
      await press('Shift+X');
    }
    await app.id('filter-rejected').click();
    await expect.poll(() => app.id('photo').count()).toBe(2);
    await app.id('remove-rejected').click();
    await app.id('removing-last').waitFor();
    expect(await app.pictures('removing-rejected')).toEqual([]);
    // to a folder instead of the trash
    const away = join(root, 'Rejected');
    await mkdir(away);
    await app.id('removing-to-folder').click();
    await app.id('folder-dialog').getByTestId('folder-path').fill(away);
    await app.id('folder-dialog').getByTestId('open-folder').click();
    await app.id('removing-folder').waitFor();
    await app.id('removing-last').waitFor();
    expect(await app.pictures('removing-folder')).toEqual([]);
    await app.id('removing-start').click();
    await app.id('removing').waitFor({ state: 'detached' });
    await expect.poll(files).toBeLessThanOrEqual(before - 2);
    expect((await readdir(away)).length).toBeGreaterThanOrEqual(2);
    await app.id('folder-menu').click();
    await app.id('open-filed').click();
    await expect.poll(() => app.id('filed-plan').count()).toBe(2);
    const [latest, earlier] = [app.id('filed-plan').first(), app.id('filed-plan').last()];
    expect(await latest.textContent()).toContain('Rejected');
    expect(await earlier.textContent()).toContain('taken back');
    await latest.getByTestId('filed-open').click();
    await app.id('filed-files').waitFor();
    expect(await app.pictures('filed')).toEqual([]);
    await latest.getByTestId('filed-undo').click();
    await expect.poll(files).toBe(before);
    await expect.poll(() => latest.textContent()).toContain('taken back');
    await press('Escape');
    await app.id('filter-clear').waitFor();
    await expect.poll(() => app.id('photo').count()).toBe(2);
    await app.undo(); // the mark: the files are back already
    await expect.poll(() => app.id('photo').count()).toBe(1);
    expect(app.complaints).toEqual([]);
  }, 150_000);
});
