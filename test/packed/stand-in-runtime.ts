// A folder that electron-builder takes for Electron's runtime, where the real one cannot be downloaded: the files it moves and marks, and a
// program that holds nothing but fuses, so that what is packed can be looked at on any machine. It cannot be started.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By which the fuses are found in a program (@electron/fuses). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As many as Electron's programs have, all as they are delivered. */
const wire = '10110011';

/** Makes the folder for Linux, of a version of Electron. */
export function makeStandIn(folder: string, version: string): void {
  for (const one of ['resources', 'locales']) mkdirSync(join(folder, one), { recursive: true });
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\nexit 1\n${sentinel}\x01${String.fromCharCode(wire.length)}${wire}\n`);
  chmodSync(join(folder, 'electron'), 0o755);
  for (const one of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak', 'locales/ko.pak', 'locales/fr.pak']) writeFileSync(join(folder, one), '');
  writeFileSync(join(folder, 'version'), version);
}

/** The fuses of a program, in the order of @electron/fuses: 1 on, 0 off, r removed. */
export function readFuses(program: string): string {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(sentinel);
  if (at < 0) throw new Error(`${program} has no fuses`);
  const length = bytes[at + sentinel.length + 1]!;
  return bytes.subarray(at + sentinel.length + 2, at + sentinel.length + 2 + length).toString();
}
