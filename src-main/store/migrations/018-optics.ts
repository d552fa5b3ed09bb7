// The model of the camera's lens. Files of cameras are read once more for it; those that name no camera name no lens.
import type { Migration } from './migration.ts';

export const optics: Migration = (db) => {
  for (const table of ['contents', 'photos']) {
    db.exec(`
      ALTER TABLE ${table} ADD COLUMN optics TEXT; -- NULL: not looked for; '': nothing says it
      UPDATE ${table} SET optics = '' WHERE camera IS NULL;
    `);
  }
};
