// What maps are coloured by, compared with what is read of each photo.
import { expect, it } from 'vitest';
import type { PhotoId } from '../../src-shared/contract.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readMapFacts } from '../../src-main/store/map-facts.ts';
import { readPhoto, readPhotoTable } from '../../src-main/store/photos.ts';
import { madeFile, madePhoto, madeStore, madeVersions } from './made-store.ts';

it.each([1, 2, 1000])('folder, camera and place of each present photo are those it has itself, in slices of %i', async (slice) => {
  const store = madeStore();
  const files = ['a.jpg', 'trip/sea/b.jpg', 'trip/c.jpg', 'trip/sea/d.jpg', 'e.jpg'].map((path, at) => ({
    ...madeFile(path), outcome: { ...madePhoto(path), camera: [null, 'Canon', 'Nikon', 'Canon', ''][at]!, latitude: at === 1 ? 59.5 : null, longitude: at === 1 ? -10.25 : null }
  }));
  writeIndexed(store, madeVersions(store), [...files, madeFile('z/copy.jpg', 'a.jpg')], 0);
  const facts = await readMapFacts(store, { slice });
  expect(facts.ids).toEqual(readPhotoTable(store).ids);
  expect(new Set(facts.folders).size).toBe(facts.folders.length);
  facts.ids.forEach((id, at) => {
    const { camera, latitude, longitude, files: [first] } = readPhoto(store, id as PhotoId);
    const path = `${first!.folder}/${first!.path}`;
    expect({ camera: facts.cameras[facts.camera[at]!], folder: facts.folders[facts.folder[at]!] }).toEqual({ camera: camera ?? '', folder: path.slice(0, path.lastIndexOf('/')) });
    expect([facts.latitudes[at], facts.longitudes[at]]).toEqual([latitude ?? NaN, longitude ?? NaN]);
  });
});
