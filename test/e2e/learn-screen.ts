// A made library behind a server and a browser, and its Learn screen in every look, for the tests of learning and of encoders from outside. Not a test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { App, asker, misfits, startBrowser, startServer, type Look, type Server } from './app.ts';

export interface LearnScreen {
  readonly root: string;
  /** Opens the app. */
  readonly open: () => Promise<App>;
  readonly ask: ReturnType<typeof asker>;
  /** Takes a picture of the screen once `testid` is there and in view, and looks for what does not fit: each time in the next look, or in all where KINDRED_LOOKS is "all". */
  readonly shoot: (picture: string, testid: string) => Promise<void>;
}

/** Set up before the tests of a suite, and taken down after them. */
export function learnScreen(looks: readonly (Look & { readonly name: string })[], { groups, prepare = async () => {} }: { readonly groups: number; readonly prepare?: (root: string) => Promise<void> }): LearnScreen {
  let root: string;
  let browser: Browser;
  let server: Server;
  let shot = 0;
  const open = (look?: Look): Promise<App> => App.open(browser, server.address, look);

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-learn-'));
    await makeLibrary(join(root, 'Photos'), { groups, perGroup: 4, width: 320, height: 240, seed: 6 });
    await prepare(root);
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    const app = await open();
    await app.ready();
    await app.close();
  }, 150_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const ask: LearnScreen['ask'] = (name, input) => asker(server.address)(name, input);
  return {
    get root() {
      return root;
    },
    open: () => open(),
    ask,
    async shoot(picture, testid) {
      const next = looks[shot++ % looks.length]!;
      for (const { name, ...look } of process.env.KINDRED_LOOKS === 'all' ? looks : [next]) {
        await ask('settings.write', { language: name.endsWith('korean') ? 'ko' : 'en' });
        const app = await open(look);
        await app.id('view-learn').click();
        await app.id('encoder-row').first().waitFor();
        await app.id(testid).waitFor();
        await app.id(testid).scrollIntoViewIfNeeded();
        await app.picture(`${picture}-${name}`);
        expect(await misfits(app), `${picture} ${name}`).toEqual([]);
        expect(app.complaints).toEqual([]);
        await app.close();
      }
      await ask('settings.write', { language: 'en' });
    }
  };
}
