// A library backed up and restored, and albums and marks taken over from other programs, all by hand on the screen.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App, asking, browserPath, type Server } from './app.ts';
import { closeOpened, opened } from './opened.ts';

const sidecar = (word: string, at: number): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmp:Rating="${at}"><dc:subject><rdf:Bag><rdf:li>${word}</rdf:li></rdf:Bag></dc:subject><lr:hierarchicalSubject><rdf:Bag><rdf:li>Trips|Norway|${word}</rdf:li></rdf:Bag></lr:hierarchicalSubject></rdf:Description></rdf:RDF></x:xmpmeta>`;

describe.skipIf(browserPath === undefined)('backing up and taking over', () => {
  let root: string;
  let server: Server;
  let browser: Browser;
  let app: App;
  const { ask } = asking(() => server.address);

  beforeAll(async () => {
    const words = ['fjord', 'fjord', 'boat', 'boat', 'boat', 'a market in the old town'];
    ({ root, browser, server, app } = await opened({ groups: 3, perGroup: 4, width: 320, height: 240, dated: true }, {
      name: 'Summer', environment: (at) => ({ HOME: at }),
      prepare: async ({ photos: folder, names }) => { for (const [at, word] of words.entries()) await writeFile(join(folder, `${names[at]}.xmp`), sidecar(word, at)); }
    }));
  }, 180_000);
  afterAll(async () => {
    await closeOpened({ browser, server, root });
  });
  const look = async (name: string): Promise<void> => expect(await app.pictures(name), name).toEqual([]);

  it('backs up to a file of that name, and restores it in the place of the library', async () => {
    const { ids } = await ask('photos.list', null);
    await ask('marks.write', { ids: ids.slice(0, 2), change: { stars: 4 } });
    await app.id('folder-menu').click();
    await app.id('menu-backup').click();
    await app.id('folder').first().waitFor();
    await look('backup');
    await app.id('open-folder').click();
    await app.id('backup-written').waitFor();
    await app.id('backup-done').click();
    expect((await readdir(root)).sort()).toEqual(['Summer', expect.stringMatching(/^Summer \d{4}-\d\d-\d\d\.kindred$/), 'data']);
    await ask('marks.write', { ids, change: { stars: 1 } });

    await app.page.keyboard.press('Escape');
    await app.id('folder-menu').click();
    await app.id('close-library').click();
    await app.id('welcome').waitFor();
    await look('welcome-restore');
    await app.id('open-restore').click();
    await app.id('backup-file').waitFor();
    await app.id('backup-file').click();
    await app.id('restore-here').waitFor();
    await expect.poll(() => app.id('backup-summary').textContent()).toContain('2 marked photos');
    await look('restore-summary');
    await app.id('restore-start').click();
    await app.id('restored').waitFor();
    await look('restored');
    await app.id('restored-open').click();
    await app.ready();
    const { ids: marked, marks } = await ask('marks.read', null);
    expect([...marked]).toEqual([...ids.slice(0, 2)]);
    expect(marks).toHaveLength(2);
    expect(await readdir(join(root, 'data', 'set-aside'))).toHaveLength(1);
  }, 120_000);

  it('finds keywords and marks beside the photos, and takes over those that are chosen, until undone', async () => {
    const before = await ask('marks.read', null);
    await app.id('folder-menu').click();
    await app.id('menu-import').click();
    await look('import');
    await app.id('import-here').click();
    await app.id('import-sets').waitFor();
    await expect.poll(() => app.id('import-set').count()).toBe(3);
    await app.id('import-search').fill('fj');
    await expect.poll(() => app.id('import-set').count()).toBe(1);
    await app.id('import-set').check();
    await app.id('import-search').fill('');
    await app.id('import-as-groups').check();
    await look('import-found');
    await app.id('import-kind-folder').click();
    await expect.poll(() => app.id('import-set').count()).toBe(1);
    await app.id('import-take').click();
    await app.id('import-outcome').waitFor();
    await look('import-outcome');
    expect((await ask('albums.list', null)).map(({ name, photos: count }) => [name, count])).toEqual([['fjord', 2]]);
    const { lensId } = (await ask('library.enter', { library: null, page: 'test' }))!;
    expect((await ask('judgments.read', { lensId })).judgments.map(({ statement }) => statement.kind)).toEqual(['together']);
    expect((await ask('marks.read', null)).ids.length).toBeGreaterThan(before.ids.length);
    await app.id('import-done').click();
    await app.undo(); // all of it at once
    await expect.poll(async () => (await ask('marks.read', null)).ids.length).toBe(before.ids.length);
    expect(await ask('albums.list', null)).toEqual([]);
    expect((await ask('judgments.read', { lensId })).judgments).toEqual([]);
    await app.page.keyboard.press('Control+Shift+z');
    await expect.poll(async () => (await ask('judgments.read', { lensId })).judgments.length).toBe(1);
    expect(await ask('albums.list', null)).toHaveLength(1);
    expect(app.complaints).toEqual([]);
  }, 120_000);
});
