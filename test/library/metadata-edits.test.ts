// Answers about photos while other programs rewrite their files: rating, keywording, geotagging, rotating.
import { copyFile, link, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../../src-main/library/library.ts';
import { DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import type { GroupId, IndexCounts, PhotoId } from '../../src-shared/contract.ts';
import { madeHeif, takeAvifApart } from '../photos/picture-hash/made-heif.ts';
import { type Edit, edits, editHeif, editJpeg, type Editor, editPng, editTiff, editWebp } from '../photos/picture-hash/metadata-edits.ts';
import { asSharp, noise } from '../photos/pictures.ts';
import { plainEngine } from './plain-engine.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';

const [WIDTH, HEIGHT] = [48, 32];
let root: string;
let photos: string;
let library: Library;
let described: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-edits-'));
  photos = join(root, 'photos');
  mkdirSync(photos);
  described = 0;
  await openLibrary();
});
afterEach(async () => {
  await library.close();
  await rm(root, { recursive: true, force: true });
});

async function openLibrary(): Promise<void> {
  const engine = plainEngine();
  const counting = { ...engine, describe: (batch: Parameters<typeof engine.describe>[0]) => ((described += batch.count), engine.describe(batch)) };
  library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine: counting, emit: () => {} });
}

async function index(): Promise<IndexCounts> {
  const { phase, counts, error } = await library.startIndex().finished;
  expect([phase, error]).toEqual(['done', null]);
  return counts;
}
const at = (path: string): PhotoId => readFiles(library.store).find((file) => file.path === path)!.id;
/** Writes a file as another program would: at once, with a time of its own. */
async function replace(name: string, bytes: Buffer): Promise<void> {
  const path = join(photos, name);
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
  await utimes(path, 1, Math.random() * 1e9);
}

const formats: readonly { readonly ending: string; readonly make: (seed: number) => Promise<Buffer>; readonly editor: (bytes: Buffer) => Editor }[] = [
  { ending: 'jpg', make: (seed) => asSharp(noise(WIDTH, HEIGHT, seed)).jpeg().toBuffer(), editor: () => editJpeg },
  { ending: 'png', make: (seed) => asSharp(noise(WIDTH, HEIGHT, seed)).png().toBuffer(), editor: () => editPng },
  { ending: 'webp', make: (seed) => asSharp(noise(WIDTH, HEIGHT, seed)).webp().toBuffer(), editor: () => editWebp(WIDTH, HEIGHT) },
  { ending: 'tif', make: (seed) => asSharp(noise(WIDTH, HEIGHT, seed)).tiff({ compression: 'lzw' }).toBuffer(), editor: () => editTiff },
  { ending: 'avif', make: async (seed) => madeHeif(takeAvifApart(await asSharp(noise(WIDTH, HEIGHT, seed)).avif({ effort: 0 }).toBuffer())), editor: (bytes) => editHeif(takeAvifApart(bytes)) }
];

describe.each(formats)('edits of the metadata of .$ending files', ({ ending, make, editor }) => {
  const name = (edit: Edit): string => `${edit}.${ending}`;

  it('keep answers, a group with its name and cover, and the photos; the run tells how many files changed', async () => {
    for (const [seed, edit] of edits.entries()) await writeFile(join(photos, name(edit)), await make(seed + 1));
    expect(await index()).toMatchObject({ new: 6, changed: 0, problems: 0 });
    const ids = edits.map((edit) => at(name(edit))) as [PhotoId, PhotoId, PhotoId, ...PhotoId[]];
    const judge = library.judge(DEFAULT_LENS);
    judge.add({ kind: 'different', photos: [ids[0], ids[1]] });
    judge.add({ kind: 'together', photos: ids.slice(1) });
    const said = judge.log.judgments;
    const grouping = toSavedColumns({ height: null, groups: [{ id: 4 as GroupId, name: 'Summer', cover: ids[2], photos: Uint32Array.from(ids.slice(1)) }] });
    library.lenses.saveGrouping(DEFAULT_LENS, grouping);
    const thumbnails = ids.map((id) => library.thumbnail(id));
    const read = described;

    for (const edit of edits) await replace(name(edit), editor(await readFile(join(photos, name(edit))))(await readFile(join(photos, name(edit))), edit));
    expect(await index()).toMatchObject({ new: 0, changed: 6, unchanged: 0, moved: 0, removed: 0, problems: 0 });
    await library.close();
    await openLibrary();
    expect(edits.map((edit) => at(name(edit)))).toEqual(ids);
    expect(library.state).toMatchObject({ photos: 6, files: 6, problems: 0 });
    expect(library.judge(DEFAULT_LENS).log.judgments).toEqual(said);
    expect(library.lenses.grouping(DEFAULT_LENS)).toMatchObject(grouping);
    expect(await index()).toMatchObject({ changed: 0, unchanged: 6 });

    expect(library.photo(ids[edits.indexOf('exif')]!)).toMatchObject({ camera: 'X100', width: WIDTH, height: HEIGHT });
    expect(library.photo(ids[edits.indexOf('orientation')]!), 'turned').toMatchObject({ width: HEIGHT, height: WIDTH });
    const redrawn = edits.filter((_, i) => !library.thumbnail(ids[i]!)?.equals(thumbnails[i]!));
    expect(redrawn).toContain('orientation');
    expect(redrawn.filter((edit) => edit !== 'orientation' && edit !== 'profile')).toEqual([]);
    expect(described - read, 'only what is shown in another way is looked at again').toBeLessThanOrEqual(2);
  });
});

