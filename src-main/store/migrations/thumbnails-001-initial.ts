// First version of thumbnails.db. Keyed by content, because a thumbnail is written before its photo has an id.
import type { Migration } from './migration.ts';

export const initialThumbnails: Migration = (db) => {
  db.exec(`
    CREATE TABLE thumbnails (
      id   INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE, -- of the photo
      data BLOB NOT NULL -- JPEG
    ) STRICT;
  `);
};
