// An open library from the first index to its closing. Long, because each way an index run may end has its case.

import { existsSync, renameSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaveOut, leftOutOf } from '../../src-main/library/indexing/leave-out.ts';
import { Library } from '../../src-main/library/library.ts';
import type { EventName, IndexProgress, LibraryEmit, LibraryState, PhotoId } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { plainEngine } from './plain-engine.ts';

let root: string;
let photos: string;
let open: Library[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-library-'));
  photos = join(root, 'photos');
  open = [];
});
afterEach(async () => {
  for (const library of open) await library.close();
  await rm(root, { recursive: true, force: true });
});

async function openLibrary({ engine = plainEngine(), emit = () => {} }: { engine?: ReturnType<typeof plainEngine>; emit?: LibraryEmit } = {}): Promise<Library> {
  const library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine, emit });
  open.push(library);
  return library;
}

async function openAgain(library: Library): Promise<Library> {
  await library.close();
  return openLibrary();
}

const index = (library: Library): Promise<IndexProgress> => library.startIndex().finished;
const small = { groups: 2, perGroup: 3, width: 160, height: 120 };

describe('indexing', () => {
  it('finds and describes every photo, and reads nothing again if nothing changed', async () => {
    await makeLibrary(photos, small);
    const engine = plainEngine();
    const library = await openLibrary({ engine });
    expect(await index(library)).toMatchObject({ phase: 'done', found: 6, done: 6, counts: { new: 6, unchanged: 0, problems: 0 } });
    expect(library.state).toMatchObject({ photos: 6, files: 6, problems: 0 });
    const { batches } = engine;
    expect(await index(library)).toMatchObject({ phase: 'done', total: 0, counts: { new: 0, unchanged: 6 } });
    expect(engine.batches).toBe(batches);
  });

  it('writes nothing into the folder of the photos', async () => {
    await makeLibrary(photos, small);
    const listing = async () => Promise.all((await readdir(photos)).map(async (name) => [name, (await stat(join(photos, name))).mtimeMs]));
    const before = await listing();
    const folder = (await stat(photos)).mtimeMs;
    const library = await openLibrary();
    await index(library);
    await library.space();
    expect(await listing()).toEqual(before);
    expect((await stat(photos)).mtimeMs).toBe(folder);
  });

  it('recognises a moved photo and a copy by their content', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const [first, second] = await readdir(photos) as [string, string];
    await mkdir(join(photos, 'trip'));
    await rename(join(photos, first), join(photos, 'trip', 'renamed.jpg'));
    await copyFile(join(photos, second), join(photos, 'trip', 'copy.jpg'));
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { moved: 1, missing: 0, unchanged: 5 } });
    expect(library.state).toMatchObject({ photos: 6, files: 7 });
    const copied = Array.from((await library.photos()).ids, (id) => library.photo(id as PhotoId)).find(({ files }) => files.length === 2);
    expect(copied?.files).toEqual([{ folder: photos, path: second }, { folder: photos, path: 'trip/copy.jpg' }]);
  });

  it('hides a photo whose file is gone and brings it back with its judgments', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const [a, b] = (await library.photos()).ids as unknown as [PhotoId, PhotoId];
    library.judge(library.state.lensId).add({ kind: 'similar', photos: [a, b] });
    const path = join(photos, library.photo(a).files[0]!.path);
    await rename(path, join(root, 'away.jpg'));
    expect(await index(library)).toMatchObject({ counts: { missing: 1 } });
    expect([...(await library.photos()).ids]).not.toContain(a);
    await rename(join(root, 'away.jpg'), path);
    await index(library);
    expect([...(await library.photos()).ids]).toContain(a);
    expect(library.judge(library.state.lensId).log.judgments).toHaveLength(1);
  });

  it('counts a photo that comes back under another name as moved, and none as missing', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const [first] = (await readdir(photos)) as [string];
    await rename(join(photos, first), join(root, 'away.jpg'));
    await index(library);
    await rename(join(root, 'away.jpg'), join(photos, 'back.jpg'));
    expect(await index(library)).toMatchObject({ counts: { moved: 1, missing: 0, new: 0 } });
    expect(library.state).toMatchObject({ photos: 6, files: 6 });
  });

  it('hides the photos of a folder that is left out, keeps everything known about them, and brings them back', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    const [first, second] = await readdir(photos) as [string, string];
    await mkdir(join(photos, 'covers'));
    for (const name of [first, second]) await rename(join(photos, name), join(photos, 'covers', name));
    await index(library);
    const ids = (await library.photos()).ids;
    await writeFile(join(photos, 'covers', '.nomedia'), '');
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { missing: 2, unchanged: 4 } });
    expect(library.state.photos).toBe(4);
    expect(leftOutOf(library)).toEqual({ off: [], taken: [], patterns: [], folders: [{ folder: photos, path: 'covers', rule: 'nomedia', leftOut: true }], counts: { nomedia: 1 } });
    await leaveOut(library, { off: [], taken: ['covers'], patterns: [] }).then(({ finished }) => finished);
    expect((await library.photos()).ids).toEqual(ids);
    expect(leftOutOf(library)).toMatchObject({ folders: [{ path: 'covers', leftOut: false }] });
    await leaveOut(library, { off: [], taken: ['covers'], patterns: ['cov*'] }).then(({ finished }) => finished);
    expect(library.state.photos).toBe(4);
  });

  it('reads a changed file again', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const [first, second] = await readdir(photos) as [string, string];
    await copyFile(join(photos, second), join(photos, first));
    await utimes(join(photos, first), new Date(), new Date());
    await index(library);
    expect(library.state).toMatchObject({ photos: 5, files: 6 });
  });

  it('records what cannot be read with its reason, and reads it again only when it changed or is asked to', async () => {
    await makeLibrary(photos, small);
    await writeFile(join(photos, 'empty.jpg'), '');
    await writeFile(join(photos, 'text.jpg'), 'no photo at all, only words');
    const [victim] = await readdir(photos).then((names) => names.filter((name) => name.startsWith('photo')));
    await truncate(join(photos, victim!), 300);
    const library = await openLibrary();
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { new: 5, problems: 3 } });
    expect(library.problems().map(({ path, code }) => [path, code])).toEqual([['empty.jpg', 'empty'], [victim, 'damaged'], ['text.jpg', 'not-a-photo']]);
    expect(await index(library)).toMatchObject({ total: 0 });
    expect(await library.startIndex({ retryProblems: true }).finished).toMatchObject({ total: 3 });
    await copyFile(join(photos, (await readdir(photos)).at(-2)!), join(photos, 'empty.jpg'));
    await index(library);
    expect(library.problems().map(({ path }) => path)).toEqual([victim, 'text.jpg']);
  });

  it('describes all photos again for another encoder', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    await library.close();
    open = [];
    const again = await openLibrary({ engine: plainEngine({ version: 'other' }) });
    expect(await index(again)).toMatchObject({ total: 6, counts: { unchanged: 6, new: 0 } });
    expect((await again.space()).ids).toHaveLength(6);
  });
});

