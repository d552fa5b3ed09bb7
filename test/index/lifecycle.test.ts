// Starting, opening a folder, closing and quitting of the desktop app.

import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { begin, data, kindred, setKindred, electron, start, bridge } from './setting.ts';

begin();

test('opens the folder it is given, and says so when that fails', async () => {
  await start('--some-switch', 'photos');
  await vi.waitFor(() => expect(kindred.offered).toEqual([resolve('photos')]));
  expect(electron.state.errors).toEqual([]);
  electron.app.emit('second-instance', {}, [], '/', { path: '/nowhere' });
  await vi.waitFor(() => expect(electron.state.errors).toEqual([{ title: '열지 못했습니다', content: 'No folder there.' }]));
});

test('a second start leaves it to the first, whose window comes to the front and opens the folder', async () => {
  const window = await start();
  window.minimised = true;
  electron.app.emit('second-instance', {}, ['electron', '.', 'x'], '/', { path: '/photos' });
  expect(window).toMatchObject({ minimised: false, focused: 1 });
  await vi.waitFor(() => expect(kindred.offered).toEqual(['/photos']));
  electron.app.emit('second-instance', {}, [], '/', { path: 7 });
  expect(kindred.offered).toHaveLength(1);
  expect(electron.state.windows).toHaveLength(1);
});

test('the second start passes on its folder and exits', async () => {
  electron.state.firstInstance = false;
  expect(await start('photos')).toBeUndefined();
  expect(electron.state).toMatchObject({ quitAsked: true, exitCode: 0, lockData: { path: resolve('photos') } });
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
  setKindred({ ...kindred, close: () => new Promise(() => undefined) });
  await start();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  electron.app.quit();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(electron.state.exitCode).toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(electron.state.exitCode).toBe(0);
});

test('offers to reload a crashed page', async () => {
  const { webContents } = await start();
  webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(electron.state.messages).toEqual([]);
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await vi.waitFor(() => expect(webContents.reloads).toBe(1));
  expect(electron.state.messages[0]?.buttons).toEqual(['다시 불러오기', '닫기']);
});
