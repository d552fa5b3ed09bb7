// Finds the script of a worker thread. The built app has each worker as an entry of its own, beside the bundle or above its
// chunks; when run from source (tests, development, the command line), Node strips the types of the .ts file itself.
import { existsSync } from 'node:fs';
import { CodedError } from '../failure.ts';

/** The script of the worker `name`, beside the source file `from` (an `import.meta.url`). Throws a `WorkerFailure` if it is missing. */
export function workerFile(name: string, from: string): URL {
  const places = from.endsWith('.ts') ? [`${name}.ts`] : [`${name}.js`, `../${name}.js`];
  const found = places.map((place) => new URL(place, from)).find((file) => existsSync(file));
  if (!found) throw new CodedError('start', `Expected ${places.join(' or ')} beside ${from}, found neither`);
  return found;
}
