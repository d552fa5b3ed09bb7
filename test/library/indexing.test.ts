// What indexing finds in the folders of an open library, and what becomes of photos whose files change, move or go.

import { copyFile, mkdir, readdir, rename, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { leaveOut, leftOutOf } from '../../src-main/library/indexing/leave-out.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { plainEngine } from './plain-engine.ts';
import { root, photos, open, openLibrary, openAgain, index, small } from './opened-library.ts';

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
    open.length = 0;
    const again = await openLibrary({ engine: plainEngine({ version: 'other' }) });
    expect(await index(again)).toMatchObject({ total: 6, counts: { unchanged: 6, new: 0 } });
    expect((await again.space()).ids).toHaveLength(6);
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
