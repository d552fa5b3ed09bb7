// Values computed with other libraries (torch, scikit-learn), kept beside the repository; tests skip where they are missing.
import { existsSync, readFileSync } from 'node:fs';

const file = new URL('../../../../shared/reference/learning.json', import.meta.url);

/** Why reference tests are skipped, or nothing. */
export const missing = existsSync(file) ? '' : ' (skipped: no ../shared/reference/learning.json)';

/** The entry `name` of the reference file as the caller knows it to be. */
export function readReference<T>(name: string): T {
  // the file's shape is the caller's claim: a wrong one fails the comparison
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, T>)[name]!;
}
