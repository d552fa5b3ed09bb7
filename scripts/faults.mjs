// `npm run test:faults [-- <seed>]`: the tests in which something breaks at a random moment, many times instead of the few of `npm test`, and files that are
// mutated or very large; and work interrupted at every single one of its steps. Takes an hour; KINDRED_FAULTS=2 fewer. Prints the seed, with which it does the same again, and what was broken how often;
// writes that to docs/faults.md if all of it held.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, main, node, root, run, say } from './setup.mjs';

main(async () => {
  await install();
  await build();
  const seed = process.argv[2] ?? String(Math.floor(Math.random() * 1e9));
  say(`seed ${seed}`);
  const files = ['test/faults', 'test/store/killed.test.ts', 'test/store/durable.test.ts', 'test/store/kept-copies.test.ts', 'test/store/salvage', 'test/filing/killed.test.ts', 'test/filing/killed-writing.test.ts', 'test/filing/recover.test.ts', 'test/filing/writing.test.ts', 'test/backup/backup.test.ts', 'test/library/indexing', 'test/photos/readers.test.ts', 'test/photos/cases.test.ts'];
  const folder = mkdtempSync(join(tmpdir(), 'kindred-faults-'));
  const counted = join(folder, 'counted.jsonl');
  const env = { KINDRED_SEED: seed, KINDRED_FAULTS: process.env.KINDRED_FAULTS ?? '10', KINDRED_KILLS: process.env.KINDRED_KILLS ?? '60', KINDRED_MUTATIONS: process.env.KINDRED_MUTATIONS ?? '100000', KINDRED_FAULTS_REPORT: counted, KINDRED_LARGE: '1', KINDRED_EVERY_CALL: '1', PATH: `${join(root, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
  const code = await run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--no-file-parallelism', ...files], { env });
  tell(counted, seed, code);
  rmSync(folder, { recursive: true });
  return code;
});

/** Prints what was broken; into the docs only what held. */
function tell(path, seed, code) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  const counts = new Map();
  for (const { kind, where, times } of lines) counts.set(`${kind} | ${where}`, (counts.get(`${kind} | ${where}`) ?? 0) + times);
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `| ${what} | ${times.toLocaleString('en')} | nothing |`);
  say(rows.join('\n'));
  say(`seed ${seed}: ${code === 0 ? 'all of it held' : 'see above for what did not hold; only what did is counted'}`);
  if (code !== 0) return;
  const fewer = ['KINDRED_FAULTS', 'KINDRED_KILLS', 'KINDRED_MUTATIONS'].flatMap((name) => (process.env[name] === undefined ? [] : [`${name}=${process.env[name]} `])).join('');
  writeFileSync(join(root, 'docs/faults.md'), `# What was broken, and what was lost\n\nWritten by \`${fewer}npm run test:faults -- ${seed}\`, which does the same again. Each row held: what had been acknowledged was there, no photo's file was lost or half, the databases were whole, and the next run finished.\n\n| What broke | Where | Times | Lost |\n| --- | --- | ---: | --- |\n${rows.join('\n')}\n`);
}
