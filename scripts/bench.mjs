// `npm run bench [-- <name>]`: runs the benchmarks in test/bench one after the other, or the one named.

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, install, main, node, root, run, say } from './setup.mjs';

main(async () => {
  const folder = join(root, 'test/bench');
  const names = readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts')).sort();
  const [wanted, ...rest] = process.argv.slice(2);
  if (wanted !== undefined && !names.includes(wanted)) throw new Error(`expected the name of a benchmark (${names.join(', ')}), got ${wanted}`);
  await install();
  await build();
  for (const name of wanted === undefined ? names : [wanted]) {
    say(`\n${name}`);
    const code = await run(node, [join(folder, `${name}.ts`), ...rest]);
    if (code !== 0) return code;
  }
  return 0;
});
