// The desktop app on a fake Electron: how locked down its window is, and what its page can request.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge, Failure, LensId, LibraryId, PhotoId } from '../src-shared/contract.ts';
import type { App } from '../src-main/hosts/host.ts';
import { MOST_HANGING } from '../src-main/photos/file-calls.ts';
import { readSpace, spaceParts } from '../src-shared/learning/metric/space-bytes.ts';
import { makeApp, madePicture, madeSpace, plain, type MadeApp } from './hosts/made-app.ts';

type MadeElectron = typeof import('./hosts/desktop/made-electron.ts');
type Created = Parameters<typeof import('../src-main/handlers.ts').createHandlers>[0];

let data: string;
let kindred: MadeApp;
let created: Created;
let electron: MadeElectron;
const argv = process.argv;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'kindred-desktop-'));
  vi.stubEnv('KINDRED_DATA', data);
  vi.resetModules();
  vi.doMock('electron', () => import('./hosts/desktop/made-electron.ts')); // a new one for every test
  vi.doMock('../src-main/handlers.ts', () => ({ createHandlers: (options: Created): App => ((created = options), kindred) }));
  electron = (await import('electron')) as unknown as MadeElectron; // mocked above
  kindred = makeApp({
    'library.open': ({ folder }) => (folder.endsWith('nowhere') ? Promise.reject(Object.assign(new Error('No folder there.'), { code: 'folder-missing' })) : Promise.resolve({ id: 'b', folder } as never)),
    'folders.choose': () => created.dialogs.chooseFolder()
  });
});

afterEach(async () => {
  process.argv = argv;
  vi.unstubAllEnvs();
  vi.useRealTimers();
  await rm(data, { recursive: true });
});

/** Starts the app with the given arguments; resolves when its window is there, if there will be one. */
async function start(...args: string[]): Promise<InstanceType<MadeElectron['BrowserWindow']>> {
  process.argv = ['electron', '.', ...args];
  await import('../src-main/index.ts');
  await new Promise((done) => setImmediate(done));
  return electron.state.windows[0] as InstanceType<MadeElectron['BrowserWindow']>; // absent in a second instance alone
}

async function bridge(): Promise<Bridge> {
  await import('../src-main/preload.ts');
  return electron.pageWorld.kindred as Bridge; // what the preload is for
}

const invoke = (frame: unknown, name: unknown, input: unknown = null, library: unknown = null): Promise<unknown> => electron.invokeFrom(frame, 'kindred:request', name, input, library);
const [a, b] = ['a', 'b'] as unknown as [LibraryId, LibraryId];

test('decodes photos on every core', async () => {
  vi.stubEnv('UV_THREADPOOL_SIZE', undefined);
  await start();
  expect(Number(process.env.UV_THREADPOOL_SIZE)).toBe(Math.max(4, availableParallelism()) + MOST_HANGING);
});

test('opens a sandboxed, isolated window without Node on its own page', async () => {
  const window = await start();
  expect(window.url).toBe('kindred://app/');
  expect(window.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webSecurity: true, webviewTag: false });
  expect(window.options.webPreferences.preload).toBe(resolve('out/preload/preload.cjs'));
  expect(electron.state).toMatchObject({ sandboxed: true, userData: data, schemes: [{ scheme: 'kindred', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }] });
  expect(electron.state.schemes[0]?.privileges).not.toHaveProperty('bypassCSP');
});

test('a request of the page comes back with its value, columns intact', async () => {
  const table = { ids: new Uint32Array([7]), widths: new Uint32Array([1]), heights: new Uint32Array([2]), takenAt: new Float64Array([Number.NaN]) };
  kindred = makeApp({ 'photos.list': () => Promise.resolve(table) });
  await start();
  expect(await (await bridge()).of(a).request('photos.list', null)).toEqual(table);
});

test('a failure reaches the page as the cause of an error', async () => {
  await start();
  const error = await (await bridge()).request('library.open', { folder: '/nowhere', page: 'p' }).catch((thrown: unknown) => thrown as Error);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ message: 'No folder there.', cause: { name: 'Error', code: 'folder-missing', message: 'No folder there.' } satisfies Failure });
});

test('refuses bad requests without calling a handler', async () => {
  await start();
  expect(await invoke(electron.pageFrame, 'photo.details', { id: '7' }, 'a')).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(await invoke(electron.pageFrame, 'photo.details', { id: 7 })).toMatchObject({ ok: false, failure: { code: 'bad-request' } }); // of which library?
  expect(await invoke(electron.pageFrame, 'constructor')).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(kindred.calls).toEqual([]);
});

