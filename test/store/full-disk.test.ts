// A store with a second writer, read-only, and on a full disk.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src-main/store/database.ts';
import { type IndexedFile, writeIndexed } from '../../src-main/store/indexed.ts';
import { readCounts } from '../../src-main/store/photos.ts';
import { madeFile, madeFolder, madeStore, madeVersions, writeMade } from './made-store.ts';
import { failureOf } from './opened-store.ts';

describe('a second writer', () => {
  it('is refused until the first closes', () => {
    const folder = madeFolder();
    const store = madeStore(folder);
    expect(failureOf(() => openStore(folder)).code).toBe('library-in-use');
    store.close();
    madeStore(folder).close();
  });

  it('is refused by another process, and let in once that is killed', async () => {
    const folder = madeFolder();
    const source = `import { openStore } from ${JSON.stringify(new URL('../../src-main/store/database.ts', import.meta.url).href)};
      globalThis.held = openStore(${JSON.stringify(folder)}); console.log('open'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect(failureOf(() => openStore(folder)).code).toBe('library-in-use');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readCounts(madeStore(folder)).files).toBe(0);
  });

  it('does not lock out a reader, who cannot write', () => {
    const folder = madeFolder();
    const writer = madeStore(folder);
    const reader = openStore(folder, { readOnly: true });
    onTestFinished(() => reader.close());
    writeMade(writer, ['a.jpg']);
    expect(readCounts(reader).files).toBe(1);
    expect(failureOf(() => writeMade(reader, ['b.jpg'])).code).toBe('unexpected');
  });
});

describe('a full disk', () => {
  it.each(['main', 'thumbs'])('rolls back the batch when %s cannot grow, and leaves the store usable', (schema) => {
    const store = madeStore();
    writeMade(store, ['a.jpg']);
    const versions = madeVersions(store);
    const pages = Number(store.db.pragma(`${schema}.page_count`, { simple: true }));
    store.db.pragma(`${schema}.max_page_count = ${pages}`);
    const failure = failureOf(() => writeIndexed(store, versions, many(), 0));
    expect(failure.code).toBe('disk-full');
    expect(failure.message).toContain('Free some space');
    expect(readCounts(store)).toEqual({ photos: 1, files: 1, problems: 0 });
    expect(store.db.inTransaction).toBe(false);

    store.db.pragma(`${schema}.max_page_count = 1000000`);
    expect(writeIndexed(store, versions, many(), 0)).toMatchObject({ new: 2000 });
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('is reported by a real one, and nothing stored before is lost', ({ skip }) => {
    const folder = tinyDisk();
    if (folder === null) return skip('needs the right to mount a tmpfs');
    const store = madeStore(join(folder, 'library'));
    writeMade(store, ['a.jpg']);
    let photos = 1;
    const failure = failureOf(() => {
      for (let batch = 0; ; batch++) {
        writeIndexed(store, madeVersions(store), many(`${batch}`, 200), 0);
        photos += 200;
      }
    });
    expect(failure.code).toBe('disk-full');
    expect(readCounts(store)).toMatchObject({ photos });
    store.close();
    const again = madeStore(join(folder, 'library'));
    expect(readCounts(again)).toMatchObject({ photos });
    expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  function many(folder = 'new', length = 2000): IndexedFile[] {
    return Array.from({ length }, (_, i) => madeFile(`${folder}/${i}.jpg`));
  }

  /** A mounted 2 MB; `null` where that is not allowed. */
  function tinyDisk(): string | null {
    const folder = join(madeFolder(), 'disk');
    mkdirSync(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return null;
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    return existsSync(folder) ? folder : null;
  }
});
