import { mkdir, mkdtemp, readdir, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileCalls, type FileSystem, MOST_HANGING } from '../../src-main/photos/file-calls.ts';
import { measureFile, readBytes } from '../../src-main/photos/file.ts';
import { checkFolder } from '../../src-main/photos/folder.ts';
import { readPhoto } from '../../src-main/photos/read.ts';
import { type ScannedFile, type ScanProblem, scan } from '../../src-main/photos/scan.ts';
import { HangingFiles } from './hanging-files.ts';

let root: string;
let system: HangingFiles;
let calls: FileCalls;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-hanging-')));
  system = new HangingFiles();
  calls = new FileCalls(system, { timer: system.timer });
  for (const folder of ['here', 'nas', 'nas/inner']) {
    await mkdir(join(root, folder), { recursive: true });
    for (let at = 0; at < 10; at++) await writeFile(join(root, folder, `${at}.jpg`), 'x');
  }
});
afterEach(async () => {
  system.revive();
  await rm(root, { recursive: true, force: true });
});

const never = (): Promise<never> => new Promise(() => {});
/** A file system that opens files so. */
const opening = (open: FileSystem['open']): FileSystem => ({ stat, readdir, readlink, realpath, open });

async function collect(options: Parameters<typeof scan>[1] = {}): Promise<{ files: ScannedFile[]; problems: ScanProblem[] }> {
  const files: ScannedFile[] = [];
  const problems: ScanProblem[] = [];
  for await (const batch of scan(root, { calls, ...options })) {
    files.push(...batch.files);
    problems.push(...batch.problems);
  }
  return { files, problems };
}

describe('a call that does not return', () => {
  it('times out, and is counted until it returns', async () => {
    system.dead.add(join(root, 'nas'));
    await expect(calls.stat(join(root, 'nas/0.jpg'))).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('nas/0.jpg did not answer') });
    expect(calls.hanging).toBe(1);
    expect((await calls.stat(join(root, 'here/0.jpg'))).size).toBe(1);
    system.revive();
    await expect.poll(() => calls.hanging).toBe(0);
    expect((await calls.stat(join(root, 'nas/0.jpg'))).size).toBe(1);
  });

  it('twice in a folder makes that folder and those in it given up', async () => {
    system.dead.add(join(root, 'nas'));
    await Promise.all([0, 1].map((at) => expect(calls.stat(join(root, `nas/${at}.jpg`))).rejects.toThrow('did not answer')));
    const asked = system.asked.length;
    for (const path of ['nas/2.jpg', 'nas/inner/0.jpg']) await expect(calls.stat(join(root, path))).rejects.toThrow('does not answer');
    expect(system.asked.length).toBe(asked);
    expect((await calls.stat(join(root, 'here/0.jpg'))).size).toBe(1);
  });

  it('never takes more threads than there are to spare', async () => {
    system.dead.add(root);
    const paths = Array.from({ length: 4 * MOST_HANGING }, (_, at) => join(root, `folder-${at}`));
    for (const path of paths) await expect(calls.stat(path, { folder: path })).rejects.toMatchObject({ code: 'timeout' });
    expect(system.asked.length).toBe(MOST_HANGING);
    expect(calls.hanging).toBe(MOST_HANGING);
  });

  it('is not waited for once cancelled', async () => {
    system.dead.add(root);
    const stop = new AbortController();
    const waiting = new FileCalls(system, { timeoutMs: 60_000 }).readdir(root, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toBe(stop.signal.reason);
  });

  it('is a timeout of a file, of its folder, and of a photo', async () => {
    system.dead.add(join(root, 'nas'));
    await expect(measureFile(join(root, 'nas/0.jpg'), calls)).rejects.toMatchObject({ code: 'timeout' });
    await expect(readBytes(join(root, 'nas/inner/0.jpg'), 1, calls)).rejects.toMatchObject({ code: 'timeout' });
    await expect(checkFolder(join(root, 'nas/inner'), { calls })).rejects.toMatchObject({ code: 'folder-unreadable', message: expect.stringContaining('did not answer') });
    expect(await readPhoto(join(root, 'nas/1.jpg'), { calls })).toMatchObject({ status: 'problem', code: 'timeout', hash: null });
  });

  it('leaves no file open that is opened too late', async () => {
    let closed = 0;
    let wake: () => void = () => {};
    const slow = new FileCalls(opening(() => new Promise((resolve) => {
      wake = () => resolve({ read: never, close: async () => { closed++; } });
    })), { timeoutMs: 20 });
    await expect(readBytes(join(root, 'here/0.jpg'), 1, slow)).rejects.toMatchObject({ code: 'timeout' });
    wake();
    await expect.poll(() => closed).toBe(1);
  });

  it('while reading a file is reported as such, although the file cannot be closed either', async () => {
    const slow = new FileCalls(opening(async () => ({ read: never, close: never })), { timeoutMs: 20 });
    await expect(readBytes(join(root, 'here/0.jpg'), 1, slow)).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('did not answer') });
  });
});

describe('a scan', () => {
  it('gives up a folder that does not answer, and continues with the others', async () => {
    system.dead.add(join(root, 'nas'));
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path).sort()).toEqual(Array.from({ length: 10 }, (_, at) => `here/${at}.jpg`));
    expect(problems).toEqual([{ path: 'nas', code: 'timeout', detail: expect.stringContaining('did not answer') as string }]);
    expect(calls.hanging).toBe(1);
  });

  it('gives up a folder whose files stop answering, with everything below it, after a few', async () => {
    for (let at = 0; at < 10; at++) system.dead.add(join(root, `nas/${at}.jpg`));
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path).filter((path) => !path.startsWith('here'))).toEqual([]);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([['nas', 'timeout']]);
    expect(calls.hanging).toBeLessThan(6);
  });

  it('blames a single hanging file only on that file, and a link on that link', async () => {
    system.dead.add(join(root, 'nas/3.jpg'));
    await mkdir(join(root, 'elsewhere'));
    for (const name of ['a', 'b', 'c']) {
      await symlink(join(root, 'elsewhere'), join(root, name));
      system.dead.add(join(root, name));
    }
    const { files, problems } = await collect();
    expect(files.length).toBe(29);
    expect(problems.map(({ path, code }) => `${path} ${code}`).sort()).toEqual(['a timeout', 'b timeout', 'c timeout', 'nas/3.jpg timeout']);
  });

  it('ends with the reason if its own folder does not answer', async () => {
    system.dead.add(root);
    await expect(collect()).rejects.toMatchObject({ name: 'CodedError', code: 'folder-unreadable', message: expect.stringContaining('did not answer') });
  });

  it('is cancelled while it waits', async () => {
    system.dead.add(join(root, 'nas'));
    const stop = new AbortController();
    const scanning = collect({ calls: new FileCalls(system, { timeoutMs: 60_000 }), signal: stop.signal });
    await expect.poll(() => system.asked.at(-1)).toBe(`readdir ${join(root, 'nas')}`);
    stop.abort();
    await expect(scanning).rejects.toBe(stop.signal.reason);
  });
});
