// A long random walk through several libraries (see test/library/walk): `npm run bench -- walk [steps] [seed]`. Ends with an error at the
// first acknowledged statement or name that does not hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { walk } from '../library/walk/walk.ts';

const [steps = 1000, seed = 1] = process.argv.slice(2).map(Number);
const root = mkdtempSync(join(tmpdir(), 'kindred-walk-'));
try {
  const start = performance.now();
  const counts = await walk({ root, steps, seed });
  console.log(`walked ${steps} steps (seed ${seed}) in ${((performance.now() - start) / 1000).toFixed(0)} s:`, counts);
} finally {
  rmSync(root, { recursive: true, force: true });
}
