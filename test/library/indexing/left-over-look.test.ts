// What a run still has to read after its scan: the same whether a thread looked for it meanwhile or not, whatever is written in between.

import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type LeftOver, LeftOverLook } from '../../../src-main/library/indexing/left-over-look.ts';
import { readColumns } from '../../../src-main/store/columns.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { writeFact } from '../../../src-main/store/facts.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { keepingLook, keptLook } from '../../../src-main/store/kept-look.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { madeDescriptors, madeFile, madeFolder, madePhoto, madeStore, madeVersions, writeMade } from '../../store/made-store.ts';

/** Eight photos, of which the fourth is not described. */
function madeLibrary() {
  const store = madeStore();
  const versions = madeVersions(store);
  writeIndexed(store, versions, Array.from({ length: 8 }, (_, at) => ({
    ...madeFile(`${at}.jpg`), outcome: madePhoto(`${at}`), descriptors: at === 3 ? { embedding: null, features: null } : { ...madeDescriptors(at / 8), fingerprint: new Uint8Array(FINGERPRINT_BYTES) }
  })), 0);
  return { store, versions };
}

/** @param during called while a thread has looked, or before it is looked at all */
async function look({ store, versions }: ReturnType<typeof madeLibrary>, large: number, during: (store: Store) => void = () => {}): Promise<Record<LeftOver['why'], string[]>> {
  const leftOver = new LeftOverLook(store, versions, large);
  const found: Record<LeftOver['why'], string[]> = { lacking: [], pictures: [] };
  try {
    during(store);
    for await (const { files, why } of leftOver.find()) found[why].push(...files.map(({ path }) => path));
  } finally {
    await leftOver.close();
  }
  return found;
}

describe('what is left over', () => {
  it.each([['by a thread', 1], ['without one', 9]] as const)('is found %s: photos that lack something', async (_, large) => {
    expect(await look(madeLibrary(), large)).toMatchObject({ lacking: ['3.jpg'] });
  });

  it.each([['by a thread', 1], ['without one', 9]] as const)('is, %s, also what is damaged, which is deleted', async (_, large) => {
    const library = madeLibrary();
    const rows = readColumns(library.store, library.versions).ids.length;
    library.store.db.prepare("UPDATE embeddings SET vector = x'00' WHERE photo_id = 6").run();
    library.store.db.prepare('UPDATE fingerprints SET cells = x\'00\' WHERE photo_id = 2').run();
    expect((await look(library, large)).lacking.toSorted()).toEqual(['1.jpg', '3.jpg', '5.jpg']);
    expect(library.store.db.prepare('SELECT count(*) FROM embeddings').pluck().get()).toBe(rows - 1);
    expect(library.store.db.prepare('SELECT count(*) FROM fingerprints').pluck().get()).toBe(rows - 1);
  });

  it('is looked for again where something was written meanwhile, or between the two', async () => {
    const library = madeLibrary();
    expect((await look(library, 1, (store) => store.db.prepare('DELETE FROM features WHERE photo_id = 1').run())).lacking).toEqual(['0.jpg', '3.jpg']);

    const leftOver = new LeftOverLook(library.store, library.versions, 1);
    const files = leftOver.find();
    await files.next();
    writeFact(library.store, 'something', 1);
    library.store.db.prepare('UPDATE photos SET picture = NULL WHERE id = 5').run();
    expect((await files.next()).value).toMatchObject({ why: 'pictures', files: [{ path: '4.jpg' }] });
    await leftOver.close();
  });

  it('says so, and is looked for here, where the thread cannot', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const library = madeLibrary();
    const broken = new Proxy(library.store, { get: (store, name): unknown => (name === 'folder' ? '/nowhere' : Reflect.get(store, name)) });
    expect((await look({ ...library, store: broken }, 1)).lacking).toEqual(['3.jpg']);
    expect(told).toHaveBeenCalledWith(expect.stringContaining('once more'));
    told.mockRestore();
  });
});

describe('a look that found nothing', () => {
  /** Forty photos that lack nothing, in a store that is opened again and again. */
  async function looked() {
    const folder = madeFolder();
    const open = (): Store => {
      const store = keepingLook(openStore(folder));
      onTestFinished(() => store.close());
      return store;
    };
    const store = open();
    const versions = madeVersions(store);
    writeMade(store, Array.from({ length: 40 }, (_, at) => `${at}.jpg`));
    expect(await look({ store, versions }, Infinity)).toEqual({ lacking: [], pictures: [] });
    store.close();
    return { folder, open, versions };
  }

  it('is not made again while nothing is written, and is once something is, which is then found', async () => {
    const { open, versions } = await looked();
    const store = open();
    const all = vi.spyOn(keptLook(store)!, 'note');
    await look({ store, versions }, Infinity);
    expect(all).not.toHaveBeenCalled();
    store.db.prepare('DELETE FROM features WHERE photo_id = 7').run();
    expect((await look({ store, versions }, Infinity)).lacking).toEqual(['6.jpg']);
    expect((await look({ store, versions }, Infinity)).lacking).toEqual(['6.jpg']); // nobody read it
    store.close();
    expect((await look({ store: open(), versions }, Infinity)).lacking).toEqual(['6.jpg']);
  });

  it('is made again for other versions', async () => {
    const { open, versions } = await looked();
    expect((await look({ store: open(), versions: { ...versions, features: 2 } }, Infinity)).lacking).toHaveLength(40);
  });

  it('leaves damage that no write tells of to the looks of later openings, a part each', async () => {
    const { folder, open, versions } = await looked();
    const path = join(folder, 'library.db');
    const { atime, mtime } = statSync(path);
    utimesSync(path, atime, mtime); // as exact as a time can be set here
    const before = open();
    await look({ store: before, versions }, Infinity);
    before.close();
    const db = connect(path, {});
    db.exec("UPDATE embeddings SET vector = x'00000000007e0000' WHERE photo_id = 35");
    db.close();
    utimesSync(path, atime, mtime);
    const found: string[] = [];
    for (let opening = 0; opening < 16 && found.length === 0; opening++) {
      const store = open();
      found.push(...(await look({ store, versions }, Infinity)).lacking);
      store.close();
    }
    expect(found).toEqual(['34.jpg']);
  });
});
