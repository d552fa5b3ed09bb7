// Groups without a name are kept in columns from here on, a row a lens: there may be tens of thousands, and they are written whole. Named
// ones stay rows, so that a damaged page takes few names with it; rows without a name are those of an earlier version, until the next writing.
// The index of files tells their folders too, so that photos are counted by folder out of it alone.
import type { Migration } from './migration.ts';

export const groupsInColumns: Migration = (db) => {
  db.exec(`
    CREATE TABLE unnamed_groups (
      lens_id INTEGER PRIMARY KEY REFERENCES lenses (id) ON DELETE CASCADE,
      ids     BLOB NOT NULL, -- all uint32, little-endian
      covers  BLOB NOT NULL,
      ends    BLOB NOT NULL, -- where each group ends in 'photos'
      photos  BLOB NOT NULL
    ) STRICT;
    DROP INDEX files_of_photo;
    CREATE INDEX files_of_photo ON files (photo_id, missing_since, folder_id);
  `);
};
