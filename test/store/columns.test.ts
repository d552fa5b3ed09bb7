import { describe, expect, it } from 'vitest';
import { halvesOf, joinColumns, readColumns, sliceColumns, whatIsDescribed } from '../../src-main/store/columns.ts';
import { dropDamagedDescriptors } from '../../src-main/store/damaged-descriptors.ts';
import { photosLacking } from '../../src-main/store/descriptors.ts';
import { writeDescriptors } from '../../src-main/store/descriptors.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readPhotoTable } from '../../src-main/store/photos.ts';
import { beginScan } from '../../src-main/store/scan.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import { DIM, madeDescriptors, madeFile, madeHash, madePhoto, madeStore, madeVersions } from './made-store.ts';

/** Ten photos with the descriptors 0/8, 1/8 …; the third is missing, the fifth not described. */
function tenPhotos() {
  const store = madeStore();
  const versions = madeVersions(store);
  const files = Array.from({ length: 10 }, (_, i) => ({
    ...madeFile(`${i}.jpg`),
    outcome: { ...madePhoto(`${i}`), ...(i === 7 ? { takenAt: 5.5, takenOffset: 60, latitude: 1.25, longitude: -2.5 } : {}) },
    descriptors: i === 4 ? { embedding: null, features: null } : madeDescriptors(i / 8)
  }));
  writeIndexed(store, versions, files, 0);
  const scan = beginScan(store);
  scan.compare(files.map(({ file }) => file).filter(({ path }) => path !== '2.jpg'));
  scan.finish(1);
  return { store, versions };
}

