// `npm run test:faults [-- <seed>]`: the tests in which something breaks at a random moment, many times instead of the few of `npm test`, and files that are
// mutated or very large. Takes half an hour. Prints the seed, with which it does the same again.

import { join } from 'node:path';
import { build, install, main, node, root, run, say } from './setup.mjs';

main(async () => {
  await install();
  await build();
  const seed = process.argv[2] ?? String(Math.floor(Math.random() * 1e9));
  say(`seed ${seed}`);
  const files = ['test/faults', 'test/store/killed.test.ts', 'test/store/durable.test.ts', 'test/store/kept-copies.test.ts', 'test/store/salvage', 'test/filing/killed.test.ts', 'test/filing/killed-writing.test.ts', 'test/library/indexing', 'test/photos/readers.test.ts', 'test/photos/cases.test.ts'];
  const env = { KINDRED_SEED: seed, KINDRED_FAULTS: '20', KINDRED_KILLS: '60', KINDRED_MUTATIONS: '100000', KINDRED_LARGE: '1', PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
  return run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--no-file-parallelism', ...files], { env });
});
