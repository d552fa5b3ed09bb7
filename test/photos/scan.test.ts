import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CodedError } from '../../src-main/failure.ts';
import { patternFor } from '../../src-main/photos/leaving-out.ts';
import { type ScannedFile, type ScannedFolder, type ScanProblem, scan } from '../../src-main/photos/scan.ts';

/** What the file system is to answer for a path instead of the truth: an error code, or another device. */
const faults = vi.hoisted(() => new Map<string, string>());

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const fail = (path: string): void => {
    const code = faults.get(path);
    if (code !== undefined && code !== 'other-device') throw Object.assign(new Error(`${code}: ${path}`), { code });
  };
  return {
    ...real,
    readdir: async (path: string, options: { withFileTypes: true }) => (fail(path), real.readdir(path, options)),
    stat: async (path: string) => {
      fail(path);
      const stats = await real.stat(path);
      if (faults.get(path) === 'other-device') stats.dev += 1;
      return stats;
    }
  };
});

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'kindred-scan-')));
});
afterEach(async () => {
  faults.clear();
  await rm(root, { recursive: true, force: true });
});

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

async function collect(folder = root, options?: Parameters<typeof scan>[1]): Promise<{ files: ScannedFile[]; problems: ScanProblem[]; leftOut: ScannedFolder[]; batches: number }> {
  const files: ScannedFile[] = [];
  const problems: ScanProblem[] = [];
  const leftOut: ScannedFolder[] = [];
  let batches = 0;
  for await (const batch of scan(folder, options)) {
    files.push(...batch.files);
    problems.push(...batch.problems);
    leftOut.push(...batch.leftOut);
    batches++;
  }
  return { files, problems, leftOut, batches };
}

const paths = async (): Promise<string[]> => (await collect()).files.map(({ path }) => path).sort();

