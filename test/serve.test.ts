// The loopback host: who is answered, what is transferred, and what is refused.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'cbor-x';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LibraryId, PhotoTable } from '../src-shared/contract.ts';
import { createEventHub, type EventHub } from '../src-main/hosts/events.ts';
import { serve, type Served } from '../src-main/serve.ts';
import { makeApp, madePicture, type MadeApp } from './hosts/made-app.ts';

let folder: string;
let app: MadeApp;
let events: EventHub;
let served: Served;

const table: PhotoTable = {
  ids: new Uint32Array([7, 9]),
  widths: new Uint32Array([640, 1]),
  heights: new Uint32Array([480, 2]),
  takenAt: new Float64Array([1.5, Number.NaN])
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-serve-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), '<title>Kindred</title>');
  await writeFile(join(folder, 'page/assets/app-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.html'), 'secret');
  app = makeApp({
    'photos.list': () => Promise.resolve(table),
    'library.open': () => Promise.reject(Object.assign(new Error('No folder there.'), { code: 'folder-missing' }))
  });
  events = createEventHub();
  served = await serve({ ...app, events, rendererFolder: join(folder, 'page'), mostBytes: 4096, patience: 400 });
});

afterEach(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

// node:http rather than fetch, which sets Host by itself and tidies paths
function send(path: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: Uint8Array } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: served.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Of the app, or of library `of`. */
async function ask(name: string, input: unknown, of?: string): Promise<unknown> {
  const reply = await send(`${of === undefined ? '' : `/library/${of}`}/api/${name}`, { method: 'POST', headers: { 'x-kindred-token': served.token }, body: encode(input) });
  expect(reply.headers['content-type']).toBe('application/cbor');
  return decode(reply.body) as unknown;
}

test('answers a request with its columns intact', async () => {
  expect(await ask('photos.list', null, 'a')).toEqual({ ok: true, value: table });
});

test('passes the validated input to the handler, with the library from the path', async () => {
  const grouping = { height: 0.5, ids: new Uint32Array([2]), covers: new Uint32Array([3]), ends: new Uint32Array([2]), photos: new Uint32Array([3, 4]), names: [] };
  await ask('groups.write', { lensId: 1, revision: 1, grouping }, 'a');
  expect(app.calls).toEqual([{ name: 'groups.write', input: { lensId: 1, revision: 1, grouping }, library: 'a' }]);
});

test('turns an error of a handler into its failure', async () => {
  expect(await ask('library.open', { folder: '/nowhere', page: 'p' })).toEqual({ ok: false, failure: { name: 'Error', code: 'folder-missing', message: 'No folder there.' } });
});

test('refuses bad input, unknown names and bodies that are not CBOR without calling a handler', async () => {
  expect(await ask('photo.details', { id: 'x' }, 'a')).toMatchObject({ ok: false, failure: { code: 'bad-request', message: expect.stringContaining('input.id') as string } });
  expect(await ask('toString', null)).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(await ask('photos.list', null)).toMatchObject({ ok: false, failure: { code: 'bad-request' } }); // of which library?
  expect(await ask('library.recent', null, 'a')).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(await ask('photos.list', null, '..%2f..')).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  const reply = await send('/library/a/api/photos.list', { method: 'POST', headers: { 'x-kindred-token': served.token }, body: new Uint8Array([0x82, 0x01]) });
  expect(decode(reply.body)).toMatchObject({ ok: false, failure: { code: 'bad-request' } });
  expect(app.calls).toEqual([]);
});

test('refuses a body beyond the limit and keeps serving', async () => {
  expect(await ask('library.open', { folder: '/x'.repeat(4000), page: 'p' })).toMatchObject({ ok: false, failure: { code: 'bad-request', message: expect.stringContaining('4096') as string } });
  expect(await ask('photos.list', null, 'a')).toMatchObject({ ok: true });
});

test('cuts off a body that does not end, and one that never completes', async () => {
  const head = `POST /api/library.recent HTTP/1.1\r\nhost: 127.0.0.1:${served.port}\r\nx-kindred-token: ${served.token}\r\n`;
  const cut = (work: (socket: Socket) => void): Promise<number> => new Promise((resolve) => {
    const socket = connect(served.port, '127.0.0.1', () => work(socket));
    const began = performance.now();
    socket.on('error', () => undefined); // cut while it is written to
    socket.on('close', () => resolve(performance.now() - began));
    socket.resume();
  });
  const endless = cut((socket) => {
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
    const more = setInterval(() => (socket.destroyed ? clearInterval(more) : socket.write(chunk)), 5);
  });
  const half = cut((socket) => socket.write(`${head}content-length: 100\r\n\r\nhalf`));
  const silent = cut(() => undefined);
  for (const [what, took] of Object.entries({ endless: await endless, half: await half, silent: await silent })) expect(took, what).toBeLessThan(5000);
  expect(await ask('photos.list', null, 'a')).toMatchObject({ ok: true });
  expect(app.calls.filter(({ name }) => name === 'library.recent')).toEqual([]);
});

test('survives an error of its socket', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const listening = vi.spyOn(Server.prototype, 'listen');
  const another = await serve({ ...app, events });
  const server = listening.mock.contexts[0] as Server; // the only one that was made
  for (let time = 0; time < 2; time++) server.emit('error', new Error('EMFILE: too many open files'));
  expect(told).toHaveBeenCalledTimes(2);
  await another.close();
  vi.restoreAllMocks();
});

