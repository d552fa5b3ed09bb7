// electron-updater itself, as it is used, before a server that notes what it is asked: Electron's own requests are Node's here.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WholeAppImageUpdater } from '../../../../src-main/hosts/desktop/updates/appimage-updater.ts';
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
const feedName = feedFile(process.platform, process.arch);
const file = `/updates/${feedName}`;
const installer = `/updates/${encodeURIComponent(name)}`;
const never = new AbortController().signal;
let server: Server;
let asked: IncomingMessage[];
let served: Record<string, string>;
let folder: string;
let updater: Updater;
let made: WholeAppImageUpdater;
let unheard: unknown[];
/** In place of an answer. */
let answers: Record<string, (answer: ServerResponse) => void>;
let quit: (exitCode: number) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kindred-updater-'));
  writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\nurl: https://example.com/\nupdaterCacheDirName: kindred-updater\n');
  writeFileSync(join(folder, 'Kindred.AppImage'), 'the old program');
  vi.stubEnv('APPIMAGE', join(folder, 'Kindred.AppImage'));
  [asked, served] = [[], { [file]: signedBy(secret, { file: feedName, version: '2.0.0', notes: 'New.', files: [fileOf(name, program)] }), [installer]: program }];
  [unheard, answers] = [[], {}];
  server = createServer((message, answer) => {
    asked.push(message);
    const other = answers[message.url!];
    if (other) return other(answer);
    const body = served[message.url!];
    answer.writeHead(body === undefined ? 404 : 200, { 'content-length': Buffer.byteLength(body ?? '') }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  quit = () => expect.fail('nobody waits for the app to quit');
  made = new WholeAppImageUpdater(null, {
    version: '1.0.0', name: 'Kindred', isPackaged: true, appUpdateConfigPath: join(folder, 'app-update.yml'), userDataPath: folder, baseCachePath: folder,
    whenReady: () => Promise.resolve(), relaunch: () => undefined, quit: () => undefined, onQuit: (handler: typeof quit) => void (quit = handler)
  });
  class Executor extends ElectronHttpExecutor {
    override createRequest(options: object, answer: (response: IncomingMessage) => void): never {
      return request(options).on('response', answer) as never; // has what is used of Electron's
    }
  }
  Object.assign(made, { httpExecutor: new Executor() });
  updater = updaterWith(made, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates/`, key }, { unheard: (error) => unheard.push(error), silence: 300 });
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
  await updater.download((bytes) => done.push(bytes), never);
  expect(asked.map(({ url }) => url).slice(1)).toEqual([installer]);
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
    served[file] = signedBy(secret, { file: feedName, version, notes: '', files: [fileOf(name, program)] });
    expect(await updater.check(), version).toBeNull();
  }
});

it('takes nothing that is not signed, and downloads nothing then', async () => {
  for (const wrong of [signedBy(newKey().secret, { file: feedName, version: '2.0.0', notes: '', files: [fileOf(name, program)] }), 'version: 2.0.0', '']) {
    served[file] = wrong;
    expect(faultOf(await updater.check().catch((error: unknown) => error)), wrong.slice(0, 20)).toBe(wrong === '' ? 'unreachable' : 'unsigned');
  }
  await expect(updater.download(() => undefined, never)).rejects.toThrow();
  expect(asked.every(({ url }) => url === file)).toBe(true);
});

it('throws away what is not what was signed', async () => {
  served[installer] = program.replace('new', 'bad');
  await updater.check();
  expect(faultOf(await updater.download(() => undefined, never).catch((error: unknown) => error))).toBe('damaged');
  expect(readdirSync(join(folder, 'kindred-updater/pending'))).toEqual([]);
});

it('says that nobody answered', async () => {
  served = {};
  expect(faultOf(await updater.check().catch((error: unknown) => error))).toBe('unreachable');
  server.closeAllConnections();
  server.close();
  expect(faultOf(await updater.check().catch((error: unknown) => error))).toBe('unreachable');
});

const fault = async (work: Promise<unknown>): Promise<[string, string]> => {
  const error = await work.then(() => expect.fail('it was taken'), (thrown: unknown) => thrown);
  return [faultOf(error), (error as Error).message];
};

it('follows no other address', async () => {
  const elsewhere = (answer: ServerResponse): void => void answer.writeHead(302, { location: '/elsewhere' }).end();
  served['/elsewhere'] = served[file]!;
  answers[file] = elsewhere;
  expect(await fault(updater.check())).toEqual(['unreachable', expect.stringContaining('another address')]);
  answers = {};
  await updater.check();
  served['/elsewhere'] = program;
  answers[installer] = elsewhere;
  expect(await fault(updater.download(() => undefined, never))).toEqual(['unreachable', expect.stringContaining('another address')]);
  expect(asked.map(({ url }) => url)).not.toContain('/elsewhere');
});

/** Sends without an end, until nobody listens. @returns how much, once it is over */
const endless = (answer: ServerResponse): Promise<number> => new Promise((over) => {
  let sent = 0;
  answer.writeHead(200); // no length, so in chunks
  const more = setInterval(() => answer.write(Buffer.alloc(50_000, 'x'), () => (sent += 50_000)), 1);
  answer.on('close', () => (clearInterval(more), over(sent)));
});

it('ends what is larger than it may be, while it arrives', async () => {
  const over: Promise<number>[] = [];
  answers[file] = (answer) => void over.push(endless(answer));
  expect(await fault(updater.check())).toEqual(['damaged', expect.stringContaining('larger')]);
  expect(await over.pop()).toBeLessThan(5_000_000);
  answers = { [installer]: (answer) => void over.push(endless(answer)) };
  await updater.check();
  expect(await fault(updater.download(() => undefined, never))).toEqual(['damaged', expect.stringContaining(`${program.length} bytes`)]);
  expect(await over.pop()).toBeLessThan(5_000_000);
});

it('gives up what says nothing any more, and works again after that', async () => {
  await updater.check();
  answers[installer] = (answer) => void answer.writeHead(200, { 'content-length': program.length }).write(program.slice(0, 5));
  expect(await fault(updater.download(() => undefined, never))).toEqual(['unreachable', expect.stringContaining('timed out')]);
  answers[installer] = () => undefined; // not even a status
  expect(await fault(updater.download(() => undefined, never))).toEqual(['unreachable', expect.stringContaining('timed out')]);
  answers = {};
  await updater.download(() => undefined, never);
});

it('a feed that dribbles is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let first: () => void = () => undefined;
    const begun = new Promise<void>((done) => (first = done));
    answers[file] = (answer) => void answer.writeHead(200).write('{', first);
    const failing = fault(updater.check());
    await begun;
    await vi.advanceTimersByTimeAsync(30_001);
    expect(await failing).toEqual(['unreachable', expect.stringContaining('timed out')]);
  } finally {
    vi.useRealTimers();
  }
  answers = {};
  expect(await updater.check()).not.toBeNull();
});

it('a download that is stopped ends at the server too, and begins anew', async () => {
  await updater.check();
  const stopped = new AbortController();
  const why = new Error('turned off');
  let closed: Promise<unknown> = Promise.resolve();
  answers[installer] = (answer) => {
    closed = once(answer, 'close');
    answer.writeHead(200).write(program.slice(0, 5));
  };
  const download = updater.download(() => stopped.abort(why), stopped.signal);
  await expect(download).rejects.toBe(why);
  await closed;
  updater.installAtQuit(false);
  updater.installAtQuit(true);
  answers = {};
  await updater.download(() => undefined, never);
  if (process.platform !== 'linux') return;
  quit(0);
  expect([readFileSync(join(folder, 'Kindred.AppImage'), 'utf8'), unheard]).toEqual([program, []]);
});

it.runIf(process.platform === 'linux')('keeps the old program when it cannot be replaced, and tells of it', async () => {
  await updater.check();
  await updater.download(() => undefined, never);
  writeFileSync(join(folder, 'kindred-updater/pending', name), 'changed meanwhile');
  quit(0);
  expect([readFileSync(join(folder, 'Kindred.AppImage'), 'utf8'), unheard]).toEqual(['the old program', [expect.objectContaining({ fault: 'damaged' })]]);
});

it('waits for Squirrel, where there is one', async () => {
  const nativeUpdater = new EventEmitter();
  Object.assign(made, { nativeUpdater });
  await updater.check();
  let settled = false;
  const download = updater.download(() => undefined, never).finally(() => (settled = true));
  await once(made, 'update-downloaded');
  await new Promise((done) => setTimeout(done, 30));
  expect(settled).toBe(false);
  nativeUpdater.emit('update-downloaded');
  await download;
  const again = fault(updater.download(() => undefined, never)); // from what is there
  nativeUpdater.emit('error', new Error('Code signature at URL did not pass validation'));
  expect((await again)[0]).toBe('damaged');
});
