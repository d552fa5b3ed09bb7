// `npm run notices`: the licences of all packages that ship with the app, in out/notices.json for the window, and in out/THIRD-PARTY-NOTICES.txt. The
// build runs it. Plain JavaScript without packages.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, say } from './setup.mjs';

/** Beside what package.json names: the runtime that installers contain. */
const RUNTIME = ['electron'];
/** What is not packed: it is found where the user installed it. */
const LEFT_OUT = ['@tensorflow/tfjs-node-gpu'];
/** Files in which packages say what others may do with them, also those that they took over from third parties. */
const FILE = /^(licen[cs]e|copying|notice|thirdparty|third-party)/i;

/** Packages in node_modules that ship, by their folder there: installed ones that are needed at run time, and those that the bundles contain. */
function shipped() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folders = new Set(RUNTIME.map((name) => `node_modules/${name}`));
  const needed = Object.keys({ ...packages[''].dependencies, ...packages[''].optionalDependencies }).filter((name) => !LEFT_OUT.includes(name)).map((name) => `node_modules/${name}`);
  for (const path of needed) {
    if (folders.has(path)) continue;
    folders.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {};
    needed.push(...Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => found(packages, path, name)));
  }
  for (const part of ['main', 'preload', 'renderer']) {
    const list = join(root, 'out', part, 'packages.json');
    if (!existsSync(list)) continue;
    for (const name of JSON.parse(readFileSync(list, 'utf8'))) folders.add(`node_modules/${name}`);
    rmSync(list); // it is of no use to anybody else
  }
  return [...folders].filter((path) => existsSync(join(root, path, 'package.json'))).sort();
}

/** Where a package finds another, as Node looks for it. */
function found(packages, from, name) {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    const inside = `${at}/node_modules/${name}`;
    if (packages[inside]) return inside;
    if (!at.includes('/node_modules/')) return `node_modules/${name}`;
  }
}

function noticeOf(path) {
  const folder = join(root, path);
  const { name, version, license, licenses, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : (license?.type ?? licenses?.map?.(({ type }) => type).join(' OR ') ?? '');
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && FILE.test(entry.name) && !/\.(js|ts|json|html)$/i.test(entry.name)).map((entry) => entry.name).sort();
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return { name, version, licence, text: text === '' ? said(folder, { author, repository }) : text };
}

/** What a package without a file of its licence says of it: in its README, or who wrote it and where. */
function said(folder, { author, repository }) {
  const readme = readdirSync(folder).find((name) => /^readme(\.md)?$/i.test(name));
  const [section = ''] = (readme && /^#+ *licen[cs]\S*[^\n]*\n[\s\S]*/im.exec(readFileSync(join(folder, readme), 'utf8'))) || [];
  const who = typeof author === 'string' ? author : (author?.name ?? '');
  return [section.replace(/^#+[^\n]*\n/, '').trim(), who, typeof repository === 'string' ? repository : (repository?.url ?? '')].filter((line) => line !== '').join('\n');
}

/** Writes both files. @returns how many packages are named */
export function writeNotices() {
  const notices = new Map(shipped().map(noticeOf).filter(({ name, version }) => name && version).map((notice) => [`${notice.name} ${notice.version}`, notice]));
  const all = [...notices.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(join(root, 'out/notices.json'), JSON.stringify(all));
  writeFileSync(join(root, 'out/THIRD-PARTY-NOTICES.txt'), `Kindred contains these packages.\n\n${all.map(({ name, version, licence, text }) => `${'='.repeat(80)}\n${name} ${version}\n${licence}\n\n${text}\n`).join('\n')}`);
  return all.length;
}

if (process.argv[1] === import.meta.filename) {
  main(async () => {
    const { build, install } = await import('./setup.mjs');
    await install();
    await build();
    say(`${JSON.parse(readFileSync(join(root, 'out/notices.json'), 'utf8')).length} packages are named in out/THIRD-PARTY-NOTICES.txt`);
  });
}
