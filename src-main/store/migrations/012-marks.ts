// What the user thinks of photos, and what their files say: flags, stars, colour labels and favourites. A mark of the user's and one from
// files are kept side by side, so that undo leads back to the file's.
import type { Migration } from './migration.ts';

export const marks: Migration = (db) => {
  db.exec(`
    CREATE TABLE marks (
      photo_id   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      source     TEXT NOT NULL CHECK (source IN ('user', 'file')),
      mark       INTEGER NOT NULL, -- src-shared/marks/packed; 0: the user took all of it back
      updated_at INTEGER NOT NULL, -- milliseconds since 1970
      PRIMARY KEY (photo_id, source)
    ) STRICT;

    -- what was read from a content, packed: 0 if it bears none; NULL until it was looked for
    ALTER TABLE contents ADD COLUMN mark INTEGER;
  `);
};
