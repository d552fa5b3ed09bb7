// Puts a new AppImage in the place of the old one. electron-updater removes the old one first: a full disk or a loss of power after that leaves no app.

import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { UpdateRefusal } from './refusal.ts';

/** Beside the old one, so on the same disk. One that was cut off is overwritten by the next. */
const UNFINISHED = '.kindred-update';

export class WholeAppImageUpdater extends AppImageUpdater {
  /** While the app quits, so nothing here waits. What it throws is told as the event `error`. */
  protected override doInstall(): boolean {
    const [old, from, sha512] = [process.env.APPIMAGE, this.installerPath, this.downloadedUpdateHelper?.downloadedFileInfo?.sha512];
    if (old === undefined || !isAbsolute(old) || from === null || sha512 === undefined) throw new Error(`expected an AppImage and what takes its place, got ${old} and ${from}`);
    const placed = replaceFile({ old, from, sha512 });
    if (placed !== old) this.emit('appimage-filename-updated', placed);
    return true;
  }
}

/**
 * Afterwards there is the old file or the new one, whole, whenever it was stopped. `from` is removed once it is in place.
 * @param sha512 of `from`, Base64
 * @returns where it is: a name with a version becomes that of the new file, any other stays
 * @throws {UpdateRefusal} `damaged` if its hash differs; faults of the disk; the old file is as it was then
 */
export function replaceFile({ old, from, sha512 }: { readonly old: string; readonly from: string; readonly sha512: string }): string {
  const folder = dirname(old);
  const target = /\d+\.\d+\.\d+/.test(basename(old)) ? join(folder, basename(from)) : old;
  const unfinished = join(folder, UNFINISHED);
  rmSync(unfinished, { force: true });
  try {
    if (copyFile(from, unfinished, (statSync(old).mode & 0o777) | 0o500) !== sha512) throw new UpdateRefusal('damaged', 'What was downloaded is no longer what was signed.');
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  if (target !== old) rmSync(old);
  rmSync(from);
  return target;
}

/** To a new file, whose bytes are on the disk when this returns. @returns their SHA-512, Base64 */
function copyFile(from: string, to: string, mode: number): string {
  const hash = createHash('sha512');
  const part = Buffer.alloc(1 << 20);
  const input = openSync(from, 'r');
  try {
    const output = openSync(to, 'wx');
    try {
      for (let got = readSync(input, part); got > 0; got = readSync(input, part)) {
        hash.update(part.subarray(0, got));
        for (let written = 0; written < got; ) written += writeSync(output, part, written, got - written);
      }
      fchmodSync(output, mode);
      fsyncSync(output);
    } finally {
      closeSync(output);
    }
  } finally {
    closeSync(input);
  }
  return hash.digest('base64');
}
