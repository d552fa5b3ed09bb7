// The desktop app on a fake Electron, started by the tests of one. Not a test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Bridge, LibraryId } from '../../src-shared/contract.ts';
import type { App } from '../../src-main/hosts/host.ts';
import { makeApp, type MadeApp } from '../hosts/made-app.ts';

export type MadeElectron = typeof import('../hosts/desktop/made-electron.ts');
export type Created = Parameters<typeof import('../../src-main/handlers.ts').createHandlers>[0];

export let data: string;
export let kindred: MadeApp;
/** For tests whose handlers are others. */
export const setKindred = (made: MadeApp): void => void (kindred = made);
export let created: Created;
export let electron: MadeElectron;
export const argv = process.argv;

/** Starts the app with the given arguments; resolves when its window is there, if there will be one. */
export async function start(...args: string[]): Promise<InstanceType<MadeElectron['BrowserWindow']>> {
  process.argv = ['electron', '.', ...args];
  await import('../../src-main/index.ts');
  await new Promise((done) => setImmediate(done));
  return electron.state.windows[0] as InstanceType<MadeElectron['BrowserWindow']>; // absent in a second instance alone
}

export async function bridge(): Promise<Bridge> {
  await import('../../src-main/preload.ts');
  return electron.pageWorld.kindred as Bridge; // what the preload is for
}

export const invoke = (frame: unknown, name: unknown, input: unknown = null, library: unknown = null): Promise<unknown> => electron.invokeFrom(frame, 'kindred:request', name, input, library);
export const [a, b] = ['a', 'b'] as unknown as [LibraryId, LibraryId];

/** Has every test begin with an Electron of its own. */
export function begin(): void {
  const { error } = console;
  const monitors = process.listeners('uncaughtExceptionMonitor');
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'kindred-desktop-'));
    vi.stubEnv('KINDRED_DATA', data);
    vi.resetModules();
    vi.doMock('electron', () => import('../hosts/desktop/made-electron.ts')); // a new one for every test
    vi.doMock('../../src-main/handlers.ts', () => ({ createHandlers: (options: Created): App => ((created = options), kindred) }));
    electron = (await import('electron')) as unknown as MadeElectron; // mocked above
    kindred = makeApp({
      'library.open': ({ folder }) => (folder.endsWith('nowhere') ? Promise.reject(Object.assign(new Error('No folder there.'), { code: 'folder-missing' })) : Promise.resolve({ id: 'b', folder } as never)),
      'folders.choose': () => created.dialogs.chooseFolder()
    });
  });

  afterEach(async () => {
    process.argv = argv;
    console.error = error; // the log of an app that has ended
    for (const listener of process.listeners('uncaughtExceptionMonitor')) if (!monitors.includes(listener)) process.off('uncaughtExceptionMonitor', listener);
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await rm(data, { recursive: true });
  });
}
