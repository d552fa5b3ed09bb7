// An open library whose folders change, on the real file system.

import { copyFile, mkdir, mkdtemp, readdir, realpath, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAdded } from '../../../src-main/store/photos.ts';
import { Library } from '../../../src-main/library/library.ts';
import type { IndexProgress, LibraryEmit, PhotoId } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { plainEngine } from '../plain-engine.ts';

let root: string;
let photos: string;
let library: Library;
let runs: IndexProgress[];

const times = { quietMs: 60, longestMs: 1000, pollMs: 60, presenceMs: 40 };

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-watching-')));
  photos = join(root, 'photos');
  await makeLibrary(photos, { groups: 2, perGroup: 3, width: 160, height: 120 });
  await makeLibrary(join(root, 'others'), { groups: 1, perGroup: 4, width: 160, height: 120, seed: 7 });
  runs = [];
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

async function open(options: { readonly watch?: boolean } = {}): Promise<void> {
  const emit: LibraryEmit = (name, payload) => {
    if (name === 'index.progress' && ['done', 'cancelled', 'failed'].includes((payload as IndexProgress).phase)) runs.push(payload as IndexProgress);
  };
  library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: plainEngine(), emit, ...(options.watch !== false && { watch: { times } }) });
  await library.startIndex().finished;
  runs = [];
}

const other = async (at: number): Promise<string> => join(root, 'others', (await readdir(join(root, 'others'))).filter((name) => name.endsWith('.jpg')).sort()[at]!);

async function add(path: string, at: number): Promise<void> {
  await mkdir(join(photos, path, '..'), { recursive: true });
  await copyFile(await other(at), join(photos, path));
}

const total = (name: keyof IndexProgress['counts']): number => runs.reduce((sum, { counts }) => sum + counts[name], 0);

describe('a watched library', () => {
  it('indexes new photos without looking at anything else', async () => {
    await open();
    const began = Date.now();
    await add('new/a.jpg', 0);
    await add('b.jpg', 1);
    await expect.poll(() => library.state.photos).toBe(8);
    await expect.poll(() => total('new')).toBe(2); // a run is noted when it ends
    expect(runs.every(({ watched, counts }) => watched && counts.unchanged === 0)).toBe(true);
    const added = readAdded(library.store, Math.min(...runs.map(({ startedAt }) => startedAt)));
    expect([...added].map((id) => library.photo(id as PhotoId).files[0]!.path).sort()).toEqual(['b.jpg', 'new/a.jpg']);
    expect(readAdded(library.store, began + 3_600_000)).toHaveLength(0);
  });

  it('recognises the photos in renamed files and folders, and reports what is gone', async () => {
    await add('trip/a.jpg', 0);
    await add('trip/b.jpg', 1);
    await open();
    const ids = [...(await library.photos()).ids];
    await rename(join(photos, 'trip'), join(photos, 'journey'));
    await expect.poll(() => total('moved')).toBe(2);
    expect([...(await library.photos()).ids]).toEqual(ids);
    expect(total('removed')).toBe(0);
    await rm(join(photos, 'journey'), { recursive: true });
    await expect.poll(() => library.state.photos).toBe(6);
    await expect.poll(() => total('removed')).toBe(2); // reported when the run ends
    expect(total('new')).toBe(0);
  });

  it('reads a photo again whose content changed', async () => {
    await add('a.jpg', 0);
    await open();
    await copyFile(await other(1), join(photos, 'a.jpg'));
    await expect.poll(() => total('changed')).toBe(1);
    expect(library.state.photos).toBe(7);
  });

  it('keeps the photos of a folder that went away, and finds what changed once it is back', async () => {
    await open();
    const ids = [...(await library.photos()).ids];
    await rename(photos, `${photos}-away`);
    await expect.poll(() => library.state.folders[0]?.problem).toBe('folder-missing');
    expect(library.state).toMatchObject({ photos: 6, offline: 6 });
    expect([...(await library.photos()).ids]).toEqual(ids);
    await copyFile(await other(0), join(`${photos}-away`, 'meanwhile.jpg'));
    await rename(`${photos}-away`, photos);
    await expect.poll(() => library.state).toMatchObject({ photos: 7, offline: 0 });
    expect(library.state.folders[0]?.problem).toBeNull();
  });

  it('waits for a paused run, and does not resume a cancelled one', async () => {
    await open();
    for (let at = 0; at < 3; at++) await add(`later/${at}.jpg`, at);
    const run = library.startIndex();
    library.pause();
    await wait(300);
    expect(library.progress.phase).toBe('paused');
    library.cancel();
    await run.finished;
    await wait(300);
    expect(library.state.photos).toBeLessThan(9);
    expect(library.progress.phase).toBe('cancelled');
    await add('more.jpg', 3);
    // what changed while it was paused is not lost
    await expect.poll(() => library.state.photos).toBe(10);
  });

  it('follows a partial run with the full one requested meanwhile', async () => {
    await open();
    await add('a.jpg', 0);
    await expect.poll(() => library.progress.watched && ['scanning', 'indexing'].includes(library.progress.phase), { interval: 1 }).toBe(true);
    library.startIndex();
    await expect.poll(() => runs.map(({ watched }) => watched)).toEqual([true, false]);
    expect(runs[1]?.counts.unchanged).toBe(7);
  });

  it('is no longer watched once that is switched off, and again once it is on', async () => {
    await open();
    await library.watch(false);
    await add('a.jpg', 0);
    await wait(300);
    expect(library.state.photos).toBe(6);
    await library.watch(true);
    await library.startIndex().finished;
    await add('b.jpg', 1);
    await expect.poll(() => library.state.photos).toBe(8);
  });

  it('has to be asked for: the command line watches nothing', async () => {
    await open({ watch: false });
    await add('a.jpg', 0);
    await wait(300);
    expect(library.state.photos).toBe(6);
  });

  it('ignores files that are not photos and what is left out', async () => {
    await open();
    await writeFile(join(photos, 'notes.txt'), '');
    await add('.hidden/a.jpg', 0);
    await utimes(photos, new Date(), new Date());
    await wait(300);
    expect(runs).toEqual([]);
  });
});
