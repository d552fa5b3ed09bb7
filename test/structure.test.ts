// The import rules and other rules about files, checked on the actual sources and on made-up violations.

import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { fileCircles, folderCircles, importGraph, parentsIn, unreached } from './circles.ts';
import { checkFile, importsOf, type SourceFile } from './structure.ts';

const root = join(import.meta.dirname, '..');
const folders = ['src-main', 'src-shared', 'src-renderer', 'scripts', 'test'];

async function readSources(): Promise<SourceFile[]> {
  const sources = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && /\.(ts|svelte|mjs|js)$/.test(entry.name));
      return Promise.all(
        files.map(async ({ parentPath, name }) => {
          const file = join(parentPath, name);
          return { path: relative(root, file).split(sep).join('/'), text: await readFile(file, 'utf8') };
        })
      );
    })
  );
  return sources.flat();
}

test('the sources keep the rules', async () => {
  const sources = await readSources();
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(checkFile)).toEqual([]);
});

test('every part of the sources imports something, so that the rules apply to existing code', async () => {
  const sources = await readSources();
  const imports = (part: string): string[] => sources.filter(({ path }) => path.startsWith(part)).flatMap(importsOf);
  expect(imports('src-main/library/')).toContain('src-main/store/libraries.ts');
  expect(imports('src-renderer/')).toContain('src-shared/contract.ts');
  expect(imports('src-shared/learning/')).toContain('@tensorflow/tfjs-core');
});

test('there are no import cycles between files of the product, nor between sibling folders', async () => {
  const graph = importGraph((await readSources()).filter(({ path }) => path.startsWith('src-')));
  const parents = parentsIn(graph);
  expect(parents).toEqual(expect.arrayContaining(['src-main', 'src-main/library', 'src-renderer', 'src-shared/learning']));
  expect([...fileCircles(graph), ...parents.flatMap((parent) => folderCircles(graph, parent))]).toEqual([]);
});

test('every file of the product is reachable from an entry', async () => {
  const graph = importGraph((await readSources()).filter(({ path }) => path.startsWith('src-')));
  // as electron.vite.config.ts names them; declarations of types are read by the compiler alone
  const entries = [...graph.keys()].filter((path) => /^src-main\/(index|preload|cli)\.ts$|-worker\.ts$|^src-renderer\/main\.ts$|\.d\.ts$/.test(path));
  expect(entries).toEqual(expect.arrayContaining(['src-main/index.ts', 'src-main/preload.ts', 'src-main/cli.ts', 'src-renderer/main.ts']));
  expect(unreached(graph, entries), 'use these, or move them under test/').toEqual([]);
});

test('finds imports however they are written', () => {
  const text = `
    import a from './a.ts';
    import type { B } from "../b.ts";
    import {
      c,
      d
    } from '@scope/package/deep/file';
    import './side-effect.css';
    export { e } from '../../src-shared/e.ts';
    export * from 'node:fs';
    const f = await import('./f.ts');
    const g = createRequire(import.meta.url)('./g');
    type H = import('./h.ts').H;
    const w = new Worker(new URL('./w-worker.ts', import.meta.url));
    // import x from './not-this.ts'
    const s = "import y from './nor-that.ts'";
  `;
  expect(importsOf({ path: 'src-main/x/y.ts', text })).toEqual([
    'src-main/x/a.ts', 'src-main/b.ts', '@scope/package', 'src-main/x/side-effect.css', 'src-shared/e.ts', 'node:fs', 'src-main/x/f.ts', 'src-main/x/h.ts', 'src-main/x/w-worker.ts'
  ]);
});

test('finds the imports of a component', () => {
  const text = `<script module lang="ts">import { a } from './a.ts';</script><script lang="ts">\nimport B from '../B.svelte';\n</script>\n<p>import c from 'd'</p>`;
  expect(importsOf({ path: 'src-renderer/x/Y.svelte', text })).toEqual(['src-renderer/x/a.ts', 'src-renderer/B.svelte']);
});

