// Albums, with their photos in their own order. Those of a smart album are what its rule gave the last time.
import type { Migration } from './migration.ts';

export const albums: Migration = (db) => {
  db.exec(`
    CREATE TABLE albums (
      id         INTEGER PRIMARY KEY,
      name       TEXT NOT NULL,
      rule       TEXT, -- JSON (src-shared/albums); NULL: put together by hand
      cover      INTEGER REFERENCES photos (id) ON DELETE SET NULL,
      sort       TEXT NOT NULL CHECK (sort IN ('own', 'oldest', 'newest')),
      place      INTEGER NOT NULL, -- among the albums
      made_at    INTEGER NOT NULL, -- milliseconds since 1970
      deleted_at INTEGER -- an undo brings it back
    ) STRICT;

    CREATE TABLE album_photos (
      album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
      photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      place    INTEGER NOT NULL,
      PRIMARY KEY (album_id, photo_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX albums_of_photo ON album_photos (photo_id);
  `);
};
