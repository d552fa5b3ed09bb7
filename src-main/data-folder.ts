// Where the desktop app and the command line store everything.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where libraries are kept: KINDRED_DATA, else the system's application data folder (the same as the desktop app's). */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.KINDRED_DATA) return resolve(env.KINDRED_DATA);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Kindred');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Kindred');
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Kindred');
}
