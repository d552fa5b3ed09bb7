import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scan } from '../../../src-main/photos/scan.ts';
import type { Changed } from '../../../src-main/photos/watching/settling.ts';
import { type FolderWatch, type WatchOptions, type WatchTrouble, watchFolder } from '../../../src-main/photos/watching/watch.ts';

let base: string;
let root: string;
let told: Changed[];
let events: string[];
let troubles: WatchTrouble[];
let watch: FolderWatch;

const old = new Date(2020, 1, 1);

/** Photos that were written long ago; each appears whole, so that a slow machine does not see it change once more. */
async function put(...paths: string[]): Promise<void> {
  const made = join(base, 'made');
  for (const path of paths) {
    await mkdir(join(base, path, '..'), { recursive: true });
    await writeFile(made, path);
    await utimes(made, old, old);
    await rename(made, join(base, path));
  }
}

async function start(options: Partial<WatchOptions> = {}): Promise<void> {
  told = [];
  events = [];
  troubles = [];
  watch = watchFolder(root, {
    onChange: (changed) => told.push(changed), onGone: () => events.push('gone'), onBack: () => events.push('back'),
    onTrouble: (trouble) => troubles.push(trouble), quietMs: 80, longestMs: 800, pollMs: 60, presenceMs: 40, ...options
  });
  await watch.ready;
}

/** All paths told since the last call, sorted; waits until there are as many. */
async function paths(expected: readonly string[]): Promise<void> {
  const all = (): string[] => told.flatMap((changed) => changed ?? ['everything']).sort();
  await expect.poll(all).toEqual([...expected].sort());
  told.length = 0;
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'kindred-watch-')));
  root = join(base, 'Photos');
  await put('Photos/2023/a.jpg', 'Photos/2023/b.jpg', 'Photos/2024/May/c.jpg');
});
afterEach(async () => {
  await watch.close();
  await rm(base, { recursive: true, force: true });
});

describe.each(['system', 'polling'] as const)('a folder watched by %s', (by) => {
  it('reports new, changed, renamed and deleted files by their paths', async () => {
    await start({ by });
    expect(watch.by).toBe(by);
    await put('Photos/2023/new.jpg');
    await paths(['2023/new.jpg']);
    await appendFile(join(root, '2023/a.jpg'), 'more');
    await paths(['2023/a.jpg']);
    await rename(join(root, '2023/b.jpg'), join(root, '2024/May/moved.jpg'));
    await paths(['2023/b.jpg', '2024/May/moved.jpg']);
    await rm(join(root, '2024/May/c.jpg'));
    await paths(['2024/May/c.jpg']);
    expect(troubles).toEqual([]);
  });

  it('waits for a file that is being written, and reports it once', async () => {
    await start({ by, quietMs: 1500, longestMs: 20_000 }); // far longer than a busy machine takes for a part
    for (let part = 0; part < 10; part++) {
      await appendFile(join(root, '2023/slow.jpg'), 'part');
      await wait(40);
      expect(told).toEqual([]);
    }
    await paths(['2023/slow.jpg']);
    await wait(200);
    expect(told).toEqual([]);
  });

  it('reports neither what a scan leaves out nor mere reading', async () => {
    await start({ by });
    await put('Photos/2023/notes.txt', 'Photos/.hidden/d.jpg', 'Photos/@eaDir/e.jpg', 'Photos/2023/._a.jpg', 'Photos/2023/f.jpg.part');
    await readFile(join(root, '2023/a.jpg'));
    for await (const batch of scan(root)) expect(batch.problems).toEqual([]);
    await rm(join(root, '2023/notes.txt'));
    await put('Photos/2023/last.jpg');
    await paths(['2023/last.jpg']);
    await wait(200);
    expect(told).toEqual([]);
  });

  it('leaves out what the user chose, also in folders created later', async () => {
    await start({ by, leavingOut: { off: ['hidden'], taken: [], patterns: ['*.png', 'Drafts/'] } });
    await put('Photos/2023/d.png', 'Photos/2025/Drafts/e.jpg', 'Photos/2025/.f/g.jpg');
    await paths(by === 'system' ? ['2025'] : ['2025/.f/g.jpg']);
    await put('Photos/2025/Drafts/more.jpg', 'Photos/2025/.f/h.jpg');
    await paths(['2025/.f/h.jpg']);
  });

  it('reports when the folder goes away, and when it is back with whatever is in it', async () => {
    await start({ by });
    await rename(root, `${root}-away`);
    await expect.poll(() => events).toEqual(['gone']);
    await writeFile(join(`${root}-away`, '2023/meanwhile.jpg'), '');
    await rename(`${root}-away`, root);
    await expect.poll(() => events).toEqual(['gone', 'back']);
    await watch.ready;
    expect(told).toEqual([]);
    await wait(100); // polling takes what it finds first for granted
    await put('Photos/2023/after.jpg');
    await paths(['2023/after.jpg']);
  });

  it('waits for a folder that is not there yet', async () => {
    await rename(root, `${root}-away`);
    await start({ by });
    expect(events).toEqual(['gone']);
    expect(watch.by).toBe('nothing');
    await rename(`${root}-away`, root);
    await expect.poll(() => events).toEqual(['gone', 'back']);
    expect(watch.by).toBe(by);
  });

  it('reports nothing once it is closed', async () => {
    await start({ by });
    await put('Photos/2023/new.jpg');
    await watch.close();
    await rm(root, { recursive: true });
    await wait(250);
    expect([told, events]).toEqual([[], []]);
    expect(watch.by).toBe('nothing');
  });
});

