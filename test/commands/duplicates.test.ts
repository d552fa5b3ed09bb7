// `kindred duplicates` and `kindred restore` on a made folder.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAlbum, readAlbumPhotos, writeAlbumPhotos } from '../../src-main/store/albums.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { scene } from '../learning/copies/scenes.ts';
import { kindredIn, type Ran } from './kindred.ts';

const LIMIT_MS = 240_000;
let root: string;
let photos: string;

function run(file: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, args, { env: { ...process.env, KINDRED_DATA: join(root, 'data'), XDG_DATA_HOME: join(root, 'home') } }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }));
  });
}
const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data'), XDG_DATA_HOME: join(root, 'home') }));

interface Printed {
  readonly sets: readonly { readonly kind: string; readonly keeper: string; readonly files: readonly { readonly path: string; readonly why: readonly string[] }[] }[];
}
async function sets(...args: string[]): Promise<Printed['sets']> {
  return (JSON.parse((await kindred('duplicates', photos, '--json', ...args)).stdout) as Printed).sets;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-duplicates-'));
  photos = join(root, 'photos');
  await mkdir(join(photos, 'best'), { recursive: true });
  const picture = (seed: number): Sharp => {
    const { pixels, width, height } = scene(seed, 320, 240);
    return sharp(pixels, { raw: { width, height, channels: 3 } });
  };
  await picture(1).png().toFile(join(photos, 'a.png'));
  await copyFile(join(photos, 'a.png'), join(photos, 'best', 'a.png'));
  await picture(1).resize(160).jpeg().toFile(join(photos, "it's small.jpg"));
  await picture(1).rotate(90).jpeg().toFile(join(photos, 'turned.jpg'));
  await picture(2).jpeg().toFile(join(photos, 'b.jpg'));
  await kindred('index', photos);
}, LIMIT_MS);
afterEach(() => rm(root, { recursive: true, force: true }));

it('prints sets by kind, every file with why, and the keeper of each', async () => {
  const all = await sets();
  expect(all.map(({ kind, files }) => [kind, files.map(({ path }) => path).sort()])).toEqual([
    ['identical', ['a.png', 'best/a.png']], ['same-picture', ['a.png', 'best/a.png', "it's small.jpg"]], ['same-shot', ['a.png', 'best/a.png', "it's small.jpg", 'turned.jpg']]
  ]);
  for (const { keeper, files } of all) expect(files.map(({ path }) => path)).toContain(keeper);
  expect(all[2]!.files.find(({ path }) => path === 'turned.jpg')!.why).toContain('turned');
  expect(all[1]!.files.find(({ path }) => path === "it's small.jpg")!.why).toEqual(['smaller', 'in another format']);
  expect((await sets('--kind', 'identical')).map(({ kind }) => kind)).toEqual(['identical']);
  expect((await sets('--keep', 'later,bytes'))[1]!.files[0]!.why[0]).toBe('kept');
  const { stdout } = await kindred('duplicates', photos);
  expect(stdout).toContain('Identical files: 1 set');
  expect(stdout).toMatch(/3 sets; identical files and copies of one picture that could go take/);
}, LIMIT_MS);

it('finds the copies as one group at the finest granularity, with all their paths', async () => {
  const { groups } = JSON.parse((await kindred('groups', photos, '--granularity', '0', '--json')).stdout) as { groups: { photos: string[] }[] };
  expect(groups.map((group) => group.photos.toSorted())).toContainEqual(['a.png', 'best/a.png', "it's small.jpg", 'turned.jpg']);
}, LIMIT_MS);

it('moves nothing until told to, then to the trash, and back', async () => {
  const list = async (): Promise<string[]> => (await readdir(photos, { recursive: true })).filter((name) => name.includes('.')).sort();
  const before = await list();
  const preview = await kindred('duplicates', photos, '--trash');
  expect([preview.code, preview.stdout]).toEqual([0, expect.stringContaining('2 files to the trash')]);
  expect(preview.stderr).toContain('Nothing was moved. Add --yes to do it.');
  expect(await list()).toEqual(before);

  const done = await kindred('duplicates', photos, '--trash', '--yes');
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('2 files moved')]);
  const after = await list();
  expect(after).toHaveLength(3);
  expect(after).toContain('turned.jpg'); // of another shot nothing is taken unasked
  expect((await sets()).map(({ kind, files }) => [kind, files.length])).toEqual([['same-shot', 2]]);

  expect((await kindred('restore', photos)).stdout).toContain('2 files are back');
  expect(await list()).toEqual(before);
  const again = await kindred('restore', photos);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is nothing to restore')]);
}, LIMIT_MS);

it('gives albums of photos that go to those that stay, takes them back on restore, and leaves them if it is told to', async () => {
  const [library] = await readdir(join(root, 'data', 'libraries'));
  const inStore = <T>(work: (store: Store) => T): T => {
    const store = openStore(join(root, 'data', 'libraries', library!));
    try {
      return work(store);
    } finally {
      store.close();
    }
  };
  const ids = inStore((store) => new Map(readFiles(store).map(({ path, id }) => [path, id])));
  const [small, big] = [ids.get("it's small.jpg")!, ids.get('a.png')!];
  const album = inStore((store) => {
    const id = addAlbum(store, 'Holiday', null, 0);
    writeAlbumPhotos(store, id, [small]);
    return id;
  });
  const held = (): number[] => inStore((store) => [...readAlbumPhotos(store, album)]);
  await kindred('duplicates', photos, '--trash', '--yes');
  expect(held()).toEqual([big, small]);
  await kindred('restore', photos);
  expect(held()).toEqual([small]);
  await kindred('index', photos);
  await kindred('duplicates', photos, '--trash', '--leave-albums', '--yes');
  expect(held()).toEqual([small]);
}, LIMIT_MS);

it('moves to a folder, refuses one within the library, and writes a script that does the same', async () => {
  const away = join(root, 'away');
  await mkdir(away);
  const inside = await kindred('duplicates', photos, '--move', join(photos, 'best'), '--yes');
  expect(inside.stdout).toContain('stays');
  expect(await readdir(away)).toEqual([]);

  const script = join(root, 'move.sh');
  await writeFile(script, (await kindred('duplicates', photos, '--script')).stdout);
  const bytes = await readFile(join(photos, "it's small.jpg"));
  expect((await run('sh', script, away)).code).toBe(0);
  expect((await readdir(away)).sort()).toEqual(['a.png', "it's small.jpg"]);
  expect(await readFile(join(away, "it's small.jpg"))).toEqual(bytes);
  expect((await run('sh', script)).code).not.toBe(0);
}, LIMIT_MS);

it('says how it is used', async () => {
  for (const args of [['--kind', 'alike'], ['--keep', 'best'], ['--trash', '--script'], ['--trash', '--json'], ['--move']]) {
    const { code, stderr } = await kindred('duplicates', photos, ...args);
    expect([args, code]).toEqual([args, 2]);
    expect(stderr).toContain('Usage: kindred');
  }
}, LIMIT_MS);
