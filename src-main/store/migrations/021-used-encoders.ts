// Which encoder versions were ever in use: one that was, and was left for another, is not switched to by itself.
import type { Migration } from './migration.ts';

export const usedEncoders: Migration = (db) => {
  db.exec(`
    ALTER TABLE encoder_versions ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
    UPDATE encoder_versions SET used = 1 WHERE trained IS NULL AND pack IS NULL OR active = 1;
  `);
};
