// Builds the three bundles: main (ES modules), preload (one CommonJS file, as a sandboxed window requires), renderer.
// The main process's packages are not bundled: they are loaded from node_modules, also in the packaged app.
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

// each worker thread is a separate file, found by name next to the bundle (src-main/workers/worker-file.ts)
const workers = Object.fromEntries(globSync('src-main/**/*-worker.ts').map((path) => [basename(path, '.ts'), path]));

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      rolldownOptions: { input: { index: 'src-main/index.ts', cli: 'src-main/cli.ts', ...workers } }
    }
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: { input: { preload: 'src-main/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte()],
    worker: { format: 'es' },
    build: { outDir: 'out/renderer', rolldownOptions: { input: 'src-renderer/index.html' } }
  }
});
