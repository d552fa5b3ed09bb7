// What is asked of the thread that measures files at once (stats-worker.ts), and how it answers: `NUMBERS` for each file, in order.

export interface StatsRequest {
  /** Absolute. */
  readonly root: string;
  /** Below it. */
  readonly paths: readonly string[];
}

/** Size in bytes, time in milliseconds since 1970, and blocks of 512 bytes. */
export const NUMBERS = 3;
/** The size of what is no plain file, or does not say. */
export const NOT_A_FILE = -1;