test('answers nobody without the token', async () => {
  for (const token of ['', 'wrong', served.token.slice(1), `${served.token}x`]) {
    const reply = await send('/library/a/api/photos.list', { method: 'POST', headers: { 'x-kindred-token': token }, body: encode(null) });
    expect(reply.status, token).toBe(401);
    expect((await send(`/library/a/thumbnail/7?token=${token}`)).status).toBe(401);
    expect((await send(`/events?page=p&token=${token}`)).status).toBe(401);
  }
  expect((await send('/library/a/thumbnail/7')).status).toBe(401);
  expect(app.calls).toEqual([]);
});

test('answers only its own host names and its own pages', async () => {
  const { port } = served;
  const status = async (headers: Record<string, string>): Promise<number> => (await send('/', { headers })).status;
  expect(await status({ host: `127.0.0.1:${port}` })).toBe(200);
  expect(await status({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200);
  expect(await status({ host: `evil.example:${port}` })).toBe(403);
  expect(await status({ host: '127.0.0.1' })).toBe(403);
  expect(await status({ origin: 'http://evil.example' })).toBe(403);
  expect(await status({ origin: 'null' })).toBe(403);
  expect(await status({ origin: `https://127.0.0.1:${port}` })).toBe(403);
});

test('serves the page with its policy, and nothing outside its folder', async () => {
  await symlink(join(folder, 'secret.html'), join(folder, 'page/link.html'));
  const page = await send('/');
  expect(page.body.toString()).toBe('<title>Kindred</title>');
  expect(page.headers['content-security-policy']).toContain("default-src 'self'; img-src 'self' kindred: data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'");
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' });
  expect((await send('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable');
  for (const path of ['/../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '/assets/..%5c..%5csecret.html', '//secret.html', '/link.html', '/%00', '/%', '/assets', '/assets/app-1a2b.js/', '/c:/secret.html']) {
    const reply = await send(path);
    expect(reply.status, path).toBe(404);
    expect(reply.body.toString()).not.toContain('secret');
  }
  expect((await send('/', { method: 'DELETE' })).status).toBe(405);
  expect((await send('/library/a/api/photos.list')).status).toBe(405);
});

test('says how to build a missing page', async () => {
  await rm(join(folder, 'page/index.html'));
  expect((await send('/')).body.toString()).toContain('npm run build');
});

test('serves pictures by id, cacheable', async () => {
  const thumbnail = await send(`/library/a/thumbnail/7?token=${served.token}`);
  expect(thumbnail).toMatchObject({ status: 200, headers: { 'content-type': 'image/webp', 'cache-control': 'private, max-age=60' } });
  expect([...thumbnail.body]).toEqual([...madePicture.data]);
  expect((await send(`/library/a/photo/7?token=${served.token}`)).status).toBe(200);
  for (const path of ['/thumbnail/7', '/library/b/thumbnail/7', ...['8', '0', '7/../8', '1e3', '99999999999', '-7'].map((end) => `/library/a/thumbnail/${end}`)]) {
    expect((await send(`${path}?token=${served.token}`)).status, path).toBe(404);
  }
});

test('streams events to every page, and ends the streams when it closes', async () => {
  const first = await openStream();
  const second = await openStream();
  events.of('a' as LibraryId)('photos.changed', { photos: 3, problems: 1 });
  events.emit('library.offered', null);
  for (const stream of [first, second]) {
    await vi.waitFor(() => expect(stream.events()).toEqual([
      { name: 'photos.changed', library: 'a', payload: { photos: 3, problems: 1 } },
      { name: 'library.offered', library: '-', payload: null }
    ]));
  }
  await served.close();
  await vi.waitFor(() => expect([first.ended(), second.ended()]).toEqual([true, true]));
});

test('tells the app which pages are connected, by the names they give', async () => {
  const first = await openStream('one');
  await openStream('two');
  expect([...app.present]).toEqual(['one', 'two']);
  first.leave();
  await vi.waitFor(() => expect([...app.present]).toEqual(['two']));
  for (const page of ['', 'a/b', 'x'.repeat(65)]) expect((await send(`/events?page=${encodeURIComponent(page)}&token=${served.token}`)).status).toBe(400);
});

test('closes at once although a page is connected and idle', async () => {
  await openStream();
  vi.useFakeTimers({ toFake: ['setTimeout'] }); // no connection is cut because closing takes too long
  const closing = served.close();
  vi.useRealTimers();
  await closing;
});

test('says which port is in use', async () => {
  await expect(serve({ ...app, events, port: served.port })).rejects.toThrow(`Port ${served.port} is in use`);
});

test('makes a new token of 32 bytes at every start', async () => {
  const other = await serve({ ...app, events });
  await other.close();
  expect(Buffer.from(other.token, 'base64url')).toHaveLength(32);
  expect(other.token).not.toBe(served.token);
  expect(other.url).toBe(`http://127.0.0.1:${other.port}/#token=${other.token}`);
});

function openStream(page = 'p'): Promise<{ events: () => unknown[]; ended: () => boolean; leave: () => void }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: served.port, path: `/events?page=${page}&token=${served.token}` }, (response) => {
      let text = '';
      let ended = false;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => (ended = true));
      const events = (): unknown[] =>
        [...text.matchAll(/event: (.+)\ndata: (.+) (.+)\n\n/g)].map(([, name, library, data = '']) => ({ name, library, payload: decode(Buffer.from(data, 'base64')) as unknown }));
      response.once('data', () => resolve({ events, ended: () => ended, leave: () => request.destroy() }));
    });
    request.on('error', reject); // after it is there: it was left
    request.end();
  });
}
