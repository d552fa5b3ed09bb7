// Packs as a page adds, uses and removes them, with the app's own handlers and real processes.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHandlers } from '../../src-main/handlers.ts';
import { createEventHub } from '../../src-main/hosts/events.ts';
import { noDialogs } from '../../src-main/hosts/host.ts';
import { nativeLack } from '../compute/onnx/native-lack.ts';
import { plainEngine } from '../library/plain-engine.ts';
import { makeLibrary } from '../made-library.ts';
import { convNet } from '../packs/made-models.ts';
import { manifestOf } from '../packs/made-packs.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'kindred-packs-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

const upload = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

describe.skipIf(nativeLack !== '')(`packs of a page${nativeLack}`, () => {
  it('are received in parts, added, used, and not removed while a library uses them', async () => {
    const dataFolder = join(root, 'data');
    const events = createEventHub();
    const { handlers, libraryHandlers, close } = createHandlers({ host: 'browser', version: '0', locale: 'en', dataFolder, events, dialogs: noDialogs, engine: async () => plainEngine() });
    const { bytes } = convNet();
    const send = async (to: string, file: string, content: Uint8Array): Promise<void> => {
      for (let at = 0; at < content.length; at += 1000) await handlers['packs.receive']({ upload: to, file, bytes: content.subarray(at, at + 1000) });
    };
    await send(upload(1), 'pack.json', Buffer.from(JSON.stringify(manifestOf(bytes))));
    await send(upload(1), 'model.onnx', bytes);
    const pack = await handlers['packs.add']({ upload: upload(1) });
    expect(pack).toMatchObject({ name: 'Made net', licence: 'CC0-1.0', dimensions: 6, words: false, bytes: bytes.length });
    expect(await handlers['packs.list'](null)).toEqual([pack]);
    expect(await readdir(join(dataFolder, 'packs'))).toEqual([pack.id]);
    expect(await readFile(join(dataFolder, 'packs', pack.id, 'model.onnx'))).toEqual(Buffer.from(bytes));

    await expect(handlers['packs.receive']({ upload: upload(2), file: '../x', bytes })).rejects.toMatchObject({ code: 'pack-refused' });
    await expect(handlers['packs.add']({ upload: upload(2) })).rejects.toThrow('Nothing of this pack was received');
    await send(upload(3), 'model.onnx', bytes);
    await expect(handlers['packs.add']({ upload: upload(3) })).rejects.toThrow('has no pack.json');
    await send(upload(4), 'model.onnx', bytes);
    await handlers['packs.cancel']({ upload: upload(4) });
    expect(await readdir(join(dataFolder, 'packs')), 'nothing is left of them').toEqual([pack.id]);

    const folder = join(root, 'photos');
    await makeLibrary(folder, { groups: 2, perGroup: 3, width: 160, height: 120 });
    const { id } = await handlers['library.open']({ folder, page: 'p' });
    await vi.waitFor(async () => expect((await libraryHandlers['index.progress'](id, null)).phase).toBe('done'), 60_000);
    await libraryHandlers['encoder.usePack'](id, { pack: pack.id, anyway: false });
    await expect(handlers['packs.remove']({ id: pack.id })).rejects.toMatchObject({ code: 'bad-request' });
    await vi.waitFor(async () => expect((await libraryHandlers['train.progress'](id, null)).phase).toBe('done'), 60_000);
    await expect(handlers['packs.remove']({ id: pack.id })).rejects.toThrow('This encoder is in use. Switch to another one');
    await handlers['library.close']({ library: id, page: 'p' });
    await expect(handlers['packs.remove']({ id: pack.id })).rejects.toThrow(`This encoder is in use for ${folder}.`);

    await handlers['library.open']({ folder, page: 'p' });
    const shipped = (await libraryHandlers['encoder.versions'](id, null)).find((version) => version.shipped)!;
    await libraryHandlers['encoder.use'](id, { id: shipped.id });
    await vi.waitFor(async () => expect((await libraryHandlers['train.progress'](id, null)).phase).toBe('done'), 60_000);
    await handlers['packs.remove']({ id: pack.id });
    expect(await libraryHandlers['encoder.versions'](id, null)).toEqual([{ ...shipped, inUse: true }]);
    expect(await readdir(join(dataFolder, 'packs'))).toEqual([]);
    await expect(libraryHandlers['encoder.usePack'](id, { pack: pack.id, anyway: false })).rejects.toMatchObject({ code: 'pack-refused' });
    await close();
  }, 200_000);
});
