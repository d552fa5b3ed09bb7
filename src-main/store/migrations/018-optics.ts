// The model of the camera's lens, and the time zone that a camera wrote beside the time. Files of cameras are read once more for it; those that name no camera name no lens.
import type { Migration } from './migration.ts';

export const optics: Migration = (db) => {
  for (const table of ['contents', 'photos']) {
    db.exec(`
      ALTER TABLE ${table} ADD COLUMN optics TEXT; -- NULL: not looked for; '': nothing says it
      ALTER TABLE ${table} ADD COLUMN taken_offset INTEGER; -- minutes ahead of UTC; NULL where it is not said
      UPDATE ${table} SET optics = '' WHERE camera IS NULL;
    `);
  }
};
