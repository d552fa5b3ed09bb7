// From here on the raw file of a shot and the picture beside it are one photo. Which photo each content would be by itself is kept, so that a pair can be taken
// apart again; files are found by folder and name without ending.
import type { Migration } from './migration.ts';

export const pairs: Migration = (db) => {
  db.exec(`
    ALTER TABLE contents ADD COLUMN apart_id INTEGER REFERENCES photos (id); -- the photo it is where pairs are kept apart; NULL: its own
    CREATE INDEX contents_of_pairs ON contents (apart_id) WHERE apart_id IS NOT NULL;
    CREATE INDEX files_of_shot ON files (folder_id, lower(rtrim(path, replace(path, '.', '')))) WHERE photo_id IS NOT NULL;
  `);
};