test('answers only the page itself, not other frames', async () => {
  await start();
  const foreign = [null, { url: 'https://evil.example/', parent: null }, { url: 'kindred://app/', parent: {} }, { url: 'kindred://media/photo/7', parent: null }, { url: 'file:///kindred://app/', parent: null }];
  for (const frame of foreign) await expect(invoke(frame, 'photos.list')).rejects.toThrow('Only the Kindred page may send requests.');
  expect(kindred.calls).toEqual([]);
});

test('exposes only the bridge to the page, where it cannot be replaced', async () => {
  await start();
  await bridge();
  expect(Object.keys(Object.getOwnPropertyDescriptors(electron.pageWorld)).sort()).toEqual(['Error', 'URL', 'kindred']);
  expect(Object.getOwnPropertyDescriptor(electron.pageWorld, 'kindred')).toMatchObject({ writable: false, configurable: false });
  expect(Object.keys(electron.pageWorld.kindred as Bridge).sort()).toEqual(['of', 'on', 'page', 'request']);
});

test('events reach the listeners of their name and library until they stop listening', async () => {
  await start();
  const { on, of } = await bridge();
  const heard: unknown[] = [];
  const stop = of(a).on('photos.changed', (payload) => heard.push(payload));
  on('library.offered', () => heard.push('offered'));
  created.events.of(a)('library.closing', null);
  created.events.of(a)('photos.changed', { photos: 1, problems: 0 });
  created.events.of(b)('photos.changed', { photos: 9, problems: 0 });
  stop();
  created.events.of(a)('photos.changed', { photos: 2, problems: 0 });
  created.events.emit('library.offered', null);
  expect(heard).toEqual([{ photos: 1, problems: 0 }, 'offered']);
});

test('the address of a picture names its library, so that an id of another is not shown from the cache', async () => {
  await start();
  const { of } = await bridge();
  expect(of(a).thumbnailUrl(7 as PhotoId)).toBe('kindred://media/library/a/thumbnail/7');
  expect(of(b).photoUrl(7 as PhotoId)).toBe('kindred://media/library/b/photo/7');
});

test('its scheme serves only pictures by id and the page, with the policy', async () => {
  await start();
  const { fetch } = electron.session.defaultSession;
  const get = (url: string, init?: RequestInit): Promise<Response> => fetch.call(electron.session.defaultSession, url, init);
  const picture = await get('kindred://media/library/a/thumbnail/7');
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(madePicture.data);
  for (const url of ['kindred://media/library/a/thumbnail/8', 'kindred://media/thumbnail/7', 'kindred://media/../package.json', 'kindred://app/../../package.json', 'kindred://app/..%2f..%2fpackage.json', 'kindred://app/%2e%2e/%2e%2e/package.json']) {
    const refused = await get(url);
    expect(refused.status, url).toBe(404);
    expect(refused.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
  expect((await get('kindred://elsewhere/')).status).toBe(405);
  expect((await get('kindred://app/', { method: 'POST' })).status).toBe(405);
});

test('its scheme streams a space to the page, or says why there is none', async () => {
  await start();
  const { of } = await bridge();
  const get = (library: LibraryId) => electron.session.defaultSession.fetch(of(library).spaceUrl(1 as LensId));
  const response = await get(a);
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(spaceParts(madeSpace).reduce((sum, { length }) => sum + length, 0))]);
  expect(readSpace(await response.arrayBuffer())).toEqual(plain(madeSpace));
  const refused = await get(b);
  expect([refused.status, await refused.json()]).toEqual([404, { name: 'Error', code: 'no-library', message: 'It is not open.' }]);
});

