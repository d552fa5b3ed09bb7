// A Chromium for the end-to-end tests: an installed one, else Debian's package where that can be installed.
// Plain JavaScript without packages.

import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './setup.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe', 'msedge.exe'];
const places = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((key) => join(process.env[key] ?? 'C:\\', 'Google/Chrome/Application/chrome.exe'))
};

/** Path of a Chromium or Chrome, installed if necessary; `null` if there is none and none can be installed. */
export async function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    if (!isExecutable(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH: expected a program, got ${CHROMIUM_PATH}`);
    return CHROMIUM_PATH;
  }
  const found = installed();
  if (found || !isDebianRoot()) return found;
  say('Installing Chromium for the end-to-end tests, once.');
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-qq'], quiet);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'], quiet);
  return installed();
}

function installed() {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...inPath, ...(places[process.platform] ?? [])].find(isExecutable) ?? null;
}

function isDebianRoot() {
  return process.platform === 'linux' && process.getuid() === 0 && existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // missing or not executable: the next place is tried
  }
}
