// `kindred search` on made folders.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('refuses what it does not understand', async () => {
  expect((await kindred('search')).code).toBe(2);
  expect((await kindred('search', photos, '--limit', '0')).code).toBe(2);
  expect((await kindred('search', join(root, 'elsewhere'))).code).toBe(1);
}, 60_000);
