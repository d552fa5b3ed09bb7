// What maps are coloured by, of all present photos: folder, camera and place, read in slices from a snapshot.

import { posix } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MapFacts } from '../../src-shared/mapping/map.ts';
import { preparedOnce } from './access.ts';
import type { Store } from './database.ts';
import { withSnapshot } from './snapshot.ts';

type Row = [id: number, camera: string | null, latitude: number | null, longitude: number | null, folder: string, path: string];

const statements = preparedOnce((db) => ({
  // first files first, as everywhere: those in offline folders last
  slice: db.prepare<[after: number, limit: number], Row>(
    `SELECT p.id, p.camera, p.latitude, p.longitude, d.path, f.path FROM photos p
     JOIN files f ON f.photo_id = p.id AND f.missing_since IS NULL JOIN folders d ON d.id = f.folder_id
     WHERE p.id IN (SELECT id FROM photos WHERE id > ? ORDER BY id LIMIT ?)
     ORDER BY p.id, d.problem IS NOT NULL, f.folder_id, f.path`
  ).raw(),
  last: db.prepare<[after: number, limit: number], number | null>('SELECT max(id) FROM (SELECT id FROM photos WHERE id > ? ORDER BY id LIMIT ?)').pluck()
}));

/** The facts of all present photos, in order of id. Rejects with `no-library` where the store is closed meanwhile. */
export function readMapFacts(store: Store, { slice = 1000, pause = nextTurn }: { slice?: number; pause?: () => Promise<void> } = {}): Promise<MapFacts> {
  return withSnapshot(store, async (snapshot, check) => {
    const ids: number[] = [];
    const [latitudes, longitudes]: [number[], number[]] = [[], []];
    const folders = numbering();
    const cameras = numbering();
    cameras.of('');
    const folder: number[] = [];
    const camera: number[] = [];
    for (let after: number | null = 0; ; await pause(), check()) {
      for (const [id, made, latitude, longitude, root, path] of statements(snapshot).slice.all(after, slice)) {
        if (ids.at(-1) === id) continue;
        ids.push(id);
        camera.push(cameras.of(made ?? ''));
        latitudes.push(latitude ?? NaN);
        longitudes.push(longitude ?? NaN);
        const inner = posix.dirname(path);
        folder.push(folders.of(inner === '.' ? root : `${root}/${inner}`));
      }
      after = statements(snapshot).last.get(after, slice) ?? null;
      if (after === null) break;
    }
    return {
      ids: Uint32Array.from(ids), folder: Uint32Array.from(folder), folders: folders.names, camera: Uint32Array.from(camera), cameras: cameras.names,
      latitudes: Float64Array.from(latitudes), longitudes: Float64Array.from(longitudes)
    };
  });
}

/** Numbers names as they come. */
function numbering(): { readonly names: string[]; of(name: string): number } {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  return {
    names,
    of(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    }
  };
}
