// What is to go, and what is rejected, into the trash and back.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, app, ask, press, sets } from './setting.ts';

export function removing(): void {
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
    await expect.poll(() => latest.textContent()).toContain('Rejected');
    await expect.poll(() => earlier.textContent()).toContain('taken back');
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
}
