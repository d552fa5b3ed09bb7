import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readMark, readMarks, restoreMarks, writeMarks } from '../../src-main/store/marks.ts';
import { mergePhotos } from '../../src-main/store/merge.ts';
import { isSaid, NO_MARK, packMark, unpackMark } from '../../src-shared/marks/packed.ts';
import type { Mark, PhotoId } from '../../src-shared/contract.ts';
import { madeDescriptors, madeFolder, madePhoto, madeStore, madeVersions, writeMade } from './made-store.ts';

const give = (store: Store, ids: readonly number[], mark: Partial<Mark>, now = 1) => writeMarks(store, ids, (packed) => packMark({ ...unpackMark(packed), ...mark }), now);
const of = (store: Store, id: PhotoId): Mark => unpackMark(readMark(store, id));

/** A file at `path` with the made photo `content`, whose metadata says `mark`. */
function writeRated(store: Store, path: string, mark: Partial<Mark>, { content = path, picture = content }: { readonly content?: string; readonly picture?: string } = {}): PhotoId {
  const made = { ...madePhoto(content), picture: madePhoto(picture).picture, mark: packMark({ ...NO_MARK, ...mark }) };
  writeIndexed(store, madeVersions(store), [{ file: { folder: FIRST_FOLDER, path, size: content.length, modifiedMs: 1 }, outcome: made, descriptors: madeDescriptors() }], 0);
  return store.db.prepare<[string], PhotoId>('SELECT photo_id FROM files WHERE path = ?').pluck().get(path)!;
}

describe('marks of the user', () => {
  it('change in parts, and are there after the library was closed', async () => {
    const folder = madeFolder();
    const store = openStore(folder);
    const [a, b, c] = [...writeMade(store, ['a', 'b', 'c']).values()] as [PhotoId, PhotoId, PhotoId];
    give(store, [a, b], { stars: 4 });
    give(store, [b, c], { flag: 'rejected' });
    give(store, [c], { label: 'purple', favourite: true });
    store.close();
    const again = madeStore(folder);
    expect([a, b, c].map((id) => of(again, id))).toEqual([
      { ...NO_MARK, stars: 4 }, { ...NO_MARK, stars: 4, flag: 'rejected' }, { flag: 'rejected', stars: 0, label: 'purple', favourite: true }
    ]);
    const { ids, marks } = await readMarks(again);
    expect(Array.from(ids, (id, at) => [id, unpackMark(marks[at]!).stars])).toEqual([[a, 4], [b, 4], [c, 0]]);
  });

  it('tell what they were before, and go back to that', () => {
    const store = madeStore();
    const [a, b] = [...writeMade(store, ['a', 'b']).values()] as [PhotoId, PhotoId];
    give(store, [a], { stars: 2 });
    const { earlier, now } = give(store, [a, b], { stars: 5 });
    expect(Array.from(now.marks, (mark) => unpackMark(mark).stars)).toEqual([5, 5]);
    expect(restoreMarks(store, earlier, 2).now.ids).toEqual(now.ids);
    expect([of(store, a).stars, of(store, b).stars]).toEqual([2, 0]);
    expect(isSaid(readMark(store, b))).toBe(false);
    expect(restoreMarks(store, now, 3).earlier).toEqual(earlier);
    expect([of(store, a).stars, of(store, b).stars]).toEqual([5, 5]);
  });

  it('leave out photos that are not known, and take each once', () => {
    const store = madeStore();
    const [a] = [...writeMade(store, ['a']).values()] as [PhotoId];
    expect([...give(store, [a, 999, a], { stars: 1 }).now.ids]).toEqual([a]);
  });

  it('are read in slices that miss none', async () => {
    const store = madeStore();
    const ids = [...writeMade(store, Array.from({ length: 7 }, (_, at) => `p${at}`)).values()];
    store.db.prepare('UPDATE photos SET id = id + 45000 WHERE id = ?'); // ids may be far apart
    give(store, ids, { favourite: true });
    let pauses = 0;
    const { ids: read } = await readMarks(store, async () => { pauses++; });
    expect([...read]).toEqual(ids);
    expect(pauses).toBeGreaterThan(0);
  });
});

describe('marks of files', () => {
  it('count until the user says something, then never again, unless that is undone', () => {
    const store = madeStore();
    const id = writeRated(store, 'a.jpg', { stars: 3 });
    expect(of(store, id)).toEqual({ ...NO_MARK, stars: 3 });
    const { earlier } = give(store, [id], { label: 'red' });
    expect(of(store, id)).toEqual({ ...NO_MARK, stars: 3, label: 'red' });
    writeRated(store, 'a.jpg', { stars: 5 }, { content: 'a.jpg, rated again', picture: 'a.jpg' });
    expect(of(store, id).stars).toBe(3);
    restoreMarks(store, earlier, 9);
    expect(of(store, id)).toEqual({ ...NO_MARK, stars: 5 });
  });

  it('are not brought back by taking away what they said', () => {
    const store = madeStore();
    const id = writeRated(store, 'a.jpg', { stars: 3 });
    give(store, [id], { stars: 0 });
    expect(of(store, id)).toEqual(NO_MARK);
  });

  it('go when the file says nothing any more', () => {
    const store = madeStore();
    const id = writeRated(store, 'a.jpg', { stars: 3, flag: 'rejected' });
    expect(writeRated(store, 'a.jpg', {}, { content: 'a.jpg, without', picture: 'a.jpg' })).toBe(id);
    expect(of(store, id)).toEqual(NO_MARK);
  });

  it('are taken from the file that has one, wherever the photo lies twice', () => {
    const store = madeStore();
    writeRated(store, 'plain.jpg', {}, { picture: 'same' });
    expect(of(store, writeRated(store, 'rated.jpg', { stars: 4 }, { picture: 'same' })).stars).toBe(4);
  });
});

describe('photos that turn out to be one', () => {
  const merged = (mine: Partial<Mark> | null, theirs: Partial<Mark> | null, times: readonly [number, number] = [1, 2]): Mark => {
    const store = madeStore();
    const [a, b] = [...writeMade(store, ['a', 'b']).values()] as [PhotoId, PhotoId];
    if (mine) give(store, [a], mine, times[0]);
    if (theirs) give(store, [b], theirs, times[1]);
    mergePhotos(store, a, b);
    expect(store.db.prepare('SELECT count(*) FROM marks WHERE photo_id = ?').pluck().get(b)).toBe(0);
    give(store, [b], {}); // by its old id
    return of(store, a);
  };

  it('keep the mark that says something', () => {
    expect(merged({ stars: 4 }, null).stars).toBe(4);
    expect(merged(null, { stars: 2 }).stars).toBe(2);
    expect(merged({ stars: 4 }, { stars: 0 }).stars).toBe(4);
    expect(merged({ stars: 0 }, { stars: 3 }, [2, 1]).stars).toBe(3);
  });

  it('keep the newer of two', () => {
    expect(merged({ stars: 4 }, { flag: 'rejected' })).toEqual({ ...NO_MARK, flag: 'rejected' });
    expect(merged({ stars: 4 }, { flag: 'rejected' }, [2, 1])).toEqual({ ...NO_MARK, stars: 4 });
  });
});