test.each([
  ['src-shared/learning/a.ts', `import { readFile } from 'node:fs';`],
  ['src-shared/learning/a.ts', `import { parse } from 'zod';`],
  ['src-shared/learning/a.ts', `import { open } from '../../src-main/store/open.ts';`],
  ['src-main/photos/a.ts', `import { b } from '../store/b.ts';`],
  ['src-main/photos/a.ts', `import { b } from '../compute/b.ts';`],
  ['src-main/store/deep/a.ts', `import type { B } from '../../photos/b.ts';`],
  ['src-main/compute/a.ts', `const { b } = await import('../store/b.ts');`],
  ['src-main/store/a.ts', `import { Library } from '../library/library.ts';`],
  ['src-main/store/a.ts', `import { b } from '../filing/b.ts';`],
  ['src-main/filing/a.ts', `import { b } from '../photos/b.ts';`],
  ['src-main/backup/a.ts', `import { b } from '../library/b.ts';`],
  ['src-main/filing/a.ts', `import { shell } from 'electron';`],
  ['src-main/workers/a.ts', `import { b } from '../compute/b.ts';`],
  ['src-main/library/a.ts', `import { app } from 'electron';`],
  ['src-main/library/a.ts', `import { handlers } from '../handlers.ts';`],
  ['src-main/handlers.ts', `import { app } from 'electron';`],
  ['src-main/serve.ts', `import { app } from 'electron';`],
  ['src-main/hosts/answer.ts', `import { app } from 'electron';`],
  ['src-main/preload.ts', `import { readFile } from 'node:fs';`],
  ['src-renderer/a.ts', `import { handlers } from '../src-main/handlers.ts';`],
  ['src-renderer/a.ts', `import { join } from 'node:path';`],
  ['src-renderer/a.ts', `import { ipcRenderer } from 'electron';`],
  ['src-renderer/a.ts', `import '@tensorflow/tfjs-backend-webgpu';`],
  ['src-renderer/A.svelte', `<script lang="ts">import Database from 'better-sqlite3';</script>`],
  ['scripts/a.mjs', `import sharp from 'sharp';`],
  ['src-main/utils/a.ts', ''],
  ['src-renderer/common/a.ts', ''],
  ['test/helpers/a.ts', '']
])('refuses %s with %s', (path, text) => {
  expect(checkFile({ path, text })).toHaveLength(1);
});

test.each([
  ['src-main/library/a.ts', `import { b } from '../store/b.ts'; import { c } from '../photos/c.ts'; import { d } from '../compute/d.ts';`],
  ['src-shared/learning/a.ts', `import * as tf from '@tensorflow/tfjs-core'; import { b } from '../contract.ts';`],
  ['src-main/index.ts', `import { app } from 'electron';`],
  ['src-renderer/a.ts', `import { mount } from 'svelte'; import { b } from '../src-shared/b.ts'; import json from '../resources/locales/en.json';`],
  ['src-renderer/workers/a.ts', `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-webgpu';`],
  ['src-main/photos/a.ts', `import { b } from '../workers/b.ts';`],
  ['src-main/photos/a.ts', `import sharp from 'sharp'; import { readFile } from 'node:fs/promises';`]
])('allows %s with %s', (path, text) => {
  expect(checkFile({ path, text })).toEqual([]);
});

test('refuses a file past 250 lines unless its header says why', () => {
  const lines = (count: number): string => 'const a = 1;\n'.repeat(count);
  expect(checkFile({ path: 'src-main/a.ts', text: lines(250) })).toEqual([]);
  expect(checkFile({ path: 'src-main/a.ts', text: lines(251) })).toEqual(['src-main/a.ts has 251 lines: split it, or say in its header why it is long']);
  expect(checkFile({ path: 'src-main/a.ts', text: `// The table of X. Long, for it is one table.\n${lines(251)}` })).toEqual([]);
});
