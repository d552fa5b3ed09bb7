// Values computed with other libraries (torch, scikit-learn): see README.md beside this.
import { readFileSync } from 'node:fs';

/** The entry `name` of learning.json as the caller knows it to be. */
export function readReference<T>(name: string): T {
  // the file's shape is the caller's claim: a wrong one fails the comparison
  return (JSON.parse(readFileSync(new URL('learning.json', import.meta.url), 'utf8')) as Record<string, T>)[name]!;
}
