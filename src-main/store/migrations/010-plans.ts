// Plans: what was done with the user's files, and what is being done. Steps name files by folder and path, and photos without a
// reference, so that the record outlives whatever becomes of them.
import type { Migration } from './migration.ts';

export const plans: Migration = (db) => {
  db.exec(`
    CREATE TABLE plans (
      id       INTEGER PRIMARY KEY AUTOINCREMENT,
      kind     TEXT NOT NULL CHECK (kind IN ('trash', 'move', 'copy', 'hardlink', 'symlink')),
      why      TEXT NOT NULL,
      target   TEXT, -- absolute; NULL for the trash
      last_too INTEGER NOT NULL CHECK (last_too IN (0, 1)),
      made_at  INTEGER NOT NULL -- milliseconds since 1970
    ) STRICT;
    CREATE TABLE plan_steps (
      plan_id     INTEGER NOT NULL REFERENCES plans (id),
      place       INTEGER NOT NULL, -- they are performed in this order
      photo_id    INTEGER NOT NULL,
      folder      TEXT NOT NULL, -- of the library, absolute
      path        TEXT NOT NULL, -- below the folder, '/'-separated
      target      TEXT, -- absolute
      bytes       INTEGER NOT NULL,
      hash        TEXT NOT NULL, -- SHA-256 of the content, lower-case hex
      sidecar_of  INTEGER, -- the place of the step whose file it accompanies
      remain      INTEGER NOT NULL,
      last        INTEGER NOT NULL CHECK (last IN (0, 1)),
      state       TEXT NOT NULL CHECK (state IN ('planned', 'doing', 'done', 'refused', 'undone')),
      refusal     TEXT, -- JSON: { code, message }
      work        TEXT, -- JSON: what is needed to finish it or take it back; written before anything is changed
      PRIMARY KEY (plan_id, place)
    ) STRICT;
    CREATE INDEX plan_steps_in_progress ON plan_steps (plan_id) WHERE state = 'doing';
  `);
};
