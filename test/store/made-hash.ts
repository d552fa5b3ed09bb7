// The content hash of a made-up photo, for tests and the processes they start.
import { createHash } from 'node:crypto';

/** The hash of the made photo with that content. */
export function madeHash(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
