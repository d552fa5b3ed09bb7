// What copies are found by: a fingerprint of each photo, and what was measured of two that were compared. All of it can be computed again.
import type { Migration } from './migration.ts';

export const copies: Migration = (db) => {
  db.exec(`
    CREATE TABLE fingerprints (
      photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
      compared INTEGER NOT NULL DEFAULT 0, -- version of the code that compared it with all others; 0: not yet
      sharpness REAL, -- measured when it is compared (learning/copies/quality); NULL until then
      clipped REAL,
      cells BLOB NOT NULL -- learning/copies/fingerprint
    ) STRICT;
    CREATE INDEX fingerprints_compared ON fingerprints (compared);

    CREATE TABLE likenesses (
      first    INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      second   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      measured TEXT NOT NULL, -- JSON: learning/copies/likeness
      PRIMARY KEY (first, second),
      CHECK (first < second)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX likenesses_of_second ON likenesses (second);
  `);
};
