// The rules of structure.test.ts: which part may import what, how folders may be named, how long a file may be.

import { posix } from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

export interface SourceFile {
  /** Below the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A part of the sources and what it may import: paths below the project's folder, `npm:` any package, `node:` Node itself. */
interface Part {
  readonly name: RegExp;
  readonly may: readonly RegExp[];
}

const shared = /^src-shared\//;
const node = /^node:/;
/** The one error class. */
const failure = /^src-main\/failure\.ts$/;
/** What every reader and mover of files needs to know of systems. */
const fileNames = /^src-main\/(byte-names|locked-files)\.ts$/;
const packages = /^(?!src-|scripts\/|test\/|resources\/|node:|electron$)[@a-z]/;

// the first that fits a file counts
const parts: readonly Part[] = [
  { name: /^src-shared\//, may: [shared, /^@tensorflow\/tfjs-core$/] },
  { name: /^src-main\/workers\//, may: [/^src-main\/workers\//, failure, node] },
  { name: /^src-main\/photos\//, may: [/^src-main\/(photos|workers)\//, failure, fileNames, shared, node, packages] },
  { name: /^src-main\/store\//, may: [/^src-main\/(store|workers)\//, failure, shared, node, packages] },
  { name: /^src-main\/filing\//, may: [/^src-main\/(filing|store)\//, failure, fileNames, shared, node, packages] },
  { name: /^src-main\/backup\//, may: [/^src-main\/(backup|store|workers)\//, failure, shared, node, packages] },
  { name: /^src-main\/packs\//, may: [/^src-main\/packs\//, failure, shared, node, packages] },
  { name: /^src-main\/compute\//, may: [/^src-main\/(compute|workers)\//, failure, shared, node, packages] },
  { name: /^src-main\/library\//, may: [/^src-main\/(library|photos|store|filing|compute|workers)\//, failure, shared, node, packages] },
  { name: /^src-main\/preload\.ts$/, may: [/^src-main\/hosts\//, shared, /^electron$/] },
  { name: /^src-main\/(index\.ts$|hosts\/desktop\/)/, may: [/^src-main\//, shared, node, packages, /^electron$/] },
  { name: /^src-main\//, may: [/^src-main\//, shared, node, packages] },
  { name: /^src-renderer\/workers\//, may: [/^src-renderer\/workers\//, shared, /^@tensorflow\/tfjs-(core|backend-webgpu)$/] },
  { name: /^src-renderer\//, may: [/^src-renderer\//, shared, /^resources\//, /^(svelte|cbor-x|intl-messageformat|@tanstack\/virtual-core|three|kdbush|supercluster|topojson-(client|specification)|world-atlas)$/] },
  { name: /^scripts\/(?!(icons|kernels)\.)/, may: [/^scripts\//, node] }
];

const badFolders = /(^|\/)(utils?|helpers?|common|services?|managers?)\//;
// a test file mirrors one source file and is as long as that has cases
const mostLines = (path: string): number => (path.startsWith('test/') ? 400 : 250);
const excuse = /\blong\b/i;

/** What is wrong with a file: one sentence each, empty where nothing is. */
export function checkFile(file: SourceFile): string[] {
  const { path, text } = file;
  const wrong: string[] = [];
  const part = parts.find(({ name }) => name.test(path));
  for (const imported of part ? importsOf(file) : []) {
    if (!part?.may.some((rule) => rule.test(imported))) wrong.push(`${path} may not import ${imported}`);
  }
  const [, , folder] = badFolders.exec(path) ?? [];
  if (folder !== undefined) wrong.push(`${path} lies in a folder named ${folder}: name it after what is in it`);
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > mostLines(path) && !excuse.test(headerOf(text))) wrong.push(`${path} has ${lines} lines: split it, or say in its header why it is long`);
  return wrong;
}

/** What a file imports, however it is written: relative paths from the project's folder, packages by their name. */
export function importsOf({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, path.endsWith('.svelte') ? scriptsOf(text) : text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (at: ts.Node): void => {
    const name = importedBy(at);
    if (name !== null) found.push(name);
    ts.forEachChild(at, visit);
  };
  visit(source);
  return found.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : packageOf(name)));
}

function importedBy(at: ts.Node): string | null {
  const textOf = (expression: ts.Node | undefined): string | null => (expression && ts.isStringLiteral(expression) ? expression.text : null);
  if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) return textOf(at.moduleSpecifier);
  if (ts.isImportTypeNode(at)) return ts.isLiteralTypeNode(at.argument) ? textOf(at.argument.literal) : null;
  if (ts.isCallExpression(at) && at.expression.kind === ts.SyntaxKind.ImportKeyword) return textOf(at.arguments[0]);
  // a worker or a file beside this one
  if (ts.isNewExpression(at) && at.expression.getText() === 'URL' && at.arguments?.[1]?.getText() === 'import.meta.url') {
    const name = textOf(at.arguments[0]);
    return name?.startsWith('.') && /\.(ts|js)$/.test(name) ? name : null;
  }
  return null;
}

function scriptsOf(component: string): string {
  const { instance, module } = parse(component, { modern: true });
  const textOf = (script: typeof instance): string => {
    if (!script) return '';
    // the parser gives every syntax tree its place in the text, which its types do not say
    const { start, end } = script.content as unknown as { readonly start: number; readonly end: number };
    return component.slice(start, end);
  };
  return `${textOf(module)}\n${textOf(instance)}`;
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
}

/** The comment a file opens with. */
function headerOf(text: string): string {
  const lines = text.replace(/^(#!.*|<!--|<script[^>]*>)\s*/, '').split('\n');
  const end = lines.findIndex((line) => !/^\s*(\/\/|\/?\*|<!--)/.test(line));
  return lines.slice(0, end === -1 ? lines.length : end).join('\n');
}
