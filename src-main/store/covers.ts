// A few thumbnails that stand for a library, also one that is not open.

import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import { openStore, type Store } from './database.ts';
import { readThumbnail } from './thumbnails.ts';

/** Photos that are looked at for thumbnails before giving up. */
const LOOKED_AT = 24;

const statements = preparedOnce((db) => ({
  newest: db.prepare<[number], PhotoId>('SELECT id FROM photos WHERE merged_into IS NULL ORDER BY taken_at DESC, id DESC LIMIT ?').pluck()
}));

/** At most `most` JPEGs, of the photos taken last. */
export function readCovers(store: Store, most: number): Uint8Array[] {
  const newest = read(store, () => statements(store).newest.all(LOOKED_AT));
  const covers: Uint8Array[] = [];
  for (const id of newest) {
    const cover = covers.length < most ? readThumbnail(store, id) : null;
    if (cover) covers.push(cover);
  }
  return covers;
}

/** The same of the library stored in `folder`. */
export function readStoredCovers(folder: string, most: number): Uint8Array[] {
  const store = openStore(folder, { readOnly: true });
  try {
    return readCovers(store, most);
  } finally {
    store.close();
  }
}