describe('a scan', () => {
  it('finds photos at every depth with their size and time, and nothing else', async () => {
    await put('a.jpg', 'B.PNG', 'notes.txt', 'trip/day 1/c.heic', 'trip/d.webp', '한국/사진 é.jpeg', 'film.mp4');
    fs.utimesSync(join(root, 'a.jpg'), 1_700_000_000.25, 1_700_000_000.25);
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path).sort()).toEqual(['B.PNG', 'a.jpg', 'trip/d.webp', 'trip/day 1/c.heic', '한국/사진 é.jpeg']);
    expect(files.find(({ path }) => path === 'a.jpg')).toEqual({ path: 'a.jpg', size: 5, modifiedMs: 1_700_000_000_250 });
    expect(problems).toEqual([]);
  });

  it('yields no batch at all for an empty folder', async () => {
    expect((await collect()).batches).toBe(0);
  });

  it('keeps a name as the system gives it, decomposed accents included', async () => {
    await put('e\u0301.jpg', '\u00e9.jpg');
    expect(await paths()).toEqual(fs.readdirSync(root).sort());
  });

  it('agrees with a naive walk over many folders, in batches', async () => {
    for (let folder = 0; folder < 20; folder++) {
      await mkdir(join(root, `f${folder % 7}/g${folder}`), { recursive: true });
      for (let file = 0; file < 40; file++) fs.writeFileSync(join(root, `f${folder % 7}/g${folder}/${file}.${file % 3 === 0 ? 'txt' : 'jpg'}`), '');
    }
    const naive = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jpg'));
    const { files, batches } = await collect(root, { batchSize: 100 });
    expect(files.map(({ path }) => path).sort()).toEqual(naive.map((name) => name.replaceAll('\\', '/')).sort());
    expect(batches).toBeGreaterThanOrEqual(4);
  });

  it('skips hidden and system folders and hidden files', async () => {
    await put('keep/a.jpg', '.hidden/a.jpg', '.git/a.jpg', '.Trash-1000/files/a.jpg', '$RECYCLE.BIN/S-1/a.jpg', 'System Volume Information/a.jpg',
      'nas/@eaDir/a.jpg/thumb.jpg', 'keep/.thumbnails/a.jpg', '__MACOSX/a.jpg', 'lost+found/a.jpg', 'keep/._a.jpg');
    expect(await paths()).toEqual(['keep/a.jpg']);
  });

  it('leaves out bins, previews of other programs and folders with .nomedia, and reports the rule for each', async () => {
    await put('keep/a.jpg', 'covers/.nomedia', 'covers/b.jpg', 'covers/deep/c.jpg', '.trashed-12-x/d.jpg', '#recycle/e.jpg', 'keep/@eaDir/f/g.jpg', 'Catalog Previews.lrdata/h.jpg', 'Lightroom 5 Catalog Previews/i.jpg', '.hidden/j.jpg', '.nomedia');
    const { files, leftOut } = await collect();
    expect(files.map(({ path }) => path)).toEqual(['keep/a.jpg']);
    expect(Object.fromEntries(leftOut.map(({ path, rule, leftOut: out }) => [path, `${rule} ${out}`]))).toEqual({
      covers: 'nomedia true', '.trashed-12-x': 'bins true', '#recycle': 'bins true', 'keep/@eaDir': 'previews true', 'Catalog Previews.lrdata': 'previews true',
      'Lightroom 5 Catalog Previews': 'previews true', '.hidden': 'hidden true'
    });
  });

  it('includes what is switched on: all of a rule, or one folder and not those inside it', async () => {
    await put('.a/1.jpg', '.a/.b/2.jpg', 'covers/.nomedia', 'covers/3.jpg', 'more/.nomedia', 'more/4.jpg', 'bin/#recycle/5.jpg');
    const taken = await collect(root, { leavingOut: { off: [], taken: ['.a', 'covers'], patterns: [] } });
    expect(taken.files.map(({ path }) => path).sort()).toEqual(['.a/1.jpg', 'covers/3.jpg']);
    expect(taken.leftOut.filter(({ leftOut }) => !leftOut).map(({ path }) => path).sort()).toEqual(['.a', 'covers']);
    const off = await collect(root, { leavingOut: { off: ['nomedia', 'hidden'], taken: [], patterns: [] } });
    expect(off.files.map(({ path }) => path).sort()).toEqual(['.a/.b/2.jpg', '.a/1.jpg', 'covers/3.jpg', 'more/4.jpg']);
  });

  it('leaves out what patterns match: folders anywhere or in one place, and files', async () => {
    await put('Screenshots/1.jpg', 'trip/screenshots/2.jpg', 'export/3.jpg', 'trip/export/4.jpg', 'trip/day 1/5.jpg', 'a [b]/6.jpg', 'trip/7.png', 'trip/8.jpg');
    const patterns = ['Screenshots', '/export/', 'day*', '*.PNG', patternFor('a [b]')];
    const { files, leftOut } = await collect(root, { leavingOut: { off: [], taken: [], patterns } });
    expect(files.map(({ path }) => path).sort()).toEqual(['trip/8.jpg', 'trip/export/4.jpg']);
    expect(leftOut.map(({ path, rule }) => `${path} ${rule}`).sort()).toEqual(['Screenshots pattern', 'a [b] pattern', 'export pattern', 'trip/day 1 pattern', 'trip/screenshots pattern']);
  });

  it('enters only the originals of a photo package, also when it is the folder itself', async () => {
    await put('My.photoslibrary/originals/0/a.jpg', 'My.photoslibrary/resources/derivatives/a.jpg', 'Old.photolibrary/Masters/b.jpg', 'Old.photolibrary/Thumbnails/b.jpg');
    expect(await paths()).toEqual(['My.photoslibrary/originals/0/a.jpg', 'Old.photolibrary/Masters/b.jpg']);
    const inside = await collect(join(root, 'My.photoslibrary'));
    expect(inside.files.map(({ path }) => path)).toEqual(['originals/0/a.jpg']);
  });

  it('scans a hidden folder when it is the requested one', async () => {
    await put('.photos/a.jpg');
    expect((await collect(join(root, '.photos'))).files).toHaveLength(1);
  });

  it('can be stopped between batches', async () => {
    await put('a/1.jpg', 'b/2.jpg', 'c/3.jpg');
    const stop = new AbortController();
    const seen: string[] = [];
    const run = async (): Promise<void> => {
      for await (const { files } of scan(root, { signal: stop.signal, batchSize: 1 })) {
        seen.push(...files.map(({ path }) => path));
        stop.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual(['a/1.jpg']);
  });

  it('writes nothing into the folder', async () => {
    await put('a.jpg', 'b/c.png');
    const list = (): string[] =>
      fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => `${name} ${fs.statSync(join(root, name)).mtimeMs} ${fs.statSync(join(root, name)).size}`).sort();
    const before = list();
    await collect();
    expect(list()).toEqual(before);
  });
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it('in a loop terminate', async () => {
    await put('a/b/c.jpg');
    await symlink(root, join(root, 'a/b/up'));
    await symlink('.', join(root, 'a/self'));
    await symlink(join(root, 'a'), join(root, 'a/b/again'));
    await symlink('two', join(root, 'one'));
    await symlink('one', join(root, 'two'));
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path)).toEqual(['a/b/c.jpg']);
    expect(problems.map(({ path }) => path).sort()).toEqual(['one', 'two']);
  });

  it('to a folder are followed once, its real place first', async () => {
    await put('library/x.jpg', 'library/deep/y.jpg', 'outside/z.jpg');
    await symlink(join(root, 'outside'), join(root, 'library/a link'));
    await symlink(join(root, 'outside'), join(root, 'library/b link'));
    await symlink(join(root, 'library/deep'), join(root, 'library/0 link'));
    const { files } = await collect(join(root, 'library'));
    expect(files.map(({ path }) => path)).toEqual(['x.jpg', 'deep/y.jpg', 'a link/z.jpg']);
  });

  it('to a folder above the library are not followed', async () => {
    await put('library/x.jpg', 'private/y.jpg');
    await symlink(root, join(root, 'library/all'));
    expect((await collect(join(root, 'library'))).files.map(({ path }) => path)).toEqual(['x.jpg']);
  });

  it('to a file are files; a broken link is reported, because what it led to is unknown', async () => {
    await put('a.jpg', 'elsewhere.txt');
    await symlink(join(root, 'a.jpg'), join(root, 'b.jpg'));
    await symlink(join(root, 'elsewhere.txt'), join(root, 'c'));
    await symlink('/media/unplugged', join(root, 'stick'));
    const { files, problems } = await collect();
    expect(files).toMatchObject([{ path: 'a.jpg', size: 5 }, { path: 'b.jpg', size: 5 }]);
    expect(problems).toMatchObject([{ path: 'stick', detail: expect.stringContaining('ENOENT') }]);
  });

  it('can be the library itself', async () => {
    await put('real/a.jpg');
    await symlink(join(root, 'real'), join(root, 'link'));
    expect((await collect(join(root, 'link'))).files.map(({ path }) => path)).toEqual(['a.jpg']);
  });
});

