import { describe, expect, it } from 'vitest';
import { fileCircles, folderCircles, importGraph, parentsIn, unreached } from './circles.ts';

const graphOf = (files: Readonly<Record<string, string>>) => importGraph(Object.entries(files).map(([path, text]) => ({ path, text })));

describe('import cycles among files', () => {
  it('are found through several files, including type imports', () => {
    const graph = graphOf({
      'src-main/x/a.ts': `import { b } from './b.ts';`,
      'src-main/x/b.ts': `import type { C } from '../y/c.ts';`,
      'src-main/y/c.ts': `export { a } from '../x/a.ts';`,
      'src-main/y/d.ts': `import { c } from './c.ts';`
    });
    expect(fileCircles(graph)).toEqual(['src-main/x/a.ts, src-main/x/b.ts, src-main/y/c.ts import each other in a circle']);
  });

  it('are reported separately', () => {
    const graph = graphOf({
      'src-main/a.ts': `import './b.ts';`, 'src-main/b.ts': `import './a.ts'; import './c.ts';`,
      'src-main/c.ts': `import './d.ts';`, 'src-main/d.ts': `import './c.ts';`
    });
    expect(fileCircles(graph)).toEqual(['src-main/a.ts, src-main/b.ts import each other in a circle', 'src-main/c.ts, src-main/d.ts import each other in a circle']);
  });

  it('are not reported where two paths lead to one file', () => {
    const graph = graphOf({ 'src-main/a.ts': `import './b.ts'; import './c.ts';`, 'src-main/b.ts': `import './d.ts';`, 'src-main/c.ts': `import './d.ts';`, 'src-main/d.ts': '' });
    expect(fileCircles(graph)).toEqual([]);
  });
});

describe('import cycles among folders', () => {
  const graph = graphOf({
    'src-renderer/frame/Bar.svelte': `<script lang="ts">import Photos from '../photos/Photos.svelte';</script>`,
    'src-renderer/frame/keys.ts': '',
    'src-renderer/photos/Photos.svelte': `<script lang="ts">import { keys } from '../frame/keys.ts';</script>`,
    'src-renderer/state/deep/a.ts': `import './b.ts';`,
    'src-renderer/state/deep/b.ts': `import '../../App.svelte';`,
    'src-renderer/App.svelte': `<script lang="ts">import Bar from './frame/Bar.svelte';</script>`
  });

  it('are found even if no file is part of a file cycle', () => {
    expect(fileCircles(graph)).toEqual([]);
    expect(folderCircles(graph, 'src-renderer')).toEqual(['the folders frame, photos of src-renderer import each other in a circle']);
    expect(folderCircles(graph, 'src-renderer/state')).toEqual([]);
  });

  it('are found at every level', () => {
    expect(parentsIn(graph)).toEqual(['src-renderer', 'src-renderer/state']);
  });
});

describe('unreachable files', () => {
  it('are those that no entry imports, even if they import each other', () => {
    const graph = graphOf({
      'src-main/index.ts': `import './a.ts'; const worker = new URL('./w-worker.ts', import.meta.url);`,
      'src-main/a.ts': `const b = await import('./b.ts');`,
      'src-main/b.ts': '',
      'src-main/w-worker.ts': '',
      'src-main/lonely.ts': `import './a.ts'; import './lonelier.ts';`,
      'src-main/lonelier.ts': ''
    });
    expect(unreached(graph, ['src-main/index.ts'])).toEqual(['src-main/lonely.ts', 'src-main/lonelier.ts']);
  });
});
