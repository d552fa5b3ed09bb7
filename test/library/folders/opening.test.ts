// Unknown folders with known photos: moved ones, the parent folder, a subfolder, a copy.
import { cp, mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openingOf } from '../../../src-main/library/folders/opening.ts';
import { recognise } from '../../../src-main/library/folders/recognise.ts';
import { summariseLibraries } from '../../../src-main/library/folders/summary.ts';
import { Library } from '../../../src-main/library/library.ts';
import { listLibraries, recentLibraries, storedAt } from '../../../src-main/store/libraries.ts';
import type { GroupId, PhotoId } from '../../../src-shared/contract.ts';
import { makeLibrary } from '../../made-library.ts';
import { asked, volunteered } from '../../origins.ts';
import { plainEngine } from '../plain-engine.ts';
import { fromSavedColumns, toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';

let root: string;
let data: string;
let photos: string;
/** Content hashes of what was said to be alike, and of what not. */
let alike: string[];
let apart: string[];
let id: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-opening-'));
  data = join(root, 'data');
  photos = join(root, 'A', 'photos');
  await makeLibrary(join(photos, 'sub'), { groups: 2, perGroup: 3, width: 160, height: 120 });
  await makeLibrary(photos, { groups: 1, perGroup: 3, width: 160, height: 120, seed: 5 });
  await at(photos, async (library) => {
    const [a, b, c, d] = (await library.photos()).ids as unknown as [PhotoId, PhotoId, PhotoId, PhotoId];
    const { lenses } = library;
    expect(library.judge(lenses.current).add({ kind: 'similar', photos: [a, b] }, { origin: asked })).toMatchObject({ status: 'recorded' });
    expect(library.judge(lenses.create('Places').id).add({ kind: 'different', photos: [c, d] })).toMatchObject({ status: 'recorded' });
    lenses.saveGrouping(lenses.current, toSavedColumns({ height: 0.5, groups: [{ id: 3 as GroupId, name: 'Twins', cover: b, photos: Uint32Array.of(a, b) }, { id: 4 as GroupId, name: null, cover: c, photos: Uint32Array.of(c, d) }] }));
    [alike, apart] = [[a, b], [c, d]].map((pair) => pair.map((photo) => library.photo(photo).hash)) as [string[], string[]];
    id = library.id;
  });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Opens a folder as the command line does, indexes it, and uses it. */
async function at<T>(folder: string, use: (library: Library) => T, options?: { fresh: boolean }): Promise<T> {
  await openingOf(data, folder, options);
  const library = await Library.open({ dataFolder: data, folder, engine: plainEngine(), emit: () => {} });
  try {
    expect(await library.startIndex().finished).toMatchObject({ phase: 'done' });
    return use(library);
  } finally {
    await library.close();
  }
}

/** What a library knows of the photos: by hash, whatever their ids. */
function known(library: Library) {
  const hash = (photo: number): string => library.photo(photo as PhotoId).hash;
  return library.lenses.all.map((lens) => ({
    lens: lens.name,
    said: library.judge(lens.id).log.judgments.map(({ statement }) => [statement.kind, ...statement.photos.map(hash)]),
    named: fromSavedColumns(library.lenses.grouping(lens.id)).groups.filter(({ name }) => name !== null).map(({ name, cover, photos: of }) => ({ name, cover: hash(cover!), photos: Array.from(of, hash) }))
  }));
}
const everything = () => [
  { lens: null, said: [['similar', ...alike]], named: [{ name: 'Twins', cover: alike[1], photos: alike }] },
  { lens: 'Places', said: [['different', ...apart]], named: [] }
];
/** How what is said through the first lens came about. */
const origins = (library: Library) => library.judge(library.lenses.all[0]!.id).log.judgments.map(({ origin }) => origin);
const ids = () => listLibraries(data).map((library) => library.id);

describe('a folder that was moved', () => {
  it('keeps its library and all answers', async () => {
    const moved = join(root, 'B', 'photos');
    await mkdir(join(root, 'B'));
    await rename(photos, moved);
    expect(await recognise(data, moved)).toMatchObject([{ library: { id }, folder: photos, missing: true, relation: 'moved', share: 1, found: 1 }]);
    expect(await at(moved, (library) => [library.id, library.brought, known(library), origins(library)])).toEqual([id, null, everything(), [asked]]);
    expect(ids()).toEqual([id]);
    expect(recentLibraries(data)).toMatchObject([{ folder: moved, missing: false }]);
  });

  it('is recognised with files added, deleted, touched and re-sorted', async () => {
    const moved = join(root, 'moved');
    await rename(photos, moved);
    const [first, second, third] = await readdir(join(moved, 'sub')) as [string, string, string];
    await rm(join(moved, 'sub', first));
    await rename(join(moved, 'sub', second), join(moved, second));
    await utimes(join(moved, 'sub', third), 5, 5);
    await writeFile(join(moved, 'new.jpg'), 'not a photo');
    expect(await openingOf(data, moved)).toMatchObject({ how: 'moved', from: photos, library: { id } });
  });

  it('is a library of its own on request, with nothing taken over', async () => {
    const moved = join(root, 'moved');
    await rename(photos, moved);
    expect(await at(moved, known, { fresh: true })).toEqual([{ lens: null, said: [], named: [] }]);
    expect(ids()).toHaveLength(2);
  });

  it('is not confused with one that has other photos under the same names', async () => {
    const other = join(root, 'other');
    await makeLibrary(join(other, 'sub'), { groups: 2, perGroup: 3, width: 160, height: 120, seed: 77 });
    await rename(photos, join(root, 'gone'));
    expect(await recognise(data, other)).toEqual([]);
    expect(await openingOf(data, other)).toMatchObject({ how: 'new' });
  });

  it('is recognised although the entry of its library is lost', async () => {
    for (const name of ['library.json', 'library.copy.json']) rmSync(join(storedAt(data, id), name));
    expect(recentLibraries(data)).toMatchObject([{ id, folder: photos, damaged: false }]); // the database knows it too
    expect(await at(photos, (library) => library.id)).toBe(id);
    expect(JSON.parse(readFileSync(join(storedAt(data, id), 'library.json'), 'utf8'))).toMatchObject({ folders: [photos] });
  });
});

describe('a folder with photos of another library takes over the answers about them', () => {
  it('the parent folder', async () => {
    await makeLibrary(join(root, 'A', 'more'), { groups: 1, perGroup: 2, width: 160, height: 120, seed: 8 });
    const above = join(root, 'A');
    expect(await recognise(data, above)).toMatchObject([{ relation: 'around', found: 1, missing: false }]);
    expect(await at(above, (library) => [library.brought, known(library), origins(library)])).toMatchObject([{ answers: 2, names: 1, contradictions: 0, from: [{ id }] }, everything(), [volunteered]]);
    expect(ids()).toHaveLength(2);
    expect(await at(above, (library) => library.brought), 'once').toBeNull();
  });

  it('a subfolder, for the photos in it', async () => {
    const below = join(photos, 'sub');
    expect(await recognise(data, below)).toMatchObject([{ relation: 'inside', share: 1 }]);
    const [first] = await at(below, known);
    const here = await at(below, async (library) => Array.from((await library.photos()).ids, (photo) => library.photo(photo as PhotoId).hash));
    expect(first?.said).toEqual(alike.every((hash) => here.includes(hash)) ? [['similar', ...alike]] : []);
  });

  it('a copy on another drive, and the two are independent from then on', async () => {
    const copy = join(root, 'drive', 'copy');
    await cp(photos, copy, { recursive: true });
    expect(await recognise(data, copy)).toMatchObject([{ relation: 'copy', missing: false }]);
    expect(await at(copy, known)).toEqual(everything());
    await at(copy, (library) => void library.judge(library.lenses.current).undo());
    expect((await at(photos, known))[0]?.said).toEqual([['similar', ...alike]]);
    expect(summariseLibraries(data).map(({ folders, photos: count, answers }) => [folders[0]?.path, count, answers])).toEqual([[photos, 9, 2], [copy, 9, 1]]);
  });
});
