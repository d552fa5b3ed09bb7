import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../src-main/handlers/folders.ts';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'kindred-folders-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

it('makes a folder and lists it, and goes into one that is there already', async () => {
  expect(await makeFolder(root, ' 여행 ')).toMatchObject({ path: join(root, '여행'), parent: root, folders: [] });
  await mkdir(join(root, '여행', 'Rome'));
  expect((await makeFolder(root, '여행')).folders.map(({ name }) => name)).toEqual(['Rome']);
});

it('makes none outside the folder, and none without a name', async () => {
  await mkdir(join(root, 'in'));
  expect((await makeFolder(join(root, 'in'), '../out')).path.startsWith(join(root, 'in'))).toBe(true);
  expect(await readdir(root)).toEqual(['in']);
  for (const name of ['', '  ', '.', '..']) await expect(makeFolder(root, name), name).rejects.toMatchObject({ code: 'bad-request' });
});

it('says why no folder can be made', async () => {
  await expect(makeFolder(join(root, 'gone'), 'a')).rejects.toMatchObject({ code: 'folder-missing' });
  await writeFile(join(root, 'taken'), '');
  await expect(makeFolder(root, 'taken')).rejects.toMatchObject({ code: 'not-a-folder' });
  await expect(makeFolder(join(root, 'taken'), 'a')).rejects.toMatchObject({ code: 'folder-unwritable' });
  if (process.getuid?.() === 0) return; // root may write anywhere
  await chmod(root, 0o500);
  await expect(makeFolder(root, 'a')).rejects.toMatchObject({ code: 'folder-unwritable' });
  await chmod(root, 0o700);
});
