import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeavingOut } from '../../src-shared/contract.ts';
import { scan, type ScanOptions } from '../../src-main/photos/scan.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-scan-paths-')));
  for (const path of ['a/1.jpg', 'a/2.jpg', 'a/b/3.jpg', 'a/b/notes.txt', 'c/4.jpg', 'c/.hidden/5.jpg', 'd/.nomedia', 'd/e/6.jpg', '7.jpg']) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), path);
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function found(only: readonly string[], options: ScanOptions = {}): Promise<string[]> {
  const paths: string[] = [];
  for await (const { files } of scan(root, { only, ...options })) paths.push(...files.map(({ path }) => path));
  return paths.sort();
}

describe('a scan of single paths', () => {
  it('finds files and everything in folders, and nothing else', async () => {
    expect(await found(['7.jpg', 'a/1.jpg'])).toEqual(['7.jpg', 'a/1.jpg']);
    expect(await found(['a'])).toEqual(['a/1.jpg', 'a/2.jpg', 'a/b/3.jpg']);
    expect(await found(['a/b', 'c'])).toEqual(['a/b/3.jpg', 'c/4.jpg']);
    expect(await found([])).toEqual([]);
  });

  it('finds each file once, however often its path is given', async () => {
    expect(await found(['a/b/3.jpg', 'a', 'a/b', 'a/1.jpg', 'a', 'a/1.jpg'])).toEqual(['a/1.jpg', 'a/2.jpg', 'a/b/3.jpg']);
  });

  it('reports nothing for what is gone or not a photo', async () => {
    expect(await found(['gone.jpg', 'gone', 'a/gone/1.jpg', 'a/b/notes.txt', 'a/1.jpg/x.jpg'])).toEqual([]);
  });

  it('leaves out what a full scan leaves out', async () => {
    expect(await found(['c/.hidden/5.jpg', 'c/.hidden', 'd/e/6.jpg', 'd/e', 'd'])).toEqual([]);
    const taken: LeavingOut = { off: ['hidden', 'nomedia'], taken: [], patterns: ['6.jpg'] };
    expect(await found(['c/.hidden/5.jpg', 'd/e/6.jpg'], { leavingOut: taken })).toEqual(['c/.hidden/5.jpg']);
    expect(await found(['d/e'], { leavingOut: { off: [], taken: ['d'], patterns: [] } })).toEqual(['d/e/6.jpg']);
  });

  it('follows a link that leads elsewhere, but none that leads back into or around the folder', async () => {
    const elsewhere = `${root}-elsewhere`;
    await mkdir(join(elsewhere, 'x'), { recursive: true });
    await writeFile(join(elsewhere, 'x/8.jpg'), '');
    await symlink(elsewhere, join(root, 'linked'));
    await symlink(join(root, 'a'), join(root, 'back'));
    await symlink(join(root, '..'), join(root, 'around'));
    expect(await found(['linked/x', 'back', 'back/b', 'around'])).toEqual(['linked/x/8.jpg']);
    await rm(elsewhere, { recursive: true });
  });

  it('fails if the folder itself is not there', async () => {
    await rm(root, { recursive: true });
    await expect(found(['a/1.jpg'])).rejects.toMatchObject({ code: 'folder-missing' });
  });
});
