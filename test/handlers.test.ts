// How the app handles damaged stored state, as requested by the page.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { LensId, PhotoId } from '../src-shared/contract.ts';
import { createHandlers } from '../src-main/handlers.ts';
import { createEventHub } from '../src-main/hosts/events.ts';
import { noDialogs } from '../src-main/hosts/host.ts';
import { plainEngine } from './library/plain-engine.ts';
import { makeLibrary } from './made-library.ts';
import { asked, volunteered } from './origins.ts';

let root = '';
afterEach(() => rm(root, { recursive: true, force: true }));

it('repairs a damaged library with every answer, and opens it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  root = await mkdtemp(join(tmpdir(), 'kindred-handlers-'));
  const { folder } = await makeLibrary(join(root, 'photos'), { groups: 2, perGroup: 3, width: 160, height: 120 });
  const dataFolder = join(root, 'data');
  const start = () => createHandlers({ host: 'browser', version: '0', locale: 'en', dataFolder, events: createEventHub(), dialogs: noDialogs, engine: async () => plainEngine() });
  const lensId = 1 as LensId;
  let app = start();
  const { id } = await app.handlers['library.open']({ folder, page: 'p' });
  await vi.waitFor(async () => expect((await app.libraryHandlers['index.progress'](id, null)).phase).toBe('done'), 20_000);
  const [a, b, c] = (await app.libraryHandlers['photos.list'](id, null)).ids as unknown as [PhotoId, PhotoId, PhotoId];
  await app.libraryHandlers['judgments.add'](id, { lensId, statement: { kind: 'similar', photos: [a, b] }, origin: asked });
  await app.libraryHandlers['judgments.change'](id, { lensId, drop: [], statements: [{ kind: 'different', photos: [b, c] }], origin: volunteered });
  await app.close();

  const path = join(dataFolder, 'libraries', id, 'library.db');
  await writeFile(path, (await readFile(path)).fill(0x5a, 0, 100));
  app = start();
  await expect(app.handlers['library.open']({ folder, page: 'p' })).rejects.toMatchObject({ code: 'library-damaged' });
  expect(await app.handlers['library.repair']({ folder })).toEqual({ entries: 2, lost: 0 });
  const told = { kind: 'repaired', keptAt: null, restored: 0, lost: 0 };
  expect((await app.handlers['library.open']({ folder, page: 'p' })).notices).toEqual([told]);
  expect((await app.handlers['library.enter']({ library: id, page: 'another' }))?.notices, 'every page tells it').toContainEqual(told);
  await vi.waitFor(async () => expect((await app.libraryHandlers['judgments.read'](id, { lensId })).judgments).toMatchObject([{ origin: asked }, { origin: volunteered }]), 20_000);
  await vi.waitFor(async () => expect((await app.libraryHandlers['photos.list'](id, null)).ids).toHaveLength(6), 20_000);
  expect(await readdir(join(dataFolder, 'libraries', id))).toContain('library.db.damaged');
  await app.close();
  app = start();
  expect((await app.handlers['library.open']({ folder, page: 'p' })).notices, 'once').not.toContainEqual(told);
  await app.close();
  vi.restoreAllMocks();
});
