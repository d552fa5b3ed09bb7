// What the page of the desktop app can request, hear and load.

import { expect, test } from 'vitest';
import type { Bridge, Failure, PhotoId } from '../../src-shared/contract.ts';
import { makeApp, madePicture } from '../hosts/made-app.ts';
import { begin, kindred, setKindred, created, electron, start, bridge, invoke, a, b } from './setting.ts';

begin();

test('the page learns where a file that was dropped is', async () => {
  await start();
  const page = await bridge();
  expect([page.pathOf?.({ name: 'Photos' } as File), page.pathOf?.({ name: '' } as File)]).toEqual(['/dropped/Photos', '']);
});

test('a request of the page comes back with its value, columns intact', async () => {
  const table = { ids: new Uint32Array([7]), widths: new Uint32Array([1]), heights: new Uint32Array([2]), takenAt: new Float64Array([Number.NaN]) };
  setKindred(makeApp({ 'photos.list': () => Promise.resolve(table) }));
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
  expect(Object.keys(electron.pageWorld.kindred as Bridge).sort()).toEqual(['of', 'on', 'page', 'pathOf', 'request']);
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
  expect(of(a).thumbnailUrl(7 as PhotoId)).toBe('kindred://app/library/a/thumbnail/7');
  expect(of(b).photoUrl(7 as PhotoId)).toBe('kindred://media/library/b/photo/7');
});

test('a thumbnail is of the origin of the page, which may read what it shows under its own policy', async () => {
  await start();
  const { session: { defaultSession } } = electron;
  const [page, thumbnail] = [new URL('kindred://app/'), new URL((await bridge()).of(a).thumbnailUrl(7 as PhotoId))];
  expect([thumbnail.protocol, thumbnail.host]).toEqual([page.protocol, page.host]);
  const answer = await defaultSession.fetch(thumbnail.href);
  expect([answer.status, answer.headers.get('content-type'), new Uint8Array(await answer.arrayBuffer())]).toEqual([200, 'image/webp', madePicture.data]);
  expect(answer.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect((await defaultSession.fetch('kindred://app/library/a/thumbnail/8')).status).toBe(404);
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
