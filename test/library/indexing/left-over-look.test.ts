// What a run still has to read after its scan: the same whether a thread looked for it meanwhile or not, whatever is written in between.

import { describe, expect, it, vi } from 'vitest';
import { type LeftOver, LeftOverLook } from '../../../src-main/library/indexing/left-over-look.ts';
import { readColumns } from '../../../src-main/store/columns.ts';
import type { Store } from '../../../src-main/store/database.ts';
import { writeFact } from '../../../src-main/store/facts.ts';
import { writeIndexed } from '../../../src-main/store/indexed.ts';
import { FINGERPRINT_BYTES } from '../../../src-shared/learning/copies/fingerprint.ts';
import { madeDescriptors, madeFile, madePhoto, madeStore, madeVersions } from '../../store/made-store.ts';

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