describe('columns', () => {
  it('hold the present, described photos in order of time and content, whatever order they were read in', () => {
    const { store, versions } = tenPhotos();
    const columns = readColumns(store, versions);
    const shown = [7, ...[0, 1, 3, 5, 6, 8, 9].toSorted((a, b) => (madeHash(`${a}`) < madeHash(`${b}`) ? -1 : 1))]; // one has a time
    expect([...columns.ids]).toEqual(shown.map((i) => i + 1));
    for (const [name, dims] of [['encoder', DIM], ['colour', 2], ['layout', 3], ['texture', 5]] as const) {
      expect([...columns[name]]).toEqual(shown.flatMap((i) => new Array<number>(dims).fill(i / 8)));
    }
    expect([...columns.takenAt]).toEqual(shown.map((i) => (i === 7 ? 5.5 : NaN)));
    expect([...columns.takenOffsets]).toEqual(shown.map((i) => (i === 7 ? 60 : NaN)));
    expect([...columns.latitudes]).toEqual(shown.map((i) => (i === 7 ? 1.25 : NaN)));
    expect([...columns.longitudes]).toEqual(shown.map((i) => (i === 7 ? -2.5 : NaN)));
  });

  it('are the same in slices of any size', () => {
    const { store, versions } = tenPhotos();
    for (const size of [1, 3, 4, 8, 100]) {
      const slices = [...sliceColumns(store, versions, { size })];
      expect(Math.max(...slices.map(({ ids }) => ids.length))).toBe(Math.min(size, 7)); // one of the eight has a time, and comes alone
      expect(joinColumns(slices)).toEqual(readColumns(store, versions));
    }
  });

  it('are those of some photos alone, in the order of all, without those that are gone or not described', () => {
    const { store, versions } = tenPhotos();
    const { ids, encoder, takenAt } = readColumns(store, versions);
    const asked = [9, 3, 8, 5, 6, 77]; // the third is missing, the fifth not described
    const some = halvesOf(store, versions, asked).widen();
    const rows = [...ids.keys()].filter((row) => asked.includes(ids[row]!));
    expect([...some.ids]).toEqual(rows.map((row) => ids[row]));
    expect([...some.ids].toSorted((a, b) => a - b)).toEqual([6, 8, 9]);
    expect([...some.takenAt]).toEqual(rows.map((row) => takenAt[row]));
    expect([...some.encoder]).toEqual(rows.flatMap((row) => [...encoder.subarray(row * DIM, (row + 1) * DIM)]));
  });

  it('let photos be written between two slices', () => {
    const { store, versions } = tenPhotos();
    const seen: number[] = [];
    for (const slice of sliceColumns(store, versions, { size: 1 })) {
      if (seen.length === 0) writeDescriptors(store, versions, [[5 as PhotoId, madeDescriptors()]]);
      seen.push(...slice.ids);
    }
    expect(seen).toEqual([...readColumns(store, versions).ids]);
  });

  it('are in order of time where there is one, before or after 1970, then of content', () => {
    const { store, versions } = tenPhotos();
    [[1, 9], [2, -9], [4, 9], [6, 0]].forEach(([id, time]) => store.db.prepare('UPDATE photos SET taken_at = ? WHERE id = ?').run(time, id));
    const byContent = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => (madeHash(`${a - 1}`) < madeHash(`${b - 1}`) ? -1 : 1));
    for (const size of [1, 2, 100]) {
      expect(joinColumns([...sliceColumns(store, versions, { size })]).ids).toEqual(Uint32Array.from([2, 6, 8, ...byContent([1, 4]), ...byContent([7, 9, 10])]));
    }
  });

  it('hold a photo once whose time is edited between two slices', () => {
    const { store, versions } = tenPhotos();
    const seen: number[] = [];
    for (const slice of sliceColumns(store, versions, { size: 1 })) {
      if (seen.length === 0) store.db.exec('UPDATE photos SET taken_at = 7 WHERE id = 8');
      seen.push(...slice.ids);
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 6, 7, 8, 9, 10]);
  });

  it('are empty for an empty library, and of a version nothing was described with', () => {
    const store = madeStore();
    expect(readColumns(store, madeVersions(store)).encoder).toEqual(new Float32Array(0));
    const { store: full, versions } = tenPhotos();
    expect(readColumns(full, { ...versions, features: 2 }).ids).toEqual(new Uint32Array(0));
  });

  it.each([
    ["UPDATE features SET texture = x'0000' WHERE photo_id = 2", 2], ["UPDATE embeddings SET vector = x'00000000007e0000' WHERE photo_id = 2", 2],
    ["UPDATE features SET colour = x'007c0000' WHERE photo_id = 2", 2], ["UPDATE features SET layout = x'00' WHERE photo_id = 9", 9],
    ["UPDATE embeddings SET vector = x'0000' WHERE photo_id = 10", 10], ["UPDATE embeddings SET vector = x'00000000000000fc' WHERE photo_id = 10", 10]
  ])(
    'leave a photo out whose numbers are damaged, until they are dropped and made again: %s', async (damage, photo) => {
      const { store, versions } = tenPhotos();
      store.db.exec(damage);
      expect(readColumns(store, versions).ids).toHaveLength(7);
      expect(await dropDamagedDescriptors(store, versions, { slice: 3 })).toBe(1);
      expect(await dropDamagedDescriptors(store, versions)).toBe(0);
      expect(photosLacking(store, versions).map(({ id }) => id)).toContain(photo);
    });

  it('are found without sorting the photos again for each slice', () => {
    const { store, versions } = tenPhotos();
    const statements = spy(store, () => [...sliceColumns(store, versions)]).filter((sql) => sql.includes('LIMIT'));
    expect(statements).toHaveLength(2);
    for (const sql of statements) {
      const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ ...versions, time: 0, after: '', size: 1 });
      expect(JSON.stringify(plan)).toContain('SEARCH p USING INDEX photos_in_order');
      expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE|SCAN/);
    }
    expect(readPhotoTable(store).ids.length).toBe(9);
  });

  it('are made of something else after every change of what they hold', () => {
    const { store, versions } = tenPhotos();
    const before = whatIsDescribed(store, versions);
    expect(before.ids).toEqual(readColumns(store, versions).ids);
    const again = whatIsDescribed(store, versions);
    expect([again.digest, again.by, again.stamps()]).toEqual([before.digest, before.by, before.stamps()]);
    const seen = new Set([before.digest]);
    const stamps = new Set(before.stamps());
    for (const change of ['latitude = 80', 'longitude = 3', 'taken_at = 6', 'taken_offset = 120', 'taken_day = 1', "look = 'turned'"]) {
      store.db.exec(`UPDATE photos SET ${change} WHERE id = 8`);
      const { digest, stamps: stampsNow } = whatIsDescribed(store, versions);
      seen.add(digest);
      for (const stamp of stampsNow()) stamps.add(stamp);
    }
    expect(seen.size).toBe(7);
    expect(stamps.size).toBe(new Set(before.stamps()).size + 6); // of that photo alone
    // another encoder that was given the number of one that is gone
    store.db.exec("UPDATE encoder_versions SET name = 'another'");
    expect(seen).not.toContain(whatIsDescribed(store, versions).digest);
    expect(whatIsDescribed(store, versions).by).not.toBe(before.by);
    expect(whatIsDescribed(store, { ...versions, features: versions.features + 1 }).ids).toHaveLength(0);
  });
});

/** The statements that `work` prepares. */
function spy(store: ReturnType<typeof madeStore>, work: () => unknown): readonly string[] {
  const seen: string[] = [];
  const prepare = store.db.prepare.bind(store.db);
  store.db.prepare = ((sql: string) => {
    seen.push(sql);
    return prepare(sql);
  }); // the overloads of `prepare` differ in their types alone
  work();
  store.db.prepare = prepare;
  return seen;
}