describe('a folder watched by the system', () => {
  it('follows a renamed folder', async () => {
    await start();
    await rename(join(root, '2024'), join(root, 'last year'));
    await paths(['2024', 'last year']);
    await put('Photos/last year/May/new.jpg');
    await paths(['last year/May/new.jpg']);
    await rename(join(root, 'last year'), join(base, 'elsewhere'));
    await paths(['last year']);
    await writeFile(join(base, 'elsewhere/May/not-here.jpg'), '');
    await put('Photos/2023/last.jpg');
    await paths(['2023/last.jpg']);
  });

  it('reports a tree of 100 files that is moved in as one path, and watches all its folders', async () => {
    await start();
    const inside = Array.from({ length: 100 }, (_, index) => `${Math.floor(index / 10)}/deep/${index}.jpg`);
    await put(...inside.map((path) => `card/${path}`));
    await rename(join(base, 'card'), join(root, 'card'));
    await paths(['card']);
    await put('Photos/card/7/deep/new.jpg');
    await paths(['card/7/deep/new.jpg']);
  });

  it('watches nested folders that are created in quick succession', async () => {
    await start();
    await put('Photos/2026/11/26/a.jpg');
    await paths(['2026']);
    await put('Photos/2026/11/26/b.jpg');
    await paths(['2026/11/26/b.jpg']);
  });

  it('reports that everything may have changed if the folder was deleted and recreated', async () => {
    await start();
    await rm(root, { recursive: true });
    await put('Photos/other.jpg');
    await expect.poll(() => told.includes(null) || events.includes('back')).toBe(true);
    told.length = 0;
    await put('Photos/new.jpg');
    await paths(['new.jpg']);
  });

  it('scans a folder again when .nomedia is added or removed', async () => {
    await start();
    await writeFile(join(root, '2024/.nomedia'), '');
    await paths(['2024']);
    await rm(join(root, '2024/.nomedia'));
    await paths(['2024']);
    await put('Photos/2024/May/new.jpg');
    await paths(['2024/May/new.jpg']);
  });

  it('follows links to folders elsewhere', async () => {
    await put('drive/d.jpg');
    await symlink(join(base, 'drive'), join(root, 'linked'));
    await start();
    await put('drive/new.jpg');
    await paths(['linked/new.jpg']);
  });

  it.runIf(process.platform === 'linux')('asks for a full rescan if the kernel lost events', async () => {
    await start();
    for (let index = 0; index < 10_000; index++) writeFileSync(join(root, `2023/storm-${index}.jpg`), 'x');
    await expect.poll(() => told).toEqual([null]);
    told.length = 0;
    await put('Photos/2023/after.jpg');
    await paths(['2023/after.jpg']);
  });

  it.runIf(process.platform === 'linux' && hasNamespaces())('polls if the system watches no more folders, and reports it once', async () => {
    const script = `
      import { watchFolder } from ${JSON.stringify(join(import.meta.dirname, '../../../src-main/photos/watching/watch.ts'))};
      const print = (...what) => console.log(JSON.stringify(what));
      const watch = watchFolder(process.argv[1], { onChange: (changed) => { print('changed', changed); watch.close().then(() => process.exit()); }, onGone() {}, onBack() {},
        onTrouble: ({ code }) => print('trouble', code), pollMs: 30, quietMs: 60, longestMs: 500 });
      await watch.ready;
      print('by', watch.by);
      (await import('node:fs')).writeFileSync(process.argv[1] + '/2023/new.jpg', '');
      setTimeout(() => process.exit(1), 10_000);`;
    const limited = (name: string, most: number): string[] =>
      execFileSync('unshare', ['-Ur', 'sh', '-c', `echo ${most} > /proc/sys/user/${name} && exec "$@"`, 'sh', process.execPath, '--input-type=module', '-e', script, root], { encoding: 'utf8' }).trim().split('\n');
    const expected = ['["trouble","limit"]', '["by","polling"]', '["changed",["2023/new.jpg"]]'];
    expect(limited('max_inotify_watches', 2)).toEqual(expected);
    await rm(join(root, '2023/new.jpg'));
    expect(limited('max_inotify_instances', 0)).toEqual(expected);
  });
});

/** Whether a process may be given limits of its own here. */
function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 9 > /proc/sys/user/max_inotify_watches'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
