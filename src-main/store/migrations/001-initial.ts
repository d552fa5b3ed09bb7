// First version of library.db. Embeddings and features are ordinary tables: rows of one to two kilobytes overflow the pages
// of a WITHOUT ROWID table. Saved groups store their photos in one blob, because a grouping is always written as a whole.
import type { Migration } from './migration.ts';

export const initial: Migration = (db) => {
  db.exec(`
    CREATE TABLE facts (
      name  TEXT PRIMARY KEY,
      value TEXT NOT NULL -- JSON
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE photos (
      id        INTEGER PRIMARY KEY,
      hash      TEXT NOT NULL UNIQUE, -- SHA-256 of the content, lower-case hex
      width     INTEGER NOT NULL,
      height    INTEGER NOT NULL,
      format    TEXT NOT NULL,
      bytes     INTEGER NOT NULL,
      taken_at  REAL, -- milliseconds since 1970 in the camera's local time
      latitude  REAL,
      longitude REAL,
      camera    TEXT,
      added_at  INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE files (
      id             INTEGER PRIMARY KEY,
      path           TEXT NOT NULL UNIQUE, -- below the library's folder, '/'-separated
      size           INTEGER NOT NULL,
      modified_ms    REAL NOT NULL,
      photo_id       INTEGER REFERENCES photos (id),
      problem_code   TEXT,
      problem_detail TEXT,
      attempts       INTEGER NOT NULL DEFAULT 0, -- failed ones, at this size and time
      missing_since  INTEGER, -- milliseconds since 1970; NULL while the file is there
      CHECK ((photo_id IS NULL) <> (problem_code IS NULL)),
      CHECK ((problem_code IS NULL) = (problem_detail IS NULL))
    ) STRICT;
    CREATE INDEX files_of_photo ON files (photo_id, missing_since);
    CREATE INDEX files_with_problem ON files (path) WHERE problem_code IS NOT NULL;

    CREATE TABLE encoder_versions (
      id         INTEGER PRIMARY KEY,
      name       TEXT NOT NULL UNIQUE,
      dim        INTEGER NOT NULL CHECK (dim > 0),
      created_at INTEGER NOT NULL,
      active     INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
      scores     TEXT -- JSON
    ) STRICT;
    CREATE UNIQUE INDEX one_active_encoder ON encoder_versions (active) WHERE active = 1;

    CREATE TABLE embeddings (
      encoder_version_id INTEGER NOT NULL REFERENCES encoder_versions (id) ON DELETE CASCADE,
      photo_id           INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      vector             BLOB NOT NULL, -- half precision, little-endian
      PRIMARY KEY (encoder_version_id, photo_id)
    ) STRICT;
    CREATE INDEX embeddings_of_photo ON embeddings (photo_id);

    CREATE TABLE features (
      photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
      version  INTEGER NOT NULL,
      colour   BLOB NOT NULL, -- half precision, little-endian
      layout   BLOB NOT NULL,
      texture  BLOB NOT NULL
    ) STRICT;

    CREATE TABLE lenses (
      id         INTEGER PRIMARY KEY,
      name       TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      height     REAL -- where the user cut the tree; NULL for the default
    ) STRICT;
    INSERT INTO lenses (id, name, created_at) VALUES (1, 'default', 0);

    CREATE TABLE judgments (
      id      INTEGER PRIMARY KEY AUTOINCREMENT,
      lens_id INTEGER NOT NULL REFERENCES lenses (id),
      kind    TEXT NOT NULL CHECK (kind IN ('similar', 'different', 'degree', 'closer', 'together', 'apart', 'revoke', 'restore')),
      target  INTEGER REFERENCES judgments (id), -- the judgment that is revoked or restored
      payload TEXT, -- JSON, photos as content hashes: { photos, others?, degree? }
      made_at INTEGER NOT NULL,
      CHECK ((kind IN ('revoke', 'restore')) = (target IS NOT NULL)),
      CHECK ((target IS NULL) = (payload IS NOT NULL))
    ) STRICT;
    CREATE INDEX judgments_of_lens ON judgments (lens_id);
    CREATE INDEX judgments_of_target ON judgments (target) WHERE target IS NOT NULL;
    CREATE TRIGGER judgments_are_never_changed BEFORE UPDATE ON judgments
      BEGIN SELECT RAISE(ABORT, 'judgments are append-only: revoke instead of changing'); END;
    CREATE TRIGGER judgments_are_never_deleted BEFORE DELETE ON judgments
      BEGIN SELECT RAISE(ABORT, 'judgments are append-only: revoke instead of deleting'); END;

    CREATE TABLE saved_groups (
      lens_id INTEGER NOT NULL REFERENCES lenses (id) ON DELETE CASCADE,
      id      INTEGER NOT NULL,
      place   INTEGER NOT NULL, -- 0 is shown first
      name    TEXT, -- NULL for the automatic name
      cover   INTEGER NOT NULL REFERENCES photos (id),
      photos  BLOB NOT NULL, -- photo ids, uint32, little-endian
      PRIMARY KEY (lens_id, id)
    ) STRICT;
  `);
};
