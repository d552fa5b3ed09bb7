import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticsText } from '../../src-shared/diagnostics-text.ts';
import { diagnose } from '../../src-main/diagnostics/diagnose.ts';
import { Log } from '../../src-main/diagnostics/log.ts';
import { readNotices } from '../../src-main/diagnostics/notices.ts';
import { ensureLibrary, storedAt } from '../../src-main/store/libraries.ts';
import { openStore } from '../../src-main/store/database.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'kindred-diagnose-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const asked = () => ({ dataFolder: data, host: 'browser', version: '9.9.9', locale: 'en-GB', encoder: 'kindred-1', backends: [{ name: 'webgpu', usable: false, note: 'no adapter' }], open: new Set<string>(), log: new Log(data) }) as const;

describe('a report of a fault', () => {
  it('tells of the machine, versions, libraries and errors, and names no folder', async () => {
    const { id } = ensureLibrary(data, '/home/ann/Anna and Ben', 1);
    openStore(storedAt(data, id)).close();
    new Log(data).write('error', "cannot open '/home/ann/Anna and Ben/1.jpg'");
    const report = await diagnose({ ...asked(), open: new Set([id]), check: true });
    expect(report.libraries).toEqual([{ place: 1, isOpen: true, photos: 0, answers: 0, bytes: { library: expect.any(Number), thumbnails: expect.any(Number), others: expect.any(Number) }, check: { result: 'sound', detail: '' } }]);
    expect(report.libraries[0]!.bytes.library).toBeGreaterThan(1000);
    expect(report.versions).toMatchObject({ node: process.versions.node, sharp: expect.stringMatching(/^\d/) });
    const text = diagnosticsText(report);
    for (const part of ['Kindred 9.9.9', 'webgpu, not usable (no adapter)', 'Library 1, open: 0 photos', 'check: sound', 'cannot open']) expect(text).toContain(part);
    expect(text).not.toMatch(/Anna|\/home/);
  });

  it('finds a damaged database only when asked to look', async () => {
    const folder = storedAt(data, ensureLibrary(data, '/home/ann/Other', 2).id);
    openStore(folder).close();
    const file = openSync(join(folder, 'library.db'), 'r+');
    for (const page of [3, 4, 5, 6]) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, 4096 * page);
    closeSync(file);
    expect((await diagnose({ ...asked(), check: false })).libraries.map(({ check }) => check)).toEqual([null, null]);
    const [newest, oldest] = (await diagnose({ ...asked(), check: true })).libraries;
    expect(newest!.check).toEqual({ result: 'damaged', detail: expect.stringMatching(/^answers: ./) });
    expect(oldest!.check?.result).toBe('sound');
  });
});

describe('the notices', () => {
  it('name what ships, with its terms', async () => {
    const notices = await readNotices();
    const names = notices.map(({ name }) => name);
    for (const name of ['better-sqlite3', 'sharp', 'svelte', 'three', 'electron', 'onnxruntime-node', '@imagemagick/magick-wasm']) expect(names).toContain(name);
    for (const name of ['vitest', 'typescript', '@tensorflow/tfjs-node-gpu']) expect(names).not.toContain(name);
    for (const { name, licence, text } of notices) expect(licence !== '' || text !== '', name).toBe(true);
    expect(notices.find(({ name }) => name === 'svelte')?.text).toMatch(/Permission is hereby granted/);
  });

  it('say what to do where they are missing', async () => {
    await expect(readNotices(join(data, 'nowhere.json'))).rejects.toThrow(/npm run notices/);
  });
});
