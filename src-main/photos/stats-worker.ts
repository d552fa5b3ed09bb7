// The thread that asks the file system for files one after the other, without waiting in between: see quick-stats.ts.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { systemPath } from '../byte-names.ts';
import { openWorkerSide } from '../workers/worker-side.ts';
import { NOT_A_FILE, NUMBERS, type StatsRequest } from './stats-messages.ts';

async function answer({ root, paths }: StatsRequest): Promise<Float64Array<ArrayBuffer>> {
  const stats = new Float64Array(paths.length * NUMBERS);
  paths.forEach((path, at) => stats.set(numbersOf(systemPath(join(root, path))), at * NUMBERS));
  return stats;
}

function numbersOf(path: string | Buffer): readonly number[] {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? [stats.size, stats.mtimeMs, stats.blocks] : [NOT_A_FILE];
  } catch {
    return [NOT_A_FILE]; // asked for again by itself, which says why
  }
}

const side = await openWorkerSide();
side.serve(answer, (stats) => [stats.buffer]);
