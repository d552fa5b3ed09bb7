// Log entries made together form a step, which is undone as a whole; lenses can be deleted and restored.
// Columns are added, tables not rebuilt: each entry from before this version is a step of its own.
import type { Migration } from './migration.ts';

export const stepsAndLenses: Migration = (db) => {
  db.exec(`
    ALTER TABLE judgments ADD COLUMN step INTEGER; -- id of the step's first entry; NULL for that entry itself
    ALTER TABLE judgments ADD COLUMN act TEXT CHECK (act IN ('say', 'undo', 'redo')); -- NULL before this version: by its kind
    ALTER TABLE judgments ADD COLUMN of_step INTEGER; -- the step that is undone or redone; NULL before this version: its target's
    ALTER TABLE lenses ADD COLUMN deleted_at INTEGER; -- milliseconds since 1970; NULL while it is there
    ALTER TABLE lenses ADD COLUMN deleted_name TEXT; -- what it was called; its 'name' is free for another meanwhile
  `);
};