describe('a folder that cannot be scanned', () => {
  it('is classified: missing, not a folder, unreadable', async () => {
    await put('a.jpg', 'locked/b.jpg');
    faults.set(join(root, 'locked'), 'EACCES');
    await expect(collect(join(root, 'nowhere'))).rejects.toMatchObject({ name: 'CodedError', code: 'folder-missing', message: expect.stringContaining('nowhere') });
    await expect(collect(join(root, 'a.jpg'))).rejects.toMatchObject({ code: 'not-a-folder' });
    await expect(collect(join(root, 'a.jpg/b'))).rejects.toMatchObject({ code: 'folder-missing' });
    await expect(collect(join(root, 'locked'))).rejects.toMatchObject({ code: 'folder-unreadable' });
  });

  it('inside the library is a problem, and the rest is still found', async () => {
    await put('a/1.jpg', 'locked/2.jpg', 'z/3.jpg');
    faults.set(join(root, 'locked'), 'EACCES');
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path)).toEqual(['a/1.jpg', 'z/3.jpg']);
    expect(problems).toEqual([{ path: 'locked', code: 'unreadable', detail: expect.stringContaining('EACCES') }]);
  });

  it('a file that cannot be measured is a problem; one deleted since it was listed is gone', async () => {
    await put('a.jpg', 'b.jpg', 'c.jpg');
    faults.set(join(root, 'a.jpg'), 'EIO');
    faults.set(join(root, 'b.jpg'), 'ENOENT');
    const { files, problems } = await collect();
    expect(files.map(({ path }) => path)).toEqual(['c.jpg']);
    expect(problems).toEqual([{ path: 'a.jpg', code: 'unreadable', detail: expect.stringContaining('EIO') }]);
  });
});

describe('a library that goes away during the scan', () => {
  const scanUntil = async (act: () => Promise<void>): Promise<void> => {
    let acted = false;
    for await (const _ of scan(root, { batchSize: 1 })) {
      if (!acted) await act();
      acted = true;
    }
  };

  it('is an error, not an empty end: its files are not deleted', async () => {
    await put('a/1.jpg', 'b/2.jpg', 'c/3.jpg');
    const away = `${root}-away`;
    const run = scanUntil(() => rename(root, away));
    await expect(run).rejects.toBeInstanceOf(CodedError);
    await expect(run).rejects.toMatchObject({ code: 'folder-missing' });
    await rename(away, root);
  });

  it('is an error too when all that is left to find is in the folder itself', async () => {
    await put('1.jpg', '2.jpg', '3.jpg');
    const away = `${root}-away`;
    await expect(scanUntil(() => rename(root, away))).rejects.toMatchObject({ code: 'folder-missing' });
    await rename(away, root);
  });

  it('is an error when only the empty mount point stays', async () => {
    await put('a/1.jpg', 'b/2.jpg');
    await expect(scanUntil(async () => void faults.set(root, 'other-device'))).rejects.toMatchObject({ code: 'folder-missing' });
  });

  it('is an error when the drive stops answering', async () => {
    await put('a/1.jpg', 'b/2.jpg');
    const run = scanUntil(async () => {
      faults.set(root, 'EIO');
      faults.set(join(root, 'b'), 'EIO');
    });
    await expect(run).rejects.toMatchObject({ code: 'folder-unreadable' });
  });

  it('is not confused with a folder in it that was deleted meanwhile', async () => {
    await put('a/1.jpg', 'b/2.jpg', 'c/3.jpg');
    const seen: string[] = [];
    const problems: string[] = [];
    for await (const batch of scan(root, { batchSize: 1 })) {
      seen.push(...batch.files.map(({ path }) => path));
      problems.push(...batch.problems.map(({ path }) => path));
      await rm(join(root, 'b'), { recursive: true, force: true });
    }
    expect(seen).toEqual(['a/1.jpg', 'c/3.jpg']);
    // it might as well be a drive mounted there: unknown until the next scan no longer lists it
    expect(problems).toEqual(['b']);
  });
});
