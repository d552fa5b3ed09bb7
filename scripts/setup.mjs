// Sets up the project on a machine with only Node 20.19 and npm: packages, then the build; each only if something changed.
// Plain JavaScript without packages, because it runs before there are any. `node scripts/setup.mjs` does only this.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** The Node version the project pins (the `node` package): the sources need a newer one than may run this file. */
export const node = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');

/** Prints one line of progress. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a program to its end; resolves with its exit code. Ctrl-C reaches it too, and it decides when to exit. */
export function run(command, args, { env = {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env }, ...options });
    const pass = (signal) => child.kill(signal);
    const wait = () => undefined; // the terminal sends the signal to the child as well
    process.on('SIGINT', wait).on('SIGTERM', pass).on('SIGHUP', pass);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', pass).off('SIGHUP', pass);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1));
    });
  });
}

/** Installs the packages of package-lock.json. Install scripts run only for `node` and `usearch`: the others compile or download things that are not needed. */
export async function install() {
  if (isInstalled()) return;
  say('Installing packages: a minute or two, once.');
  await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  await npm('rebuild', 'node', 'usearch', '--loglevel=error');
  if (!isInstalled()) throw new Error(`expected packages as in package-lock.json and a Node at ${node} after npm ci: delete node_modules and try again`);
}

/** Builds the app in out/ from the current sources. */
export async function build() {
  const stamp = join(root, 'out/built');
  const sources = ['src-main', 'src-shared', 'src-renderer', 'resources/locales', 'electron.vite.config.ts', 'scripts/notices.mjs', 'svelte.config.js', 'package-lock.json'];
  const began = new Date();
  if (existsSync(stamp) && Math.max(...sources.map((path) => newest(join(root, path)))) < statSync(stamp).mtimeMs) return;
  say('Building the app.');
  const code = await run(node, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`the build exited with code ${code}: see above`);
  mkdirSync(dirname(stamp), { recursive: true });
  (await import('./notices.mjs')).writeNotices();
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began); // what changed during the build is built next time
}

/** Runs the steps of a script and exits with its exit code; an error is reported in one line. */
export function main(steps) {
  steps().then(
    (code) => process.exit(code ?? 0),
    (error) => {
      say(`kindred: ${error.message}`);
      process.exit(1);
    }
  );
}

/** npm records what it installed in node_modules/.package-lock.json. Optional packages may be missing, depending on the machine. */
function isInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  if (!existsSync(node) || !existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(([path, { version, optional, link }]) => {
    return path === '' || optional || link || installed[path]?.version === version;
  });
}

async function npm(...args) {
  // npm tells which Node and which script it runs as; without npm, it is looked up
  const { npm_node_execpath: runtime, npm_execpath: script } = process.env;
  const code = runtime && script ? await run(runtime, [script, ...args]) : await run('npm', args, { shell: windows });
  if (code !== 0) throw new Error(`npm ${args[0]} exited with code ${code}: see above`);
}

/** When the newest file or folder at `path` changed, in milliseconds; deleting a file changes its folder. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(async () => {
    await install();
    await build();
  });
}
