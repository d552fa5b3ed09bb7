// What the user decided about sets of duplicates: which files to keep, or that they are not the same. Entries are revoked, never deleted.
import type { Migration } from './migration.ts';

export const keeperChoices: Migration = (db) => {
  db.exec(`
    CREATE TABLE keeper_choices (
      id         INTEGER PRIMARY KEY,
      set_id     TEXT NOT NULL, -- src-shared/duplicates: its kind and first file
      decision   TEXT NOT NULL, -- JSON
      choice     TEXT, -- JSON: the files as they were rated, and the kept one; NULL where nothing was preferred
      contents   TEXT NOT NULL, -- JSON: the content of each file of the set
      made_at    INTEGER NOT NULL, -- milliseconds since 1970
      revoked_at INTEGER
    ) STRICT;
    CREATE INDEX keeper_choices_in_force ON keeper_choices (id) WHERE revoked_at IS NULL;
  `);
};
