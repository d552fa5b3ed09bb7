// What a packed app has inside: its size, its files, its fuses.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { readFuses } from './stand-in-runtime.ts';

/** Bytes that the app may add to Electron's runtime. */
const BUDGET = 150e6;
/** The folders and files at the top. */
const TOP = ['LICENSE', 'docs', 'node_modules', 'out', 'package.json', 'resources'];
/** Of @electron/fuses, in its order; the snapshot's is as delivered. */
const FUSES = '010011?0';

export interface Packed {
  readonly path: string;
  readonly bytes: number;
}

/** Every file in the archive, unpacked ones included. */
export function listPacked(archive: string): Packed[] {
  return listPackage(archive, { isPack: false }).flatMap((listed) => {
    const path = listed.replace(/^[/\\]/, '').replaceAll('\\', '/');
    const entry = statFile(archive, path, false);
    return 'size' in entry ? [{ path, bytes: entry.size }] : [];
  });
}

/** What is wrong with what was packed, in words; none is right. */
export function wrongWith(files: readonly Packed[], { root, archive }: { readonly root: string; readonly archive: string }): string[] {
  const wrong: string[] = [];
  const paths = new Set(files.map(({ path }) => path));
  const need = (path: string): void => {
    if (!paths.has(path)) wrong.push(`${path} is missing`);
  };
  for (const worker of globSync('src-main/**/*-worker.ts', { cwd: root })) need(`out/main/${basename(worker, '.ts')}.js`);
  for (const path of ['out/main/index.js', 'out/main/cli.js', 'out/preload/preload.cjs', 'out/renderer/index.html', 'resources/encoder/encoder.bin', 'resources/encoder/MODEL_CARD.md', 'docs/encoders.md', 'out/notices.json', 'LICENSE']) need(path);
  for (const path of globSync('resources/locales/*.json', { cwd: root })) need(path.replaceAll('\\', '/'));
  for (const path of ['@imagemagick/magick-wasm/dist/x86/magick.wasm', 'libheif-js/libheif-wasm/libheif-bundle.js', '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm']) need(`node_modules/${path}`);
  for (const path of paths) {
    if (!TOP.includes(path.split('/')[0]!)) wrong.push(`${path} is not to be packed`);
    else if (/\.(map|ts|mts|cts|svelte|py)$/.test(path) || /(^|\/)(tests?|__tests__|pretraining)\//.test(path.replace(/^node_modules\/exiftool-vendored[^/]*\//, ''))) wrong.push(`${path} is a source, a map or a test`);
    else if (/(darwin|win32|macos|windows|musl)[^/]*\.(node|dylib|dll)$|\.(dylib|dll)$/.test(path)) wrong.push(`${path} is another system's`);
  }
  for (const name of unnamed(paths, archive)) wrong.push(`${name} is not among the notices`);
  for (const name of unlicensed(paths)) wrong.push(`${name} says nothing of its licence`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > BUDGET) wrong.push(`${megabytes(bytes)} are packed, more than ${megabytes(BUDGET)}`);
  return wrong;
}

/** Packages without a file of their licence whose package.json names none either. */
function unlicensed(paths: ReadonlySet<string>): string[] {
  return [...paths].filter((path) => /^node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path)).flatMap((path) => {
    const { name, license } = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; license?: string };
    const folder = path.slice(0, -'package.json'.length);
    const file = [...paths].some((one) => one.startsWith(folder) && /^(licen[sc]e|copying)/i.test(one.slice(folder.length)));
    return license || file ? [] : [name ?? path];
  });
}

/** Packages that the notices do not name. */
function unnamed(paths: ReadonlySet<string>, archive: string): string[] {
  const notices = JSON.parse(extractFile(archive, 'out/notices.json').toString()) as readonly { readonly name: string; readonly version: string }[];
  const named = new Set(notices.map(({ name, version }) => `${name} ${version}`));
  return [...paths].filter((path) => /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path)).flatMap((path) => {
    const { name, version } = JSON.parse(extractFile(archive, path).toString()) as { name?: string; version?: string };
    return name !== undefined && version !== undefined && !named.has(`${name} ${version}`) ? [`${name} ${version}`] : [];
  });
}

/** The sizes of the largest packages and folders. */
export function largest(files: readonly Packed[], count = 12): string[] {
  const sizes = new Map<string, number>();
  for (const { path, bytes } of files) {
    const [, name = path] = /^(node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+)/.exec(path) ?? [];
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  }
  return [...sizes].sort(([, a], [, b]) => b - a).slice(0, count).map(([name, bytes]) => `${megabytes(bytes)} ${name}`);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What is wrong with the fuses of the program. */
export function wrongFuses(program: string): string[] {
  const fuses = readFuses(program);
  return Array.from(FUSES).every((wanted, at) => wanted === '?' || wanted === fuses[at]) ? [] : [`the fuses are ${fuses}, not ${FUSES}`];
}

/** The archive of an unpacked app. */
export function archiveIn(app: string): string {
  return join(app, 'resources/app.asar');
}
