// What went wrong, in files of the data folder: the newest lines, without the names of photos, for a report that the user may send to somebody.
import { appendFileSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { appFolder } from '../hosts/resources.ts';
import { makeDurableFolder } from '../store/durable-folder.ts';
import { withoutPaths } from './without-paths.ts';

const FOLDER = 'logs';
/** The newest first. */
const FILES = ['kindred.log', 'kindred-1.log', 'kindred-2.log'];
/** Bytes after which a file is put away. */
const MOST_BYTES = 512 * 1024;
/** Characters of one message: a stack is shorter. */
const MOST_LENGTH = 4000;

export interface LogOptions {
  /** Folders whose names, and all below them, are left out. */
  readonly known?: () => readonly string[];
  readonly now?: () => Date;
  readonly mostBytes?: number;
}

/** A log in the data folder. Writing never fails: what cannot be written is lost, and whoever says it says it on the console too. */
export class Log {
  /** Whether names of files are written too. */
  withPaths = false;
  readonly #folder: string;
  readonly #options: LogOptions;

  constructor(dataFolder: string, options: LogOptions = {}) {
    this.#folder = join(dataFolder, FOLDER);
    this.#options = options;
  }

  /** Writes one entry: when, what about, and the message, whose further lines are indented. */
  write(about: string, ...message: readonly unknown[]): void {
    const { now = () => new Date(), mostBytes = MOST_BYTES, known = () => [] } = this.#options;
    try {
      const whole = message.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' ').slice(0, MOST_LENGTH);
      const text = this.withPaths ? whole : withoutPaths(whole, { app: appFolder, known: known() });
      makeDurableFolder(this.#folder);
      const path = join(this.#folder, FILES[0]!);
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= mostBytes) this.#rotate();
      appendFileSync(path, `${now().toISOString()} ${about}: ${text.trimEnd().replaceAll('\n', '\n  ')}\n`, { mode: 0o600 });
    } catch {
      // a full disk, or a data folder that is gone: whatever failed because of it is told where it failed
    }
  }

  /** The newest entries, oldest first. */
  read(count: number): string[] {
    const entries: string[] = [];
    for (const name of FILES) {
      if (entries.length >= count) break;
      entries.unshift(...this.#entries(name));
    }
    return entries.slice(-count);
  }

  #entries(name: string): string[] {
    try {
      return readFileSync(join(this.#folder, name), 'utf8').split(/\n(?! {2})/).filter((entry) => entry !== '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // fs errors are ErrnoExceptions
      return [`${name} cannot be read: ${(error as Error).message}`];
    }
  }

  #rotate(): void {
    const paths = FILES.map((name) => join(this.#folder, name));
    rmSync(paths.at(-1)!, { force: true });
    for (let at = paths.length - 2; at >= 0; at--) if (statSync(paths[at]!, { throwIfNoEntry: false })) renameSync(paths[at]!, paths[at + 1]!);
  }
}

/** From now on what is reported on the console is in the log as well, and so is an error that ends the program. @returns ends that */
export function keepErrors(log: Pick<Log, 'write'>): () => void {
  const report = console.error;
  const crash = (error: unknown): void => log.write('crash', error);
  console.error = (...message: unknown[]) => {
    report(...message);
    log.write('console', ...message); // remarks are among them
  };
  process.on('uncaughtExceptionMonitor', crash);
  return () => {
    console.error = report;
    process.off('uncaughtExceptionMonitor', crash);
  };
}
