// From here on the log says of each judgment how it came about: as the answer to a question, or volunteered. A column is added without a
// constraint: a damaged origin must never cost the judgment.
import type { Migration } from './migration.ts';

export const origins: Migration = (db) => {
  db.exec(`
    ALTER TABLE judgments ADD COLUMN origin TEXT; -- JSON: { kind: 'asked', probability } or { kind: 'volunteered', height }; NULL before this version and for undo and redo
  `);
};
