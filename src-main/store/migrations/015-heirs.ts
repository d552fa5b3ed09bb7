// Which photos take over from those that a plan takes away, and what they got: albums and marks. Also indexes, with which large albums and many
// plans are read without sorting them or reading every step.
import type { Migration } from './migration.ts';

export const heirs: Migration = (db) => {
  db.exec(`
    CREATE TABLE plan_heirs (
      plan_id  INTEGER NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
      photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      heir_id  INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
      handed   TEXT, -- what the heir got, as JSON (store/heirs); NULL: nothing
      PRIMARY KEY (plan_id, photo_id)
    ) STRICT, WITHOUT ROWID;

    -- 1: from when files begin to move until their heirs were dealt with
    ALTER TABLE plans ADD COLUMN heirs_due INTEGER NOT NULL DEFAULT 0 CHECK (heirs_due IN (0, 1));

    CREATE INDEX plan_step_states ON plan_steps (plan_id, state, bytes);
    CREATE INDEX album_order ON album_photos (album_id, place, photo_id);
  `);
};
