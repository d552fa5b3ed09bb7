// Finds import cycles, among files and among sibling folders, and files not reachable from any entry. For structure.test.ts; knows no rules of single parts.

import { importsOf, type SourceFile } from './structure.ts';

/** What each file imports of the files given. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The imports of `files` among each other; imports of anything else are left out. */
export function importGraph(files: readonly SourceFile[]): ImportGraph {
  const known = new Set(files.map(({ path }) => path));
  return new Map(files.map((file) => [file.path, importsOf(file).filter((path) => known.has(path))]));
}

/** One sentence a circle: files that import each other, directly or by others. Imports of types count too. */
export function fileCircles(graph: ImportGraph): string[] {
  return circlesOf(graph).map((files) => `${files.join(', ')} import each other in a circle`);
}

/** The same among the folders that lie directly in `parent`; files beside them belong to none. */
export function folderCircles(graph: ImportGraph, parent: string): string[] {
  const folderOf = (path: string): string | null => /^([^/]+)\//.exec(path.startsWith(`${parent}/`) ? path.slice(parent.length + 1) : '')?.[1] ?? null;
  const folders = new Map<string, string[]>();
  for (const [from, imports] of graph) {
    const folder = folderOf(from);
    if (folder === null) continue;
    const known = folders.get(folder) ?? [];
    folders.set(folder, [...known, ...imports.map(folderOf).filter((to) => to !== null && to !== folder)] as string[]); // null was left out
  }
  return circlesOf(folders).map((names) => `the folders ${names.join(', ')} of ${parent} import each other in a circle`);
}

/** The folders that hold folders, whose folders are compared with each other. */
export function parentsIn(graph: ImportGraph): string[] {
  const parents = new Set<string>();
  for (const path of graph.keys()) {
    const steps = path.split('/');
    for (let at = 1; at <= steps.length - 2; at++) parents.add(steps.slice(0, at).join('/'));
  }
  return [...parents].sort();
}

/** The files that no import leads to from `entries`. */
export function unreached(graph: ImportGraph, entries: readonly string[]): string[] {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...(graph.get(path) ?? []));
  }
  return [...graph.keys()].filter((path) => !reached.has(path));
}

/** The strongly connected parts of more than one node, by Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return circles.sort((x, y) => (x[0]! < y[0]! ? -1 : 1));
}
