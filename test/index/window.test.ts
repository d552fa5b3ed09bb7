// The desktop app on a fake Electron: how locked down its window is, and what it takes from the system.

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { MOST_HANGING } from '../../src-main/photos/file-calls.ts';
import { makeApp } from '../hosts/made-app.ts';
import { begin, data, kindred, setKindred, created, electron, start, bridge, a } from './setting.ts';

begin();

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

test('keeps the system from suspending while needed, but lets the screen turn off', async () => {
  await start();
  const [first, second] = [created.stayAwake?.(), created.stayAwake?.()];
  expect([...electron.state.awake.values()]).toEqual(['prevent-app-suspension', 'prevent-app-suspension']);
  first?.();
  expect(electron.state.awake.size).toBe(1);
  second?.();
  expect(electron.state.awake.size).toBe(0);
});

test('the folder dialog returns the chosen folder, or nothing', async () => {
  await start();
  const { request } = await bridge();
  expect(await request('folders.choose', null)).toBeNull();
  electron.state.chosen = { canceled: false, filePaths: ['/photos'] };
  expect(await request('folders.choose', null)).toBe('/photos');
  electron.state.menu?.flatMap(({ submenu }) => submenu ?? []).find(({ accelerator }) => accelerator === 'CmdOrCtrl+O')?.click?.();
  await vi.waitFor(() => expect(kindred.offered).toEqual(['/photos']));
});

test('the save dialog suggests a name and returns the path, or nothing', async () => {
  setKindred(makeApp({ 'judgments.save': () => created.dialogs.saveFile('Trip – Kindred.jsonl') }));
  await start();
  const page = (await bridge()).of(a);
  expect(await page.request('judgments.save', { lensId: null })).toBeNull();
  electron.state.savedTo = { canceled: false, filePath: '/home/trip.jsonl' };
  expect(await page.request('judgments.save', { lensId: null })).toBe('/home/trip.jsonl');
  expect(electron.state.saveDialogs).toEqual([{ defaultPath: 'Trip – Kindred.jsonl' }, { defaultPath: 'Trip – Kindred.jsonl' }]);
});

test('the open dialog shows files of one kind and returns the path, or nothing', async () => {
  setKindred(makeApp({ 'backup.choose': () => created.dialogs.openFile('kindred') }));
  await start();
  const { request } = await bridge();
  expect(await request('backup.choose', { library: null })).toBeNull();
  electron.state.chosen = { canceled: false, filePaths: ['/home/trip.kindred'] };
  expect(await request('backup.choose', { library: null })).toBe('/home/trip.kindred');
});

test('runs native code in utility processes', async () => {
  await start();
  const { WorkerPool } = await import('../../src-main/workers/worker-pool.ts');
  const pool = await WorkerPool.open<{ value: unknown }>(new URL('../workers/fixtures/moody-worker.ts', import.meta.url), {}, 1, { apart: true });
  expect(await pool.run({ message: { kind: 'echo', value: 7 } })).toMatchObject({ value: 7 });
  await pool.close();
  expect(electron.utilityProcesses).toEqual(['Kindred compute']);
});

test('passes orders to the window and replies from its workers, numbers in their own memory', async () => {
  const [pixels, embeddings] = [Uint8Array.of(1, 2, 3), Float32Array.of(0.5, 0.25)];
  setKindred(makeApp({ 'gpu.take': async () => [{ kind: 'post', worker: 4, message: { count: 1, pixels } }], 'gpu.tell': async () => null }));
  await start();
  const page = await bridge();
  expect(await page.request('gpu.take', { page: 'a' })).toEqual([{ kind: 'post', worker: 4, message: { count: 1, pixels } }]);
  const reply = { kind: 'answer', answer: { embeddings } } as const;
  await page.request('gpu.tell', { page: 'a', worker: 4, reply });
  expect(kindred.calls.at(-1)).toEqual({ name: 'gpu.tell', input: { page: 'a', worker: 4, reply } });
  await expect(page.request('gpu.tell', { page: 'a', worker: 4, reply: { kind: 'shout' } as never })).rejects.toThrow('gpu.tell: ');
});

test.each(['darwin', 'win32', 'linux'] as const)('opens the menu for sharing where %s has one', async (platform) => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  const { createOutside } = await import('../../src-main/hosts/desktop/outside.ts');
  const { share } = createOutside(() => null);
  vi.restoreAllMocks();
  share?.(['/photos/a.jpg', '/photos/b.jpg']);
  expect(electron.state.shared).toEqual(platform === 'darwin' ? [{ filePaths: ['/photos/a.jpg', '/photos/b.jpg'] }] : []);
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
