// From here on a photo has two identities: the contents its files were ever seen with, and its picture, which survives edits of
// their metadata. What was read from each content is stored separately, because a photo's files may have several.
import type { Migration } from './migration.ts';

export const twoIdentities: Migration = (db) => {
  db.exec(`
    -- photos.hash stays the first content a photo was seen with, and the key of its thumbnail
    ALTER TABLE photos ADD COLUMN picture TEXT; -- picture hash; NULL until it is computed
    ALTER TABLE photos ADD COLUMN shown TEXT; -- the content whose facts the photo bears
    ALTER TABLE photos ADD COLUMN look TEXT; -- the look its thumbnail and descriptors were made with; NULL until it is computed
    ALTER TABLE photos ADD COLUMN merged_into INTEGER REFERENCES photos (id); -- it turned out to be the same picture
    UPDATE photos SET shown = hash;
    CREATE UNIQUE INDEX photo_of_picture ON photos (picture) WHERE picture IS NOT NULL;
    CREATE INDEX merged_photos ON photos (merged_into) WHERE merged_into IS NOT NULL;
    CREATE INDEX photos_without_picture ON photos (id) WHERE picture IS NULL;

    ALTER TABLE files ADD COLUMN content_hash TEXT; -- what it held when it was read last; NULL for a problem
    UPDATE files SET content_hash = (SELECT hash FROM photos WHERE id = photo_id) WHERE photo_id IS NOT NULL;

    CREATE TABLE contents (
      hash      TEXT PRIMARY KEY, -- SHA-256 of the bytes, lower-case hex
      photo_id  INTEGER NOT NULL REFERENCES photos (id),
      look      TEXT, -- what the file says of how its picture is to be shown; NULL until it is computed
      width     INTEGER NOT NULL, -- of the upright picture
      height    INTEGER NOT NULL,
      format    TEXT NOT NULL,
      bytes     INTEGER NOT NULL,
      taken_at  REAL,
      latitude  REAL,
      longitude REAL,
      camera    TEXT
    ) STRICT;
    CREATE INDEX contents_of_photo ON contents (photo_id);
    INSERT INTO contents SELECT hash, id, NULL, width, height, format, bytes, taken_at, latitude, longitude, camera FROM photos;
  `);
};
