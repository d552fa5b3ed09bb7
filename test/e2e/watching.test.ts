// Photos that come, change and go while the app is open: they arrive by themselves, and it is told.

import { copyFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asker, browserPath, lastOpened, type Server } from './app.ts';
import { closeOpened, type Opened, opened } from './opened.ts';
import { volunteered } from '../origins.ts';

describe.skipIf(browserPath === undefined)('a folder that changes while it is open', () => {
  let made: Opened;
  let root: string;
  let photos: string;
  let server: Server;
  let app: App;

  beforeAll(async () => {
    made = await opened(async ({ root, photos }) => {
      await makeLibrary(photos, { groups: 4, perGroup: 4, seed: 3 });
      await makeLibrary(join(root, 'card'), { groups: 1, perGroup: 3, seed: 77 });
    }, { name: 'Summer' });
    ({ root, photos, server, app } = made);
  }, 180_000);

  afterAll(async () => {
    await closeOpened(made);
  });

  const count = async (): Promise<number> => Number((await app.id('view-all').locator('.number').innerText()).replace(/\D/g, ''));
  const toast = (text: string): Promise<void> => app.id('toast').filter({ hasText: text }).waitFor();

  it('shows new photos by themselves, and forgets what is deleted', async () => {
    const names = (await readdir(join(root, 'card'))).filter((name) => name.endsWith('.jpg'));
    const began = Date.now();
    for (const name of names) await copyFile(join(root, 'card', name), join(photos, `card-${name}`));
    await toast('3 new photos');
    expect(Date.now() - began).toBeLessThan(60_000); // seconds where the machine is idle
    expect(await count()).toBe(19);
    expect(await app.id('index-strip').count()).toBe(0);
    await app.id('toast').getByRole('button', { name: 'Show' }).click();
    await app.id('new-photos').waitFor();
    expect(await app.id('new-photos').getByTestId('photo').count()).toBe(3);

    for (const name of names) await rm(join(photos, `card-${name}`));
    await toast('3 photos were removed');
    expect(await count()).toBe(16);
    expect(app.complaints).toEqual([]);
  });

  it('keeps photos and answers of a folder that goes away, and has it back', async () => {
    const ask = asker(server.address);
    const { lensId } = (await ask('library.enter', lastOpened))!;
    const [a, b] = Array.from((await ask('photos.list', null)).ids) as [PhotoId, PhotoId]; // ids are photo ids
    await ask('judgments.add', { lensId, statement: { kind: 'similar', photos: [a, b] }, origin: volunteered });
    await rename(photos, `${photos} away`);
    await toast('Summer is offline');
    expect(await count()).toBe(16);
    expect((await ask('judgments.read', { lensId })).judgments).toHaveLength(1);
    await rename(`${photos} away`, photos);
    await toast('Summer is back');
    expect(await count()).toBe(16);
    expect((await ask('judgments.read', { lensId })).judgments).toHaveLength(1);
    const { folders, offline } = (await ask('library.enter', lastOpened))!;
    expect([folders.map(({ problem }) => problem), offline]).toEqual([[null], 0]);
    expect(app.complaints).toEqual([]);
  });
});
