// The trash of Linux desktops: folders with the files and, for each, where it came from and when it went (freedesktop.org, The Trash
// Specification 1.0). Files of the home folder's disk go to the home folder's trash, those of another disk to that disk's. Moves nothing.
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, extname, join, relative, sep } from 'node:path';
import { encodeName } from '../byte-names.ts';
import { type Disk, lookAt, makeFolder, systemDisk } from './disk.ts';
import { isStopping, refusalOf, refuse } from './refusal.ts';
import type { Trash, TrashPlace } from './trash.ts';

export interface FreedesktopOptions {
  /** Absolute; by default `$XDG_DATA_HOME`, or its usual place. */
  readonly dataHome?: string;
  readonly disk?: Disk;
  readonly now?: () => Date;
}

const STICKY = 0o1000;

export function freedesktopTrash({ dataHome = dataHomeOf(process.env), disk = systemDisk, now = () => new Date() }: FreedesktopOptions = {}): Extract<Trash, { kind: 'folder' }> {
  return {
    kind: 'folder',
    async reserve(path): Promise<TrashPlace> {
      const { trash, base } = await trashOf(disk, path, join(dataHome, 'Trash'));
      try {
        for (const folder of ['files', 'info']) await makeFolder(disk, join(trash, folder), 0o700);
      } catch (error) {
        if (isStopping(refusalOf(error, trash))) throw error;
        throw refuse('no-trash', `The trash of that disk cannot be written to (${trash}). Move the files into a folder instead.`, { cause: error });
      }
      const name = randomUUID();
      const from = base === null ? path : relative(base, path);
      return {
        file: join(trash, 'files', `${name}${extname(path)}`), info: join(trash, 'info', `${name}${extname(path)}.trashinfo`),
        text: `[Trash Info]\nPath=${from.split(sep).map(encodeName).join('/')}\nDeletionDate=${localTime(now())}\n`
      };
    }
  };
}

/** The trash for a file; `base` is the folder that it names its files from, `null` for absolute paths. */
async function trashOf(disk: Disk, path: string, home: string): Promise<{ readonly trash: string; readonly base: string | null }> {
  const { dev } = await disk.lstat(path);
  if ((await deviceOf(disk, home)) === dev) return { trash: home, base: null };
  const top = await topOf(disk, path, dev);
  const user = String(process.getuid?.() ?? 0);
  // one for all users must be sticky and no link, so that nobody can redirect what others throw away
  const shared = await disk.lstat(join(top, '.Trash')).catch(() => null);
  if (shared?.isDirectory() && (shared.mode & STICKY) !== 0) return { trash: join(top, '.Trash', user), base: top };
  const own = join(top, `.Trash-${user}`);
  if ((await lookAt(disk, own))?.isLink) throw refuse('no-trash', `${own} is a link, which is not safe to use as a trash. Move the files into a folder instead.`);
  return { trash: own, base: top };
}

/** The device of a folder, or of what there is of its path. */
async function deviceOf(disk: Disk, folder: string): Promise<number> {
  for (let at = folder; ; at = dirname(at)) {
    const stats = await disk.stat(at).catch(() => null);
    if (stats !== null) return stats.dev;
    if (at === dirname(at)) return NaN;
  }
}

/** The folder where a file's disk is mounted. */
async function topOf(disk: Disk, path: string, device: number): Promise<string> {
  let top = await disk.realpath(dirname(path));
  while (top !== dirname(top) && (await disk.stat(dirname(top))).dev === device) top = dirname(top);
  return top;
}

function dataHomeOf({ XDG_DATA_HOME: given = '' }: NodeJS.ProcessEnv): string {
  return given.startsWith('/') ? given : join(homedir(), '.local', 'share');
}

/** As the specification wants it: 2024-05-01T09:00:00, in local time. */
function localTime(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
