// Encoders trained here, and the runs that train them. Weights and checkpoints are files next to the database
// (store/encoder-files.ts): a run writes megabytes every few seconds, which a write-ahead log would write twice.
import type { Migration } from './migration.ts';

export const encoderTraining: Migration = (db) => {
  db.exec(`
    ALTER TABLE encoder_versions ADD COLUMN trained TEXT; -- JSON: from what, on what, how long; NULL for one that came with the app

    CREATE TABLE training_runs (
      id           INTEGER PRIMARY KEY,
      state        TEXT NOT NULL CHECK (state IN ('training', 'encoding', 'adopted', 'rejected', 'cancelled', 'failed')),
      base_id      INTEGER REFERENCES encoder_versions (id) ON DELETE SET NULL,
      candidate_id INTEGER REFERENCES encoder_versions (id) ON DELETE SET NULL, -- what it made, from 'encoding' on
      budget       REAL NOT NULL CHECK (budget > 0), -- seconds of training
      seed         INTEGER NOT NULL,
      started_at   INTEGER NOT NULL, -- milliseconds since 1970
      ended_at     INTEGER,
      report       TEXT, -- JSON: what was last told of it
      CHECK ((state IN ('training', 'encoding')) = (ended_at IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX one_open_run ON training_runs (ended_at IS NULL) WHERE ended_at IS NULL;
  `);
};
