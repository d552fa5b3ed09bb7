// A library of made photos, open in the app before a browser, as most end-to-end tests begin. Not a test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { makeLibrary } from '../made-library.ts';
import { App, startBrowser, startServer, type Server } from './app.ts';

export interface Opened {
  /** Holds the photos, the app's data and whatever else a test needs; gone after it. */
  readonly root: string;
  readonly photos: string;
  readonly browser: Browser;
  readonly server: Server;
  readonly app: App;
}

export interface OpenedOptions {
  /** Of the folder of photos. */
  readonly name?: string;
  /** What else is there before the app is; `names` of the photos, sorted. */
  readonly prepare?: (made: Pick<Opened, 'root' | 'photos'> & { readonly names: readonly string[] }) => Promise<unknown>;
  /** Of the server. */
  readonly environment?: (root: string) => NodeJS.ProcessEnv;
}

/** Makes the photos, as described or by a function of its own, and opens them; resolves when their groups are shown. */
export async function opened(made: Parameters<typeof makeLibrary>[1] | ((at: Pick<Opened, 'root' | 'photos'>) => Promise<unknown>), { name = 'Photos', prepare = async () => {}, environment = () => ({}) }: OpenedOptions = {}): Promise<Opened> {
  const root = await mkdtemp(join(tmpdir(), 'kindred-e2e-'));
  const photos = join(root, name);
  const { truth } = typeof made === 'function' ? (await made({ root, photos }), { truth: {} }) : await makeLibrary(photos, made);
  await prepare({ root, photos, names: Object.keys(truth).sort() });
  const browser = await startBrowser();
  const server = await startServer(join(root, 'data'), photos, environment(root));
  const app = await App.open(browser, server.address);
  await app.ready();
  return { root, photos, browser, server, app };
}

/** Ends what `opened` began, as it is by then. */
export async function closeOpened({ browser, server, root }: Pick<Opened, 'browser' | 'server' | 'root'>): Promise<void> {
  await browser.close();
  await server.stop();
  await rm(root, { recursive: true, force: true });
}
