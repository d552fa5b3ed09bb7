// What a step of a plan writes into a file on its way: into a sidecar, or into a copy of the photo itself.
import type { Migration } from './migration.ts';

export const writing: Migration = (db) => {
  // as JSON: see `Writing` in src-shared/filing/plan; NULL: the file arrives as it is
  db.exec('ALTER TABLE plan_steps ADD COLUMN writes TEXT');
};
