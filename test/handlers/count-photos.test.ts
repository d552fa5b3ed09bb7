import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoCounts } from '../../src-main/handlers/count-photos.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-count-'));
  for (const [folder, photos] of [['', 1], ['2019', 3], ['2019/August', 2], ['empty', 0], ['.hidden', 5], ['left', 4]] as const) {
    await mkdir(join(root, folder), { recursive: true });
    for (let at = 0; at < photos; at++) await writeFile(join(root, folder, `IMG_${at}.JPG`), '');
    await writeFile(join(root, folder, 'notes.txt'), '');
  }
  await writeFile(join(root, 'left', '.nomedia'), '');
  await symlink(root, join(root, 'circle'));
});

afterEach(() => rm(root, { recursive: true }));

it('counts photos below a folder and the folders that have some, without what a library leaves out', async () => {
  expect(await new PhotoCounts().count('page', root)).toEqual({ photos: 6, folders: 3, done: true, more: false });
});

it('goes on where it was, a little with each request', async () => {
  let now = 0;
  const counts = new PhotoCounts({ sliceMs: 0, now: () => now++ });
  const seen: number[] = [];
  for (let done = false; !done; ) {
    const below = await counts.count('page', root);
    seen.push(below.photos);
    ({ done } = below);
  }
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(6);
});

it('says that there are more where there are too many folders', async () => {
  expect(await new PhotoCounts({ most: 2 }).count('page', root)).toMatchObject({ done: true, more: true });
});
