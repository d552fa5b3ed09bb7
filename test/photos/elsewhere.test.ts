// Placeholders of clouds: never opened, counted, and what is known of their photos stays.
import { mkdirSync, renameSync, rmSync, mkdtempSync, writeFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stats } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byBytes } from '../../src-main/byte-names.ts';
import { scanFolders } from '../../src-main/library/indexing/scan-folders.ts';
import { isElsewhere, placeholderOf } from '../../src-main/photos/elsewhere.ts';
import { FileCalls } from '../../src-main/photos/file-calls.ts';
import { scan } from '../../src-main/photos/scan.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { readNotRead } from '../../src-main/store/not-read.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { madeLibrary } from '../filing/made-files.ts';

it('knows placeholders by their name, or by a size of which nothing is on the disk', () => {
  expect(['.IMG_1.HEIC.icloud', '.a.icloud', 'a.icloud', '.icloud', '.hidden.jpg'].map(placeholderOf)).toEqual(['IMG_1.HEIC', 'a', null, null, null]);
  const photo = { size: 3_000_000, blocks: 0 };
  expect((['win32', 'darwin', 'linux'] as const).map((platform) => isElsewhere(photo, platform))).toEqual([true, true, false]);
  expect(isElsewhere({ size: 3_000_000, blocks: 8 }, 'win32')).toBe(false);
  expect(isElsewhere({ size: 600, blocks: 0 }, 'win32')).toBe(false); // NTFS keeps such files in its table
  expect(isElsewhere({ size: 0, blocks: 0 }, 'darwin')).toBe(false);
});

describe('a scan', () => {
  let root: string;
  beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-cloud-')))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('opens no placeholder, whatever its name, and tells of each', async () => {
    mkdirSync(join(root, 'trip'));
    for (const name of ['here.jpg', 'away.jpg', 'film away.mov', 'trip/away without an ending', 'trip/.old.jpg.icloud', 'trip/.film.mov.icloud', 'notes.txt']) writeFileSync(join(root, name), 'x'.repeat(5000));
    const opened: string[] = [];
    const calls = new FileCalls({
      ...byBytes,
      stat: async (path) => {
        const stats = await byBytes.stat(path);
        return path.includes('away') ? (Object.assign(Object.create(stats) as Stats, { blocks: 0 })) : stats;
      },
      open: (path, flags) => (opened.push(path.slice(root.length + 1)), byBytes.open(path, flags))
    });
    const found = { files: [] as string[], elsewhere: [] as string[], told: {} as Record<string, number> };
    for await (const { files, elsewhere } of scan(root, { calls, platform: 'darwin', onNotRead: (kind, count) => (found.told[kind] = (found.told[kind] ?? 0) + count) })) {
      found.files.push(...files.map(({ path }) => path));
      found.elsewhere.push(...elsewhere);
    }
    expect(found).toEqual({ files: ['here.jpg'], elsewhere: expect.arrayContaining(['away.jpg', 'trip/away without an ending', 'trip/old.jpg', 'trip/film.mov']) as string[], told: { elsewhere: 5, document: 1 } });
    expect(opened).toEqual([]);
  });
});

it('photos that a cloud took off the disk are not gone', async () => {
  const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two', 'c.jpg': 'three' });
  renameSync(join(made.photos, 'a.jpg'), join(made.photos, '.a.jpg.icloud'));
  rmSync(join(made.photos, 'b.jpg'));
  const scanned = await scanFolders(made.store, { signal: new AbortController().signal, onFound: async () => undefined });
  expect([scanned.missing, scanned.toRead, readCounts(made.store).photos]).toEqual([1, [], 2]);
  expect(readNotRead(made.store)).toEqual([{ kind: 'elsewhere', files: 1 }]);
  renameSync(join(made.photos, '.a.jpg.icloud'), join(made.photos, 'a.jpg'));
  const again = await scanFolders(made.store, { signal: new AbortController().signal, onFound: async () => undefined });
  expect([again.missing, again.toRead, readCounts(made.store).photos, readNotRead(made.store)]).toEqual([0, [], 2, []]);
});

it('photos that a cloud takes off the disk while it is watched are not gone, and those once taken for gone are back', async () => {
  const made = madeLibrary({ 'a.jpg': 'one', 'b.jpg': 'two' });
  const { signal } = new AbortController();
  const look = async (paths: readonly string[] | null): Promise<readonly [number, number]> => {
    const { missing } = await scanFolders(made.store, { signal, onFound: async () => undefined, ...(paths && { only: new Map([[FIRST_FOLDER, paths]]) }) });
    return [missing, readCounts(made.store).photos];
  };
  renameSync(join(made.photos, 'a.jpg'), join(made.photos, '.a.jpg.icloud'));
  expect(await look(['a.jpg', '.a.jpg.icloud'])).toEqual([0, 2]);
  renameSync(join(made.photos, 'b.jpg'), join(made.photos, 'away'));
  expect(await look(['b.jpg'])).toEqual([1, 1]);
  renameSync(join(made.photos, 'away'), join(made.photos, '.b.jpg.icloud'));
  expect(await look(null)).toEqual([0, 2]);
});