describe('an index run', () => {
  it('pauses between photos and continues where it stopped', async () => {
    await makeLibrary(photos, { ...small, groups: 12 });
    const library = await openLibrary();
    const run = library.startIndex();
    run.pause();
    expect(run.progress.phase).toBe('paused');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(run.progress).toMatchObject({ phase: 'paused', done: 0, speed: 0, secondsLeft: null });
    run.resume();
    expect(await run.finished).toMatchObject({ phase: 'done', done: 36 });
  });

  it('keeps what was stored when it is cancelled, and continues with the rest', async () => {
    await makeLibrary(photos, { ...small, groups: 20 });
    let run: ReturnType<Library['startIndex']> | null = null;
    const library = await openLibrary({ engine: plainEngine({ beforeBatch: () => run?.cancel() }) });
    run = library.startIndex();
    const cancelled = await run.finished;
    expect(cancelled.phase).toBe('cancelled');
    const stored = library.state.photos;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(60);
    run = null;
    expect(await index(library)).toMatchObject({ phase: 'done', done: 60 - stored });
    expect(library.state.photos).toBe(60);
  });

  it('fails with engine-failed when the encoder fails, and loses nothing that was stored', async () => {
    await makeLibrary(photos, { ...small, groups: 12 });
    let batches = 0;
    const library = await openLibrary({
      engine: plainEngine({
        beforeBatch: () => {
          if (++batches > 1) throw new Error('out of memory');
        }
      })
    });
    const failed = await index(library);
    expect(failed).toMatchObject({ phase: 'failed', error: { code: 'engine-failed' } });
    expect(library.state.photos).toBe(16);
  });

  it('ends with every photo offline when the folder vanished, and marks none as missing', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    await rename(photos, `${photos}-unplugged`);
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { missing: 0 } });
    expect(library.state).toMatchObject({ photos: 6, offline: 6, folders: [{ path: photos, problem: 'folder-missing' }] });
  });

  it('goes offline when the folder vanishes while its photos are read, and calls none of them a problem', async () => {
    await makeLibrary(photos, { ...small, groups: 16 });
    const engine = plainEngine({
      beforeBatch: () => {
        if (existsSync(photos)) renameSync(photos, `${photos}-unplugged`); // with the first batch
      }
    });
    const library = await openLibrary({ engine });
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { problems: 0 } });
    const { photos: kept, offline } = library.state;
    expect(offline).toBe(kept);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(48);
    expect(library.problems()).toEqual([]);
    await rename(`${photos}-unplugged`, photos);
    const again = await openAgain(library);
    expect(await index(again)).toMatchObject({ phase: 'done', counts: { new: 48 - kept, unchanged: kept } });
  });

  it('ends as usual if the registry of libraries cannot be written', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await rename(join(root, 'data'), join(root, 'renamed')); // what is open stays open
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { new: 6 } });
    expect(library.state).toMatchObject({ photos: 6 });
    await library.close();
    open = [];
    expect(told).toHaveBeenCalledWith(expect.stringContaining('The list of libraries is not up to date'));
    told.mockRestore();
    expect(existsSync(join(root, 'data', 'libraries', library.id, 'library.db'))).toBe(false); // workers that read it made no new one
  });

  it('starts over when it is started while the one before is being cancelled', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    const first = library.startIndex();
    library.cancel();
    const second = library.startIndex();
    expect(second).not.toBe(first);
    expect(library.startIndex()).toBe(second);
    expect((await first.finished).phase).toBe('cancelled');
    expect(await second.finished).toMatchObject({ phase: 'done', counts: { new: 6 } });

    library.startIndex();
    library.cancel();
    const third = library.startIndex();
    library.cancel();
    expect((await third.finished).phase).toBe('cancelled');
  });

  it('is the same run when it is started twice', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    expect(library.startIndex()).toBe(library.startIndex());
    await library.startIndex().finished;
  });
});