test('goes nowhere, opens nothing, grants nothing and reaches no network', async () => {
  const { webContents } = await start();
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    for (const url of ['https://example.com/', 'http://127.0.0.1/', 'file:///etc/passwd', 'kindred://media/photo/7', 'javascript:alert(1)', 'kindred://app.evil.example/']) {
      expect(webContents.navigate(event, url), `${event} ${url}`).toBe(false);
    }
    expect(webContents.navigate(event, 'kindred://app/#/problems'), event).toBe(true);
  }
  expect(webContents.navigate('will-frame-navigate', 'kindred://app/', { isMainFrame: false })).toBe(false);
  expect(webContents.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  const { defaultSession } = electron.session;
  const granted: boolean[] = [];
  defaultSession.permission?.(null, 'media', (answer) => granted.push(answer));
  expect([...granted, defaultSession.check?.(), defaultSession.device?.()]).toEqual([false, false, false]);
  const cancelled = (url: string): boolean | undefined => {
    let answer: boolean | undefined;
    defaultSession.request?.({ url }, ({ cancel }) => (answer = cancel));
    return answer;
  };
  expect(['https://example.com/', 'http://127.0.0.1/', 'wss://example.com/', 'file:///etc/passwd'].map(cancelled)).toEqual([true, true, true, true]);
  expect(['kindred://app/', 'blob:kindred://app/1', 'data:,'].map(cancelled)).toEqual([false, false, false]);
});

test('opens the folder it is given, and says so when that fails', async () => {
  await start('--some-switch', 'photos');
  expect(kindred.offered).toEqual([resolve('photos')]);
  expect(electron.state.errors).toEqual([]);
  electron.app.emit('second-instance', {}, [], '/', { folder: '/nowhere' });
  await vi.waitFor(() => expect(electron.state.errors).toEqual([{ title: 'This folder was not opened', content: 'No folder there.' }]));
});

test('a second start leaves it to the first, whose window comes to the front and opens the folder', async () => {
  const window = await start();
  window.minimised = true;
  electron.app.emit('second-instance', {}, ['electron', '.', 'x'], '/', { folder: '/photos' });
  expect(window).toMatchObject({ minimised: false, focused: 1 });
  expect(kindred.offered).toEqual(['/photos']);
  electron.app.emit('second-instance', {}, [], '/', { folder: 7 });
  expect(kindred.offered).toHaveLength(1);
  expect(electron.state.windows).toHaveLength(1);
});

test('the second start passes on its folder and exits', async () => {
  electron.state.firstInstance = false;
  expect(await start('photos')).toBeUndefined();
  expect(electron.state).toMatchObject({ quitAsked: true, exitCode: 0, lockData: { folder: resolve('photos') } });
});

test('opens where it was last', async () => {
  await writeFile(join(data, 'window.json'), JSON.stringify({ x: 50, y: 60, width: 1000, height: 700, maximised: true }));
  const window = await start();
  expect(window.options).toMatchObject({ x: 50, y: 60, width: 1000, height: 700 });
  expect(window.maximised).toBe(true);
  window.bounds = { x: 5, y: 6, width: 900, height: 650 };
  window.maximised = false;
  window.close();
  expect(JSON.parse(await readFile(join(data, 'window.json'), 'utf8'))).toEqual({ x: 5, y: 6, width: 900, height: 650, maximised: false });
});

test('closes the library before it quits, but does not wait forever', async () => {
  const window = await start();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  window.close();
  expect(electron.state.exitCode).toBeNull();
  await vi.waitFor(() => expect(electron.state.exitCode).toBe(0));
  expect(kindred.closed()).toBe(true);
});

test('closing a window lets its page store unsaved changes first, and so does quitting', async () => {
  const window = await start();
  const { page } = await bridge();
  expect([...kindred.present]).toEqual([page]);
  let stored = (): void => {};
  kindred.pages.flush = () => new Promise((resolve) => (stored = resolve));
  electron.app.quit();
  await new Promise((done) => setImmediate(done));
  expect([window.destroyed, electron.state.exitCode]).toEqual([false, null]);
  stored();
  await vi.waitFor(() => expect(electron.state.exitCode).toBe(0));
  expect([window.destroyed, kindred.present.size, kindred.closed()]).toEqual([true, 0, true]);
});

test('quits although the library does not close', async () => {
  kindred = { ...kindred, close: () => new Promise(() => undefined) };
  await start();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  electron.app.quit();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(electron.state.exitCode).toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(electron.state.exitCode).toBe(0);
});

test('keeps the system from suspending while needed, but lets the screen turn off', async () => {
  await start();
  const [first, second] = [created.stayAwake?.(), created.stayAwake?.()];
  expect([...electron.state.awake.values()]).toEqual(['prevent-app-suspension', 'prevent-app-suspension']);
  first?.();
  expect(electron.state.awake.size).toBe(1);
  second?.();
  expect(electron.state.awake.size).toBe(0);
});

