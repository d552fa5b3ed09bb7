// Files that other programs keep to themselves for a moment.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../src-main/filing/refusal.ts';
import { whenFree } from '../src-main/locked-files.ts';
import { FileCalls, type FileSystem } from '../src-main/photos/file-calls.ts';
import { readBytes } from '../src-main/photos/file.ts';
import { byBytes } from '../src-main/byte-names.ts';

const failure = (code: string): Error => Object.assign(new Error(`${code}: resource busy or locked`), { code });

/** Fails so often, then answers. */
async function tries(code: string, times: number, platform: NodeJS.Platform): Promise<{ readonly answer: unknown; readonly calls: number; readonly waited: number[] }> {
  const waited: number[] = [];
  let calls = 0;
  const answer = await whenFree(() => (calls++ < times ? Promise.reject(failure(code)) : Promise.resolve('read')), { platform, wait: async (ms) => waited.push(ms) }).catch((error: unknown) => (error as Error).message);
  return { answer, calls, waited };
}

describe('a file in use', () => {
  it('is tried again for a second and a half, on every system', async () => {
    for (const platform of ['win32', 'darwin', 'linux'] as const) {
      expect(await tries('EBUSY', 3, platform)).toEqual({ answer: 'read', calls: 4, waited: [50, 150, 400] });
      expect(await tries('EBUSY', 9, platform)).toEqual({ answer: 'EBUSY: resource busy or locked', calls: 5, waited: [50, 150, 400, 1000] });
    }
  });

  it('may look on Windows like one that may not be read, which is not waited for as long', async () => {
    for (const code of ['EPERM', 'EACCES']) {
      expect(await tries(code, 1, 'win32')).toEqual({ answer: 'read', calls: 2, waited: [50] });
      expect((await tries(code, 9, 'win32')).calls).toBe(3);
      expect((await tries(code, 1, 'linux')).calls).toBe(1);
    }
    expect((await tries('ENOENT', 1, 'win32')).calls).toBe(1);
  });

  it('is read once it is free, and else told as what it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindred-locked-'));
    writeFileSync(join(folder, 'a.jpg'), 'bytes');
    let locked = 2;
    const system: FileSystem = { ...byBytes, open: (path) => (locked-- > 0 ? Promise.reject(failure('EBUSY')) : open(path, 'r')) };
    const read = (): Promise<Buffer> => readBytes(join(folder, 'a.jpg'), 5, new FileCalls(system), { wait: () => Promise.resolve() });
    expect((await read()).toString()).toBe('bytes');
    locked = 100;
    await expect(read()).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('another program is using it') as string });
    rmSync(folder, { recursive: true });
  });

  it('stays in the plan, to go on with when it is free', () => {
    expect(refusalOf(failure('EBUSY'), 'C:\\a.jpg')).toMatchObject({ code: 'in-use', message: expect.stringContaining('Close it there') as string });
  });
});
