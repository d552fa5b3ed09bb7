// `npm run kernels`: compiles src-shared/learning/kernels/kernels.as to WebAssembly, and writes it into compiled.ts beside it.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { main, root, say } from './setup.mjs';

const folder = join(root, 'src-shared/learning/kernels');

/** The text of compiled.ts as it follows from kernels.as. */
export async function compileKernels() {
  const source = readFileSync(join(folder, 'kernels.as'), 'utf8');
  let bytes = new Uint8Array();
  // the compiler only takes .ts; there is no such file, since TypeScript's compiler would check it too
  const { error, stderr } = await asc.main(['kernels.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'], {
    readFile: (name) => (name === 'kernels.ts' ? source : null),
    writeFile: (_name, contents) => (bytes = contents),
    listFiles: () => []
  });
  if (error) throw new Error(`kernels.as does not compile: ${stderr.toString()}`, { cause: error });
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,140}/g) ?? [];
  return `// kernels.as, compiled by \`npm run kernels\`; do not edit.\nexport const COMPILED =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(async () => {
    const text = await compileKernels();
    writeFileSync(join(folder, 'compiled.ts'), text);
    say(`compiled.ts: ${text.length} characters`);
    return 0;
  });
}
