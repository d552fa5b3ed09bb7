// What photos of one burst, or a Live Photo and its edits, have in common. Files that may say it are read once more: those of Apple's cameras, and those that are named
// as bursts.
import type { Migration } from './migration.ts';

export const moments: Migration = (db) => {
  db.exec(`
    ALTER TABLE contents ADD COLUMN moment TEXT; -- NULL: not looked for; '': nothing says it
    UPDATE contents SET moment = '' WHERE (camera IS NULL OR NOT (camera LIKE 'iPhone%' OR camera LIKE 'iPad%' OR camera LIKE 'iPod%'))
      AND hash NOT IN (SELECT content_hash FROM files WHERE path LIKE '%BURST%' AND content_hash IS NOT NULL);
  `);
};
