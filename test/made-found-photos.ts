// A store filled with made photos that differ in everything photos are found by: written as rows, without pictures.
import type { PhotoId } from '../src-shared/contract.ts';
import { uniform } from '../src-shared/learning/random.ts';
import { packMark } from '../src-shared/marks/packed.ts';
import type { Store } from '../src-main/store/database.ts';
import { ensureEncoderVersion } from '../src-main/store/encoder-versions.ts';
import { addFolder, moveFolder, readFolders } from '../src-main/store/folders.ts';
import { madeHash } from './store/made-hash.ts';

export interface FoundPhotoMade {
  readonly id: PhotoId;
  readonly takenAt: number | null;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly format: string;
  readonly camera: string | null;
  readonly optics: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Packed. */
  readonly mark: number;
  readonly described: boolean;
  readonly files: readonly { readonly folder: string; readonly path: string }[];
}

const CAMERAS = ['iPhone 12 Pro', 'iPhone SE', 'Canon EOS R5', 'NIKON D750', 'Pixel 7'];
const OPTICS = ['RF85mm F1.2 L USM', 'AF-S 50mm f/1.8G', null];
const FORMATS = ['jpeg', 'heic', 'png', 'tiff'];
const PLACES = [[37.5665, 126.978], [48.8566, 2.3522], [40.7128, -74.006], [-33.8688, 151.2093], [0.5, -30]] as const;
const NAMES = ['Kitchen', 'Summer in Italy', 'Screenshots', '제주 여행', 'Café', 'Birthday party', '가족', 'Work'];
const SIZES = [[4000, 3000], [3000, 4000], [1920, 1080], [1000, 1000], [6000, 2000], [800, 600]] as const;

/** Writes `count` photos, a tenth of them with a second file, and returns what was written. The store has two folders then. */
export function fillWithFoundPhotos(store: Store, count: number, seed = 1): FoundPhotoMade[] {
  const next = uniform(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;
  const [first] = readFolders(store);
  moveFolder(store, first!.id, '/home/me/Photos');
  const folders = [first!.id, addFolder(store, '/media/Disk', 0)] as const;
  const encoder = ensureEncoderVersion(store, { name: 'made', dim: 4, createdAt: 0, scores: null }).id;
  const photo = store.db.prepare('INSERT INTO photos (id, hash, shown, width, height, format, bytes, taken_at, latitude, longitude, camera, optics, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)');
  const file = store.db.prepare('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (?, ?, 1, 1, ?, ?)');
  const mark = store.db.prepare("INSERT INTO marks VALUES (?, 'user', ?, 0)");
  const embedding = store.db.prepare('INSERT INTO embeddings VALUES (?, ?, ?)');
  const vector = Buffer.alloc(8);
  const made: FoundPhotoMade[] = [];
  store.db.transaction(() => {
    for (let id = 1 as PhotoId; id <= count; id = (id + 1) as PhotoId) {
      const [width, height] = pick(SIZES);
      const place = next() < 0.5 ? pick(PLACES) : null;
      const year = 2008 + Math.floor(next() * 16);
      const row: FoundPhotoMade = {
        id, width, height, bytes: Math.floor(next() * 9e6), format: pick(FORMATS), camera: next() < 0.8 ? pick(CAMERAS) : null, optics: OPTICS[id % OPTICS.length]!,
        takenAt: next() < 0.9 ? Date.UTC(year, Math.floor(next() * 12), 1 + Math.floor(next() * 28), 12) : null,
        latitude: place && place[0] + next() / 1000, longitude: place && place[1] + next() / 1000,
        mark: next() < 0.3 ? packMark({ flag: pick(['picked', 'rejected', null]), stars: pick([0, 1, 3, 5]), label: pick(['red', 'blue', null]), favourite: next() < 0.2 }) : 0,
        described: next() < 0.97,
        files: Array.from({ length: next() < 0.1 ? 2 : 1 }, (_, at) => ({
          folder: next() < 0.8 ? '/home/me/Photos' : '/media/Disk', path: `${next() < 0.1 ? '' : `${year}/${pick(NAMES)}/`}${pick(['IMG', 'DSC', '사진'])}_${id}${at === 0 ? '' : ' copy'}.jpg`
        }))
      };
      const hash = madeHash(String(id));
      photo.run(id, hash, hash, width, height, row.format, row.bytes, row.takenAt, row.latitude, row.longitude, row.camera, row.optics ?? '');
      for (const { folder, path } of row.files) file.run(folder === '/media/Disk' ? folders[1] : folders[0], path, id, hash);
      if (row.mark !== 0) mark.run(id, row.mark);
      if (row.described) embedding.run(encoder, id, vector);
      made.push(row);
    }
  })();
  return made;
}
