// From here on a library has several folders, and each file is in one of them. The table of files is rebuilt, because SQLite
// cannot drop the uniqueness of a path alone.
import type { Migration } from './migration.ts';

export const severalFolders: Migration = (db) => {
  db.exec(`
    CREATE TABLE folders (
      id         INTEGER PRIMARY KEY,
      path       TEXT NOT NULL, -- absolute; empty until the next opening, which knows it
      added_at   INTEGER NOT NULL, -- milliseconds since 1970
      device     REAL, -- that it lay on when it was scanned last; NULL before the first scan
      problem    TEXT, -- why it could not be scanned last; NULL where it could: without it, the folder is offline
      removed_at INTEGER -- its files are missing from then on, and back when it is added again
    ) STRICT;
    CREATE UNIQUE INDEX path_of_folder ON folders (path) WHERE removed_at IS NULL;
    INSERT INTO folders (id, path, added_at) VALUES (1, '', 0);

    CREATE TABLE files_in_folders (
      id             INTEGER PRIMARY KEY,
      folder_id      INTEGER NOT NULL DEFAULT 1 REFERENCES folders (id),
      path           TEXT NOT NULL, -- below the folder, '/'-separated
      size           INTEGER NOT NULL,
      modified_ms    REAL NOT NULL,
      photo_id       INTEGER REFERENCES photos (id),
      content_hash   TEXT, -- what it held when it was read last; NULL for a problem
      problem_code   TEXT,
      problem_detail TEXT,
      attempts       INTEGER NOT NULL DEFAULT 0, -- failed ones, at this size and time
      missing_since  INTEGER, -- milliseconds since 1970; NULL while the file is there, or its folder offline
      UNIQUE (folder_id, path),
      CHECK ((photo_id IS NULL) <> (problem_code IS NULL)),
      CHECK ((problem_code IS NULL) = (problem_detail IS NULL))
    ) STRICT;
    INSERT INTO files_in_folders (id, path, size, modified_ms, photo_id, content_hash, problem_code, problem_detail, attempts, missing_since)
      SELECT id, path, size, modified_ms, photo_id, content_hash, problem_code, problem_detail, attempts, missing_since FROM files;
    DROP TABLE files;
    ALTER TABLE files_in_folders RENAME TO files;
    CREATE INDEX files_of_photo ON files (photo_id, missing_since);
    CREATE INDEX files_with_problem ON files (path) WHERE problem_code IS NOT NULL;
  `);
};
