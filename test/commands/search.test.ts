// `kindred search` on made folders.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLibrary } from '../made-library.ts';
import { kindredIn } from './kindred.ts';

let root: string;
let photos: string;
const kindred = kindredIn(() => ({ KINDRED_DATA: join(root, 'data') }));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-search-'));
  photos = join(root, 'photos');
  await makeLibrary(join(photos, 'Kitchen'), { groups: 1, perGroup: 2, width: 96, height: 72, seed: 3, dated: true });
  await makeLibrary(join(photos, '제주'), { groups: 1, perGroup: 2, width: 72, height: 96, seed: 4 });
  expect((await kindred('index', photos)).code).toBe(0);
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('prints the photos that a query finds, best first, as many as asked for', async () => {
  const found = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await kindred('search', photos, ...args, '--json')).stdout);
  const kitchen = [{ path: 'Kitchen/photo-0001.jpg', distance: null }, { path: 'Kitchen/photo-0000.jpg', distance: null }];
  const { photos: all } = await found() as { readonly photos: readonly unknown[] };
  expect(all).toHaveLength(4);
  expect((await found('kitchen may 2024') as { readonly photos: readonly unknown[] }).photos).toEqual(expect.arrayContaining(kitchen));
  expect(await found('kitchen 0001')).toEqual({ photos: [kitchen[0]] });
  expect((await found('portrait 제주', '--limit', '1') as { readonly photos: readonly unknown[] }).photos).toHaveLength(1);
  expect(await found('nothing like this')).toEqual({ photos: [] });
  expect((await kindred('search', photos, 'landscape -0001')).stdout).toBe('Kitchen/photo-0000.jpg\n');
}, 60_000);

it('ranks the library, or what a query leaves, by image files, which are not added', async () => {
  interface Found { readonly photos: readonly { readonly path: string; readonly distance: number }[] }
  const found = async (...args: readonly string[]): Promise<Found['photos']> => (JSON.parse((await kindred('search', photos, ...args, '--json')).stdout) as Found).photos; // as it is printed
  const image = join(photos, 'Kitchen', 'photo-0001.jpg');
  const all = await found('--like', image);
  expect(all).toHaveLength(4);
  expect(all[0]!.path).toBe('Kitchen/photo-0001.jpg');
  expect(all[0]!.distance).toBeLessThan(0.01);
  expect(all.map(({ distance }) => distance)).toEqual(all.map(({ distance }) => distance).toSorted((a, b) => a - b));
  expect(all.at(-1)!.distance).toBeGreaterThan(0.1);
  expect(await found('제주', '--like', image)).toEqual(all.filter(({ path }) => path.startsWith('제주')));
  const outside = join(root, 'outside.png');
  await writeFile(outside, await sharp(join(photos, '제주', 'photo-0000.jpg')).png().toBuffer());
  const several = await found('--like', image, '--like', outside, '--limit', '2');
  expect(several.map(({ path }) => path).toSorted()).toEqual(['Kitchen/photo-0001.jpg', '제주/photo-0000.jpg'].toSorted());
  expect(await found()).toHaveLength(4);
}, 120_000);

it('says why an image cannot be searched by', async () => {
  const text = join(root, 'text.jpg');
  await writeFile(text, 'no picture');
  await mkdir(join(root, 'folder.jpg'), { recursive: true });
  for (const wrong of [text, join(root, 'folder.jpg'), join(root, 'gone.jpg')]) {
    const { code, stderr } = await kindred('search', photos, '--like', wrong);
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be searched by')]);
  }
  expect((await kindred('search', photos, ...Array.from({ length: 13 }, () => ['--like', text]).flat())).code).toBe(2);
}, 60_000);

it('refuses what it does not understand', async () => {
  expect((await kindred('search')).code).toBe(2);
  expect((await kindred('search', photos, '--limit', '0')).code).toBe(2);
  expect((await kindred('search', join(root, 'elsewhere'))).code).toBe(1);
}, 60_000);