describe('one picture in several files', () => {
  it('is one photo, whichever file has which metadata', async () => {
    const bytes = await formats[0]!.make(1);
    for (const edit of edits) await writeFile(join(photos, `${edit}.jpg`), editJpeg(bytes, edit));
    await writeFile(join(photos, 'plain.jpg'), bytes);
    expect(await index()).toMatchObject({ new: 7 });
    expect(library.state).toMatchObject({ photos: 1, files: 7 });
    expect(library.photo(at('plain.jpg'))).toMatchObject({ camera: 'X100', files: [...edits, 'plain'].map((edit) => ({ folder: photos, path: `${edit}.jpg` })).sort((a, b) => (a.path < b.path ? -1 : 1)) });
    await rm(join(photos, 'exif.jpg'));
    expect(await index()).toMatchObject({ removed: 1, missing: 1 });
    expect(library.photo(at('plain.jpg'))).toMatchObject({ camera: null });
  });

  it('is decoded only a few times, however many links lead to it', async () => {
    for (const seed of [1, 2, 3]) {
      await writeFile(join(root, `${seed}.jpg`), await formats[0]!.make(seed));
      for (let copy = 0; copy < 100; copy++) await link(join(root, `${seed}.jpg`), join(photos, `${seed}-${copy}.jpg`));
    }
    expect(await index()).toMatchObject({ new: 300 });
    expect(library.state).toMatchObject({ photos: 3, files: 300 });
    expect(described).toBeLessThan(150);
    const before = described;
    for (let copy = 0; copy < 100; copy++) await copyFile(join(root, '1.jpg'), join(photos, `later-${copy}.jpg`));
    expect(await index()).toMatchObject({ new: 100, unchanged: 300 });
    expect(described).toBe(before);
  });
});

describe('a library from a version without picture hashes', () => {
  it('gets them with the next run, without decoding; the run after reads nothing', async () => {
    for (const seed of [1, 2]) await writeFile(join(photos, `${seed}.jpg`), await formats[0]!.make(seed));
    await writeFile(join(photos, 'rated.jpg'), editJpeg(await formats[0]!.make(1), 'xmp'));
    await index();
    // as it was: the two files of one picture were two photos
    library.store.db.exec(`
      UPDATE photos SET picture = NULL, look = NULL;
      INSERT INTO photos (hash, shown, width, height, format, bytes, added_at) SELECT content_hash, content_hash, ${WIDTH}, ${HEIGHT}, 'jpeg', size, 0 FROM files WHERE path = 'rated.jpg';
      UPDATE files SET photo_id = 3 WHERE path = 'rated.jpg';
      UPDATE contents SET photo_id = 3 WHERE hash = (SELECT content_hash FROM files WHERE path = 'rated.jpg');
      UPDATE contents SET look = NULL;`);
    const [one, two, rated] = ['1.jpg', '2.jpg', 'rated.jpg'].map(at) as [PhotoId, PhotoId, PhotoId];
    expect(rated).not.toBe(one);
    library.judge(DEFAULT_LENS).add({ kind: 'different', photos: [rated, two] });
    const said = library.judge(DEFAULT_LENS).log.judgments;

    const { done } = await library.startIndex().finished;
    expect(done).toBeGreaterThan(0);
    expect(library.state).toMatchObject({ photos: 2, files: 3 });
    expect(at('rated.jpg')).toBe(at('1.jpg'));
    expect(library.photo(at('1.jpg')).picture).toMatch(/^[0-9a-f]{64}$/);
    expect(library.judge(DEFAULT_LENS).log.judgments).toEqual([{ ...said[0], statement: { kind: 'different', photos: [at('rated.jpg'), two] } }]);
    const before = described;
    expect(await library.startIndex().finished).toMatchObject({ total: 0, counts: { unchanged: 3, changed: 0 } });
    expect(described).toBe(before);
  });
});
