// Photos in the order of the columns of a space: by time, then by content.
import type { Migration } from './migration.ts';

export const photosInOrder: Migration = (db) => {
  db.exec('CREATE INDEX photos_in_order ON photos (taken_at, hash)');
};