describe('events', () => {
  it('tell of progress, photos and the space', async () => {
    await makeLibrary(photos, small);
    const seen = new Map<EventName, unknown[]>();
    const library = await openLibrary({ emit: (name, payload) => void seen.set(name, [...(seen.get(name) ?? []), payload]) });
    await index(library);
    await library.space();
    const phases = seen.get('index.progress')?.map((progress) => (progress as IndexProgress).phase);
    expect(phases?.[0]).toBe('scanning');
    expect(phases?.at(-1)).toBe('done');
    expect(seen.get('photos.changed')?.at(-1)).toEqual({ photos: 6, problems: 0 });
    expect(seen.get('space.changed')?.at(-1)).toMatchObject({ lensId: library.state.lensId });
  });
});

describe('an encoder that returns non-finite numbers', () => {
  /** NaN for the photos of every batch that `isSick` names by its place. */
  const sick = (isSick: (photo: number, count: number) => boolean) => {
    const engine = plainEngine();
    const { describe } = engine;
    return Object.assign(engine, {
      describe: async (batch: Parameters<typeof describe>[0]) => {
        const described = await describe.call(engine, batch);
        for (let photo = 0; photo < batch.count; photo++) if (isSick(photo, batch.count)) described.embeddings[photo * 48] = NaN;
        return described;
      }
    });
  };

  it('for one photo makes that photo a problem, and the run continues', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary({ engine: sick((photo, count) => photo === 2 || count === 1) });
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { new: 5, problems: 1 } });
    expect(library.problems()).toMatchObject([{ code: 'damaged', detail: expect.stringContaining('finite') as string }]);
    expect((await library.space()).ids).toHaveLength(5);
  });

  it('once, by chance, is retried', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary({ engine: sick((photo, count) => photo === 2 && count > 1) });
    expect(await index(library)).toMatchObject({ phase: 'done', counts: { new: 6, problems: 0 } });
  });

  it('does no lasting harm through what it stored earlier', async () => {
    await makeLibrary(photos, small);
    let library = await openLibrary();
    await index(library);
    library.store.db.exec("UPDATE embeddings SET vector = CAST(zeroblob(94) || x'007e' AS BLOB) WHERE photo_id = 2");
    library = await openAgain(library);
    expect((await library.space()).ids).toHaveLength(5);
    expect(await index(library)).toMatchObject({ phase: 'done', total: 1 });
    await vi.waitFor(async () => expect((await library.space()).ids).toHaveLength(6), 10_000);
  });
});

