// Electron's runtime: finds it, or downloads it once. A failure is remembered for an hour, so that starts stay quick.
// Plain JavaScript without packages.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, say } from './setup.mjs';

const electron = join(root, 'node_modules/electron');
const refused = join(root, 'node_modules/.cache/kindred/electron-refused');
const downloads = join(root, 'node_modules/.cache/kindred/electron-download');
const hour = 3_600_000;

/** Path of Electron's executable, downloaded if necessary; `null` if it is unavailable, with the `reason`. */
export async function findElectron() {
  const found = executable();
  if (found) return { path: found, reason: '' };
  if (existsSync(refused) && Date.now() - statSync(refused).mtimeMs < hour) return { path: null, reason: readFileSync(refused, 'utf8') };
  say('Downloading Electron, once.');
  const reason = await download();
  rmSync(downloads, { recursive: true, force: true });
  const path = executable();
  if (path) return { path, reason: '' };
  writeFileSync(refused, reason);
  return { path: null, reason };
}

function executable() {
  const note = join(electron, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist'), readFileSync(note, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Runs Electron's own installer as long as bytes arrive; resolves with the reason why there may be no runtime. */
function download({ patience = 45_000 } = {}) {
  mkdirSync(downloads, { recursive: true });
  return new Promise((resolve) => {
    // its temporary files go where their growth can be observed
    const env = { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads };
    const child = spawn(node, [join(electron, 'install.js')], { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    let bytes = 0;
    let movedAt = Date.now();
    let why = '';
    child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-20_000)));
    const watch = setInterval(() => {
      const now = size(downloads) + size(join(electron, 'dist'));
      if (now !== bytes) [bytes, movedAt] = [now, Date.now()];
      if (Date.now() - movedAt > patience) {
        why = `nothing arrived for ${patience / 1000} seconds`;
        child.kill();
      }
    }, 1000);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve(why || firstError(errors) || `its installer exited with code ${code}`);
    });
  });
}

/** The first line of an error's text that describes the cause. */
function firstError(text) {
  const line = text.split('\n').find((candidate) => /error|cannot|refused|not found|getaddrinfo|\b[45]\d\d\b/i.test(candidate)) ?? '';
  return line.includes('fetch failed') ? 'its server cannot be reached' : line.trim().slice(0, 160);
}

function size(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
}
