// Where the app's own files are, for the sources run by Node, the built app and the packaged app alike.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: the checkout, or the inside of the packaged app. */
export const appFolder = findAppFolder(import.meta.dirname);

/** Encoder weights, icons, locales. */
export const resourcesFolder = join(appFolder, 'resources');

/** The encoder's weights that come with the app. */
export const shippedWeights = join(resourcesFolder, 'encoder', 'encoder.bin');

/** The built page (`npm run build`). */
export const rendererFolder = join(appFolder, 'out', 'renderer');

/** The app's version. */
export function appVersion(): string {
  const { version } = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as { version: string }; // our own file
  return version;
}

function findAppFolder(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`expected package.json in a folder above ${start}, got none`);
  }
}
