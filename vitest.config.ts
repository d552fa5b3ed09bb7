// Tests run on the TypeScript sources; end-to-end tests use the built renderer.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// the tests start a thousand processes, which then compile each file once in a run
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const endToEnd = 'test/e2e/**/*.test.ts';
const inElectron = 'test/desktop/**/*.test.ts';
const folders = ['learning', 'renderer', 'keepers', 'marks', 'duplicates', 'exchange', 'finding', 'lists', 'store', 'photos'].map((folder) => `test/${folder}/**/*.test.ts`);
/** Of those folders, what leaves something behind (kernels, a module in the place of another) or measures its own process. */
const impure = ['learning/backends/tensorflow-kernels', 'photos/read', 'photos/scan', 'photos/odd-files'].map((file) => `test/${file}.test.ts`);
/** Tests that leave nothing behind: the same two processes run them all, and load each module once. */
const pure = globSync(folders, { exclude: impure });

export default defineConfig({
  plugins: [svelte()],
  test: {
    testTimeout: 30_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000 } }, // a busy machine is late, not wrong
    pool: 'forks',
    // where the processor has such keys, V8 ends the process now and then while threads make and free WebAssembly (nodejs/node 64500)
    ...(process.platform === 'linux' && process.arch === 'x64' && { execArgv: ['--no-memory-protection-keys'] }),
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false, setupFiles: 'test/renderer/language.ts' } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...pure, endToEnd, inElectron] } },
      // a browser before a server on a busy machine: what passes only when tried again is named at the end of a run
      { extends: true, test: { name: 'e2e', include: [endToEnd, inElectron], testTimeout: 60_000, retry: 1 } }
    ]
  }
});
