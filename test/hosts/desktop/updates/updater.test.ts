// electron-updater itself, as it is used, before a server that notes what it is asked: Electron's own requests are Node's here.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { faultOf } from '../../../../src-main/hosts/desktop/updates/refusal.ts';
import { feedFile } from '../../../../src-main/hosts/desktop/updates/signed-feed.ts';
import { updaterWith } from '../../../../src-main/hosts/desktop/updates/updater.ts';
import type { Updater } from '../../../../src-main/hosts/desktop/updates/updates.ts';
import { fileOf, newKey, signedBy } from './keys.ts';

const { secret, key } = newKey();
const program = '#!/bin/sh\nexit 0\n# the new program\n';
const name = 'Kindred (x) 2.0.0.AppImage';
const file = `/updates/${feedFile(process.platform, process.arch)}`;
let server: Server;
let asked: IncomingMessage[];
let served: Record<string, string>;
let folder: string;
let updater: Updater;
let quit: (exitCode: number) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kindred-updater-'));
  writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\nurl: https://example.com/\nupdaterCacheDirName: kindred-updater\n');
  writeFileSync(join(folder, 'Kindred.AppImage'), 'the old program');
  vi.stubEnv('APPIMAGE', join(folder, 'Kindred.AppImage'));
  [asked, served] = [[], { [file]: signedBy(secret, { version: '2.0.0', notes: 'New.', files: [fileOf(name, program)] }), [`/updates/${encodeURIComponent(name)}`]: program }];
  server = createServer((message, answer) => {
    asked.push(message);
    const body = served[message.url!];
    answer.writeHead(body === undefined ? 404 : 200, { 'content-length': Buffer.byteLength(body ?? '') }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  quit = () => expect.fail('nobody waits for the app to quit');
  const made = new AppImageUpdater(null, {
    version: '1.0.0', name: 'Kindred', isPackaged: true, appUpdateConfigPath: join(folder, 'app-update.yml'), userDataPath: folder, baseCachePath: folder,
    whenReady: () => Promise.resolve(), relaunch: () => undefined, quit: () => undefined, onQuit: (handler: typeof quit) => void (quit = handler)
  });
  class Executor extends ElectronHttpExecutor {
    override createRequest(options: object, answer: (response: IncomingMessage) => void): never {
      return request(options).on('response', answer) as never; // has what is used of Electron's
    }
  }
  Object.assign(made, { httpExecutor: new Executor() });
  updater = updaterWith(made, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates/`, key });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('asks for one file, and sends nothing of the installation', async () => {
  expect(await updater.check()).toEqual({ version: '2.0.0', notes: 'New.', bytes: program.length });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${file}`]);
  const { host, connection, 'user-agent': agent, 'cache-control': caching, ...others } = asked[0]!.headers;
  expect([others, agent, caching, typeof host, typeof connection]).toEqual([{}, 'electron-builder', 'no-cache', 'string', 'string']);
  expect(readdirSync(folder).sort()).toEqual(['Kindred.AppImage', 'app-update.yml']); // nor writes a number of it to the disk
});

it('downloads when told to, tells how far, and installs when the app quits', async () => {
  await updater.check();
  const done: number[] = [];
  await updater.download((bytes) => done.push(bytes));
  expect(asked.map(({ url }) => url).slice(1)).toEqual([`/updates/${encodeURIComponent(name)}`]);
  expect(done.at(-1)).toBe(program.length);
  expect(readFileSync(join(folder, 'Kindred.AppImage'), 'utf8')).toBe('the old program');
  if (process.platform !== 'linux') return;
  updater.installAtQuit(false);
  quit(0);
  expect(readFileSync(join(folder, 'Kindred.AppImage'), 'utf8')).toBe('the old program'); // the user turned it off meanwhile
  updater.installAtQuit(true);
  quit(1);
  expect(readFileSync(join(folder, 'Kindred.AppImage'), 'utf8')).toBe('the old program'); // it did not end well
  quit(0);
  expect(readFileSync(join(folder, 'Kindred.AppImage'), 'utf8')).toBe(program);
});

it('takes no older version, nor the same again', async () => {
  for (const version of ['0.9.0', '1.0.0', '1.0.0-beta.1']) {
    served[file] = signedBy(secret, { version, notes: '', files: [fileOf(name, program)] });
    expect(await updater.check(), version).toBeNull();
  }
});

it('takes nothing that is not signed, and downloads nothing then', async () => {
  for (const wrong of [signedBy(newKey().secret, { version: '2.0.0', notes: '', files: [fileOf(name, program)] }), 'version: 2.0.0', '']) {
    served[file] = wrong;
    expect(faultOf(await updater.check().catch((error: unknown) => error)), wrong.slice(0, 20)).toBe(wrong === '' ? 'unreachable' : 'unsigned');
  }
  await expect(updater.download(() => undefined)).rejects.toThrow();
  expect(asked.every(({ url }) => url === file)).toBe(true);
});

it('throws away what is not what was signed', async () => {
  served[`/updates/${encodeURIComponent(name)}`] = program.replace('new', 'bad');
  await updater.check();
  expect(faultOf(await updater.download(() => undefined).catch((error: unknown) => error))).toBe('damaged');
  expect(readdirSync(join(folder, 'kindred-updater/pending'))).toEqual([]);
});

it('says that nobody answered', async () => {
  served = {};
  expect(faultOf(await updater.check().catch((error: unknown) => error))).toBe('unreachable');
  server.closeAllConnections();
  server.close();
  expect(faultOf(await updater.check().catch((error: unknown) => error))).toBe('unreachable');
});
