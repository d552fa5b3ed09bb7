// An open library: the ways an index run may end, its events, damaged thumbnails, and what it refuses.

import { existsSync, renameSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../src-main/library/spaces/space-digest.ts';
import { Library } from '../../src-main/library/library.ts';
import type { EventName, IndexProgress, LibraryState, PhotoId } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { plainEngine } from './plain-engine.ts';
import { root, photos, open, openLibrary, openAgain, index, small } from './opened-library.ts';

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
    open.length = 0;
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

describe('the space', () => {
  it('is named by all that is in it, and the same at the next opening', async () => {
    await makeLibrary(photos, small);
    const library = await openLibrary();
    await index(library);
    const space = await library.space();
    expect(space.digest).toBe(digestOf(space));
    await library.close();
    expect((await (await openLibrary()).space()).digest).toBe(space.digest);
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