describe('damaged thumbnails', () => {
  const damage = async (library: Library): Promise<void> => {
    const path = join(library.store.folder, 'thumbnails.db');
    await writeFile(path, (await readFile(path)).fill(0xa5, 8192));
  };

  it('are rebuilt when the library is opened, with a notice and every answer kept', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await makeLibrary(photos, small);
    let library = await openLibrary();
    await index(library);
    const [a, b] = (await library.photos()).ids as unknown as [PhotoId, PhotoId];
    library.judge(library.lenses.current).add({ kind: 'similar', photos: [a, b] });
    await library.close();
    await writeFile(join(library.store.folder, 'thumbnails.db'), 'garbage '.repeat(3000));
    library = await openLibrary();
    expect(library.state.notices).toEqual([{ kind: 'thumbnails-rebuilt' }]);
    expect(library.thumbnail(a)).toBeNull();
    expect(await index(library)).toMatchObject({ phase: 'done', total: 6, counts: { new: 0, problems: 0 } });
    expect(library.thumbnail(a)?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
    expect(library.judge(library.lenses.current).log.judgments).toHaveLength(1);
    vi.restoreAllMocks();
  });

  it('are rebuilt when the damage shows while the library is open', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await makeLibrary(photos, { ...small, groups: 4, perGroup: 4 });
    let library = await openLibrary();
    await index(library);
    await library.close();
    const states: (LibraryState | null)[] = [];
    library = await openLibrary({ emit: (name, payload) => { if (name === 'library.changed') states.push(payload as LibraryState); } }); // the name says which payload it is
    await damage(library);
    const ids = [...(await library.photos()).ids] as PhotoId[];
    expect(ids.filter((id) => library.thumbnail(id) === null).length).toBeGreaterThan(0);
    expect(states.at(-1)?.notices).toEqual([{ kind: 'thumbnails-rebuilt' }]);
    await vi.waitFor(() => expect(library.progress.phase).toBe('done'), 10_000);
    for (const id of ids) expect(library.thumbnail(id)).not.toBeNull();
    vi.restoreAllMocks();
  });
});

describe('a library', () => {
  it('is refused to a second opener', async () => {
    await makeLibrary(photos, small);
    await openLibrary();
    await expect(openLibrary()).rejects.toMatchObject({ code: 'library-in-use' });
  });

  it('is refused on a folder that is missing or is a file', async () => {
    await expect(openLibrary()).rejects.toMatchObject({ code: 'folder-missing' });
    await writeFile(photos, 'a file');
    await expect(openLibrary()).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  it('opens on an empty folder, with an empty space', async () => {
    await mkdir(photos);
    const library = await openLibrary();
    expect(await index(library)).toMatchObject({ phase: 'done', found: 0 });
    expect(await library.space()).toMatchObject({ ids: new Uint32Array(0), k: 0 });
  });

  it('returns the neighbours of a photo, nearest first', async () => {
    const { truth } = await makeLibrary(photos, { ...small, groups: 4 });
    const library = await openLibrary();
    await index(library);
    const [id] = (await library.photos()).ids as unknown as [PhotoId];
    const neighbours = await library.alike.neighbours(id, 2, library.lenses.current);
    const group = (photo: PhotoId) => truth[library.photo(photo).files[0]!.path];
    expect(neighbours.map((neighbour) => group(neighbour.id))).toEqual([group(id), group(id)]);
    expect(neighbours[0]!.distance).toBeLessThanOrEqual(neighbours[1]!.distance);
  });

  it('renders the large view, and fails with photo-missing if no file is left', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const [id] = (await library.photos()).ids as unknown as [PhotoId];
    expect((await library.render(id)).length).toBeGreaterThan(1000);
    await rm(join(photos, library.photo(id).files[0]!.path));
    await expect(library.render(id)).rejects.toMatchObject({ code: 'photo-missing' });
  });
});
