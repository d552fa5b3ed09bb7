// A drive that no longer answers delays neither the run nor its cancellation, and costs the library nothing.
import { mkdir, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IndexProgress } from '../../../src-shared/contract.ts';
import { startIndexRun, type IndexRun } from '../../../src-main/library/indexing/index-run.ts';
import { FileCalls } from '../../../src-main/photos/file-calls.ts';
import { type Store, openStore } from '../../../src-main/store/database.ts';
import type { DescriptorVersions } from '../../../src-main/store/descriptors.ts';
import { activateEncoderVersion, ensureEncoderVersion } from '../../../src-main/store/encoder-versions.ts';
import { readFolders, settleFolders } from '../../../src-main/store/folders.ts';
import { readFiles } from '../../../src-main/store/photos.ts';
import { readProblemFiles } from '../../../src-main/store/problems.ts';
import { makeLibrary } from '../../made-library.ts';
import { HangingFiles } from '../../photos/hanging-files.ts';
import { plainEngine } from '../plain-engine.ts';

let root: string;
let photos: string;
let store: Store;
let versions: DescriptorVersions;
let system: HangingFiles;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-dead-')));
  photos = join(root, 'photos');
  const { truth } = await makeLibrary(photos, { groups: 2, perGroup: 4, width: 160, height: 120 });
  await mkdir(join(photos, 'nas'));
  for (const name of Object.keys(truth).slice(0, 4)) await rename(join(photos, name), join(photos, 'nas', name));
  store = openStore(join(root, 'store'));
  settleFolders(store, [photos], 0);
  const { id } = ensureEncoderVersion(store, { name: 'plain', dim: 48, createdAt: 0, scores: null });
  activateEncoderVersion(store, id);
  versions = { encoder: id, features: 1 };
  system = new HangingFiles();
});
afterEach(async () => {
  system.revive();
  store.close();
  await rm(root, { recursive: true, force: true });
});

const run = (calls = new FileCalls(system, { timer: system.timer }), onProgress: (progress: IndexProgress) => void = () => {}): IndexRun =>
  startIndexRun({ store, engine: plainEngine(), versions, lanes: 2, calls, onProgress });

it('a dead mount inside the folder is one problem; what was known about it stays', async () => {
  expect(await run().finished).toMatchObject({ phase: 'done', counts: { new: 8, problems: 0 } });
  system.dead.add(join(photos, 'nas'));
  expect(await run().finished).toMatchObject({ phase: 'done', counts: { new: 0, unchanged: 4, missing: 0, problems: 1 } });
  expect(readFiles(store).length).toBe(8);
  expect(readProblemFiles(store).map(({ path }) => path)).toEqual(['nas']);
  system.revive();
  expect(await run().finished).toMatchObject({ phase: 'done', counts: { unchanged: 8, missing: 0, problems: 0 } });
  expect(readProblemFiles(store)).toEqual([]);
});

it('a mount that dies between scanning and reading affects only its own files, for now', async () => {
  const ended = await run(undefined, ({ phase }) => {
    if (phase === 'indexing') system.dead.add(join(photos, 'nas'));
  }).finished;
  expect(ended).toMatchObject({ phase: 'done', done: 8 });
  system.revive();
  expect(ended.counts.problems).toBe(8 - ended.counts.new);
  expect(await run().finished).toMatchObject({ phase: 'done', total: ended.counts.problems, counts: { unchanged: ended.counts.new } });
  expect(readFiles(store).length).toBe(8);
  expect(readProblemFiles(store)).toEqual([]);
});

it('a dead library folder is offline, with the reason, and nothing is missing', async () => {
  await run().finished;
  system.dead.add(photos);
  expect(await run().finished).toMatchObject({ phase: 'done', counts: { missing: 0, problems: 0 } });
  expect(readFolders(store)).toMatchObject([{ problem: 'folder-unreadable' }]);
  expect(readFiles(store).length).toBe(8);
});

it.each(['scanning', 'indexing'])('a run that hangs while %s can still be cancelled', async (phase) => {
  const nas = join(photos, 'nas');
  if (phase === 'scanning') system.dead.add(nas);
  const running = run(new FileCalls(system, { timeoutMs: 600_000 }), (progress) => {
    if (progress.phase === phase) system.dead.add(nas);
  });
  await expect.poll(() => system.asked.some((call) => call.includes('nas'))).toBe(true);
  running.cancel();
  expect((await running.finished).phase).toBe('cancelled');
});
