// Drawn pictures and copies of them: byte by byte, compressed again, smaller, turned; and what tests ask of their sets. Not a test.

import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { Output } from '../../../src-shared/contract.ts';
import { App, asker, type Server } from '../app.ts';
import { closeOpened, opened, type OpenedOptions } from '../opened.ts';

export type Picture = ReturnType<typeof sharp>;

export let root: string;
export let browser: Browser;
export let server: Server;
export let app: App;

export const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);
export const press = (key: string): Promise<void> => app.page.keyboard.press(key);
export const sets = async (): Promise<Output<'duplicates.list'>['sets']> => (await ask('duplicates.list', null)).sets;
export const decisionOf = async (id: string) => (await sets()).find((set) => set.id === id)?.decision;
export const open = async (kind: string, words = 'file'): Promise<string> => {
  await app.id('view-duplicates').click();
  await app.id(`kind-${kind}`).click();
  await app.id('set-card').filter({ hasText: words }).first().click();
  await app.id('set-files').waitFor();
  return (await app.id('set-screen').getAttribute('data-set'))!;
};
export const shownSet = () => app.id('set-screen').getAttribute('data-set');
export const count = async (kind: string) => Number(await app.id(`kind-${kind}`).locator('.count').textContent());

/** Has the tests begin and end with it. */
export function begin(): void {
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
}
