// The desktop app on a fake Electron: what the system shows of it and tells it: menus, progress, files to open, power, crashes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { MenuCommand } from '../../src-shared/contract.ts';
import type { MenuItem } from '../hosts/desktop/electron/state.ts';
import { ensureLibrary } from '../../src-main/store/libraries.ts';
import { a, begin, bridge, created, data, electron, kindred, start } from './setting.ts';

begin();

const all = (items: readonly MenuItem[] | null | undefined): MenuItem[] => (items ?? []).flatMap((item) => [item, ...all(item.submenu)]);
const item = (label: string): MenuItem => all(electron.state.menu).find((one) => one.label === label) ?? expect.fail(`there is no ${label}`);

test('the menu speaks the language that was set, and has the page do what it is asked', async () => {
  await writeFile(join(data, 'settings.json'), '{ "language": "en" }');
  await start();
  await vi.waitFor(() => item('File'));
  const { on } = await bridge();
  const told: MenuCommand[] = [];
  on('menu.chosen', (command) => told.push(command));
  for (const label of ['Groups', 'Review', 'Map', 'Settings…', 'Diagnostics…', 'About Kindred…', 'Back up this library…']) item(label).click?.();
  expect(told).toEqual(['groups', 'review', 'map', 'settings', 'diagnostics', 'about', 'backup']);
  // the page hears its own keys, so the menu only shows them
  expect(item('Map')).toMatchObject({ accelerator: 'CmdOrCtrl+8', registerAccelerator: false });
});

test('every entry with a key has one of its own', async () => {
  await start();
  const keys = all(electron.state.menu).flatMap(({ accelerator }) => accelerator ?? []);
  expect(keys.length).toBeGreaterThan(8);
  expect(new Set(keys).size).toBe(keys.length);
});

test('libraries that are there can be opened again from the menu, last opened first', async () => {
  for (const [at, name] of ['old', 'new', 'gone'].entries()) {
    if (name !== 'gone') mkdirSync(join(data, name));
    ensureLibrary(data, join(data, name), at + 1);
  }
  await start();
  const recent = all(electron.state.menu).filter(({ label }) => label === 'old' || label === 'new' || label === 'gone');
  expect(recent.map(({ label }) => label)).toEqual(['new', 'old']);
  recent[1]?.click?.();
  await vi.waitFor(() => expect(kindred.offered).toEqual([join(data, 'old')]));
});

test('an image that it is opened with is searched by, a folder is opened, and an address is neither', async () => {
  const image = join(data, 'picture of a dog.jpg');
  writeFileSync(image, 'bytes');
  await start(image);
  await vi.waitFor(() => expect(kindred.images).toEqual([{ name: 'picture of a dog.jpg', bytes: new Uint8Array(Buffer.from('bytes')) }]));
  let prevented = 0;
  electron.app.emit('open-file', { preventDefault: () => prevented++ }, data);
  await vi.waitFor(() => expect(kindred.offered).toEqual([data]));
  expect(prevented).toBe(1);
  const { pathAmong } = await import('../../src-main/hosts/desktop/given.ts');
  expect(['kindred://app/', 'kindred:x', 'https://example.com', 'javascript:alert(1)', '--switch', ''].map((argument) => pathAmong([argument]))).toEqual(Array.from({ length: 6 }, () => null));
  expect(pathAmong(['--switch', 'photos'])).toBe(resolve('photos'));
  expect(pathAmong(['file:///photos/a%20b.jpg'])).toBe(resolve('/photos/a b.jpg'));
  expect(['file:///a%2Fb', 'file:///%', 'file://host/share'].map((argument) => pathAmong([argument]))).toEqual([null, null, null]);
  expect(pathAmong(['C:\\Photos'])).toBe(resolve('C:\\Photos')); // a drive is no scheme
});

test('a file that the system has it open before it is ready is opened once it is', async () => {
  let ready = (): void => expect.fail('nobody waits');
  electron.app.whenReady = () => new Promise((resolved) => (ready = resolved));
  await start();
  electron.app.emit('open-file', { preventDefault: () => undefined }, data);
  expect(electron.state.windows).toEqual([]);
  ready();
  await vi.waitFor(() => expect(kindred.offered).toEqual([data]));
});

test('shows how far long work is, of all libraries together, until it ends', async () => {
  await start();
  const index = (phase: string, done: number, watched = false): void => created.events.of(a)('index.progress', { phase, done, total: 200, watched } as never);
  const train = (phase: string, seconds: number): void => created.events.of(a)('train.progress', { phase, seconds, budget: 100, secondsLeft: 100 - seconds } as never);
  index('indexing', 10, true);
  index('scanning', 0);
  index('indexing', 100);
  train('training', 25);
  train('paused', 25);
  index('done', 200);
  expect(electron.state.progress).toEqual([2, 0.5, 0.25, 0.5, -1]);
});

test('learning waits for mains power, and while the computer sleeps', async () => {
  await start();
  for (const name of ['on-battery', 'on-ac', 'suspend', 'resume']) electron.powerMonitor.emit(name);
  expect(kindred.waits).toEqual(['begin battery', 'end battery', 'begin sleep', 'end sleep']);
});

test('notes in its log what ended, of its processes and its page', async () => {
  const { webContents } = await start();
  electron.app.emit('child-process-gone', {}, { type: 'Utility', reason: 'oom', exitCode: 9, serviceName: 'Kindred compute' });
  webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
  const log = await readFile(join(data, 'logs/kindred.log'), 'utf8');
  expect(log).toMatch(/process: Utility Kindred compute ended: oom, exit code 9\n.*window: its page ended: crashed, exit code 11\n/);
});
