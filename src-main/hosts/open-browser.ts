// Opens the page in the user's browser. The address contains the key to all photos, and every user of a machine can read the arguments
// of its processes, so the browser is given a file that only this user can read and that redirects to the address.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A browser that is starting takes a while to read the file. */
const READ_WITHIN_MS = 60_000;

export interface OpenBrowserOptions {
  readonly platform?: NodeJS.Platform;
  readonly start?: (command: string, args: readonly string[]) => void;
  /** Folders for the file, best first. */
  readonly places?: readonly string[];
}

/** Asks the system to show `url`. @returns a function that deletes the redirecting file, which is otherwise deleted after a minute */
export async function openBrowser(url: string, { platform = process.platform, start = startProgram, places = placesOn(platform) }: OpenBrowserOptions = {}): Promise<() => Promise<void>> {
  const folder = await makePrivateFolder(places);
  const page = join(folder, 'open.html');
  await writeFile(page, `<!doctype html><meta charset="utf-8"><title>Kindred</title><meta http-equiv="refresh" content="0;url=${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">\n`, { mode: 0o600 });
  const address = pathToFileURL(page).href;
  if (platform === 'darwin') start('open', [address]);
  else if (platform === 'win32') start('rundll32', ['url.dll,FileProtocolHandler', page]);
  else start('xdg-open', [address]);

  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const timer = setTimeout(() => void remove(), READ_WITHIN_MS);
  timer.unref();
  return async () => {
    clearTimeout(timer);
    await remove();
  };
}

/** On Linux a sandboxed browser (snap) sees the home folder, but not the temporary folder. */
function placesOn(platform: NodeJS.Platform): readonly string[] {
  return platform === 'linux' ? [homedir(), tmpdir()] : [tmpdir()];
}

async function makePrivateFolder([place, ...others]: readonly string[]): Promise<string> {
  try {
    return await mkdtemp(join(place ?? tmpdir(), 'kindred-open-')); // readable by its owner only
  } catch (error) {
    if (others.length === 0) throw error;
    return makePrivateFolder(others);
  }
}

/** If the system cannot open it, the printed address can be opened by hand. */
function startProgram(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.error('No browser could be opened: open the address above.'));
  child.unref();
}