test('offers to reload a crashed page', async () => {
  const { webContents } = await start();
  webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(electron.state.messages).toEqual([]);
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await vi.waitFor(() => expect(webContents.reloads).toBe(1));
  expect(electron.state.messages[0]?.buttons).toEqual(['Reload', 'Close']);
});

test('the folder dialog returns the chosen folder, or nothing', async () => {
  await start();
  const { request } = await bridge();
  expect(await request('folders.choose', null)).toBeNull();
  electron.state.chosen = { canceled: false, filePaths: ['/photos'] };
  expect(await request('folders.choose', null)).toBe('/photos');
  electron.state.menu?.flatMap(({ submenu }) => submenu ?? []).find(({ label }) => label === 'Open Folder…')?.click?.();
  await vi.waitFor(() => expect(kindred.offered).toEqual(['/photos']));
});

test('the save dialog suggests a name and returns the path, or nothing', async () => {
  kindred = makeApp({ 'judgments.save': () => created.dialogs.saveFile('Trip – Kindred.jsonl') });
  await start();
  const page = (await bridge()).of(a);
  expect(await page.request('judgments.save', { lensId: null })).toBeNull();
  electron.state.savedTo = { canceled: false, filePath: '/home/trip.jsonl' };
  expect(await page.request('judgments.save', { lensId: null })).toBe('/home/trip.jsonl');
  expect(electron.state.saveDialogs).toEqual([{ defaultPath: 'Trip – Kindred.jsonl' }, { defaultPath: 'Trip – Kindred.jsonl' }]);
});

test('the open dialog shows files of one kind and returns the path, or nothing', async () => {
  kindred = makeApp({ 'backup.choose': () => created.dialogs.openFile('kindred') });
  await start();
  const { request } = await bridge();
  expect(await request('backup.choose', { library: null })).toBeNull();
  electron.state.chosen = { canceled: false, filePaths: ['/home/trip.kindred'] };
  expect(await request('backup.choose', { library: null })).toBe('/home/trip.kindred');
});

test('runs native code in utility processes', async () => {
  await start();
  const { WorkerPool } = await import('../src-main/workers/worker-pool.ts');
  const pool = await WorkerPool.open<{ value: unknown }>(new URL('workers/fixtures/moody-worker.ts', import.meta.url), {}, 1, { apart: true });
  expect(await pool.run({ message: { kind: 'echo', value: 7 } })).toMatchObject({ value: 7 });
  await pool.close();
  expect(electron.utilityProcesses).toEqual(['Kindred compute']);
});

test('passes orders to the window and replies from its workers, numbers in their own memory', async () => {
  const [pixels, embeddings] = [Uint8Array.of(1, 2, 3), Float32Array.of(0.5, 0.25)];
  kindred = makeApp({ 'gpu.take': async () => [{ kind: 'post', worker: 4, message: { count: 1, pixels } }], 'gpu.tell': async () => null });
  await start();
  const page = await bridge();
  expect(await page.request('gpu.take', { page: 'a' })).toEqual([{ kind: 'post', worker: 4, message: { count: 1, pixels } }]);
  const reply = { kind: 'answer', answer: { embeddings } } as const;
  await page.request('gpu.tell', { page: 'a', worker: 4, reply });
  expect(kindred.calls.at(-1)).toEqual({ name: 'gpu.tell', input: { page: 'a', worker: 4, reply } });
  await expect(page.request('gpu.tell', { page: 'a', worker: 4, reply: { kind: 'shout' } as never })).rejects.toThrow('gpu.tell: ');
});

test('hands photos to the system: clipboard, programs, file manager, drags, notifications', async () => {
  await start();
  const { outside } = created;
  await outside!.copyText('/photos/a.jpg');
  await outside!.copyImage(Uint8Array.of(1, 2));
  await outside!.open('/photos/a.jpg');
  await expect(outside!.open('/photos/a.odd')).rejects.toThrow('No program is known for it');
  outside!.showInFolder('/photos/a.jpg');
  outside!.drag(['/photos/a.jpg', '/photos/b.jpg'], Uint8Array.of(3));
  outside!.notify('Reading photos · done', 'photos');
  expect(electron.state).toMatchObject({
    clipboard: ['/photos/a.jpg', ['image/png']], opened: ['/photos/a.jpg', '/photos/a.odd'], inFolder: ['/photos/a.jpg'],
    drags: [{ file: '/photos/a.jpg', files: ['/photos/a.jpg', '/photos/b.jpg'] }], notified: [{ title: 'Reading photos · done', body: 'photos' }]
  });
});
