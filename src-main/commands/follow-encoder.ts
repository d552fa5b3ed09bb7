// Before or after what a command does, a library follows the encoder that ships with the app to its next version.
import { CodedError } from '../failure.ts';
import type { Learning } from '../library/training/learning.ts';

/** Switches to the version that takes the place of the one in use, if the app brought one. Rejects if that fails or is stopped; then the one in use stays. */
export async function followEncoder(learning: Pick<Learning, 'follow'>): Promise<void> {
  const run = await learning.follow();
  if (!run) return;
  const stop = (): void => run.cancel();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { error, phase } = await run.finished;
  if (error) throw new CodedError(error.code, error.message);
  if (phase === 'cancelled') throw new CodedError('unexpected', 'Stopped early; run it again to continue where it stopped.');
}
