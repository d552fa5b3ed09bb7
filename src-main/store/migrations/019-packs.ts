// Encoder versions that compute with a pack: an encoder from outside, whose files lie in the data folder, shared by all libraries.
import type { Migration } from './migration.ts';

export const packs: Migration = (db) => {
  db.exec('ALTER TABLE encoder_versions ADD COLUMN pack TEXT'); // JSON: which pack, and what it was compared with; NULL for the app's own and those trained from it
};
