// What a date was found in, and whether it is only a day; whether a picture ends before its file should. Photos without a date are read once more, because it
// may be in XMP, IPTC, a sidecar or a name.
import type { Migration } from './migration.ts';

export const dates: Migration = (db) => {
  for (const table of ['contents', 'photos']) {
    db.exec(`
      ALTER TABLE ${table} ADD COLUMN taken_from TEXT; -- NULL: not looked for; '': nothing says it
      ALTER TABLE ${table} ADD COLUMN taken_day INTEGER NOT NULL DEFAULT 0 CHECK (taken_day IN (0, 1));
      ALTER TABLE ${table} ADD COLUMN incomplete INTEGER NOT NULL DEFAULT 0 CHECK (incomplete IN (0, 1));
      UPDATE ${table} SET taken_from = 'exif' WHERE taken_at IS NOT NULL;
    `);
  }
};
