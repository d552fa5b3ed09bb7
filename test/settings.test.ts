import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Settings } from '../src-shared/contract.ts';
import { USUAL_VIEW } from '../src-shared/finding/view.ts';
import { readSettings, writeSettings } from '../src-main/settings.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'kindred-settings-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('returns the defaults if nothing was stored', async () => {
  expect(await readSettings(folder)).toEqual({ theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
});

it('keeps what was not changed', async () => {
  await writeSettings(folder, { theme: 'dark' });
  await writeSettings(folder, { language: 'ko' });
  expect(await readSettings(folder)).toEqual({ theme: 'dark', language: 'ko', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
});

it('keeps all of several concurrent changes, and leaves no other files', async () => {
  await Promise.all([writeSettings(folder, { theme: 'dark' }), writeSettings(folder, { language: 'ko' }), writeSettings(folder, { theme: 'light' })]);
  expect(await readSettings(folder)).toEqual({ theme: 'light', language: 'ko', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
  expect(await readdir(folder)).toEqual(['settings.json']);
});

it('keeps the view of each library, and shows as usual what is not known', async () => {
  await Promise.all([writeSettings(folder, { views: { a: { ...USUAL_VIEW, size: 1.5 } } as Settings['views'] }), writeSettings(folder, { views: { b: { ...USUAL_VIEW, dense: true } } as Settings['views'] })]);
  expect((await readSettings(folder)).views).toEqual({ a: { ...USUAL_VIEW, size: 1.5 }, b: { ...USUAL_VIEW, dense: true } });
  await writeFile(join(folder, 'settings.json'), '{"views":{"a":{"groups":"name","photos":"sideways","size":99,"dense":"x"},"b":7}}');
  expect((await readSettings(folder)).views).toEqual({});
  await writeFile(join(folder, 'settings.json'), '{"views":{"a":{"groups":"name","photos":"sideways","size":99,"dense":"x"}}}');
  expect((await readSettings(folder)).views).toEqual({ a: { ...USUAL_VIEW, groups: 'name' } });
});

it('creates the data folder if it is missing', async () => {
  await writeSettings(join(folder, 'new'), { theme: 'light' });
  expect(JSON.parse(await readFile(join(folder, 'new', 'settings.json'), 'utf8'))).toEqual({ theme: 'light', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
});

it('reports a broken file, uses the defaults, and survives an unknown value', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await writeFile(join(folder, 'settings.json'), '{"theme":');
  expect(await readSettings(folder)).toEqual({ theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
  expect(complaint).toHaveBeenCalledOnce();
  await writeFile(join(folder, 'settings.json'), '{"theme":"pink","language":"ko"}');
  expect(await readSettings(folder)).toEqual({ theme: 'system', language: 'ko', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} });
  complaint.mockRestore();
});
