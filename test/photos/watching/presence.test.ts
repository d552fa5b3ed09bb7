import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileCalls } from '../../../src-main/photos/file-calls.ts';
import { presenceOf } from '../../../src-main/photos/watching/presence.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-presence-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the presence of a folder', () => {
  it('is the same as long as the folder is, and another once it was recreated', async () => {
    const before = await presenceOf(root, null);
    expect(await presenceOf(root, before)).toEqual(before);
    await mkdir(`${root}-other`); // takes the next inode
    await rm(root, { recursive: true });
    expect(await presenceOf(root, before)).toBeNull();
    await mkdir(root);
    expect(await presenceOf(root, before)).not.toBeNull();
    await rm(`${root}-other`, { recursive: true });
  });

  it('is none if only the empty mount point of a drive is left, and some if another drive came', async () => {
    const drive = { device: -1, inode: 2, born: 3 };
    expect(await presenceOf(root, drive)).toBeNull();
    await writeFile(join(root, 'a.jpg'), '');
    expect(await presenceOf(root, drive)).not.toBeNull();
  });

  it('is none for a file', async () => {
    await writeFile(join(root, 'a.jpg'), '');
    expect(await presenceOf(join(root, 'a.jpg'), null)).toBeNull();
  });

  it('is none if its server does not answer', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const calls = new FileCalls({ stat: never, readdir: never, readlink: never, realpath: never, open: never }, { timeoutMs: 1 });
    for (let index = 0; index < 5; index++) expect(await presenceOf(root, null, { calls })).toBeNull();
    expect(calls.hanging).toBe(2); // and no more threads are lost to it
  });
});
