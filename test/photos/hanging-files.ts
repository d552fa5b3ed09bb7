// The computer's file system, with some paths that stop answering, as below a network mount whose server is gone.
import { open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { FileSystem, Timer } from '../../src-main/photos/file-calls.ts';

export class HangingFiles implements FileSystem {
  /** Absolute paths: these and what lies below them do not answer. */
  readonly dead = new Set<string>();
  /** Calls made, answered or not: name and path. */
  readonly asked: string[] = [];
  #wake: (() => void)[] = [];
  #lastHangs = false;

  /** Expires only for calls that do not answer, and soon: on a busy machine a call that answers may be slow, and is still not late. */
  readonly timer: Timer = (expire) => {
    // set by the call that is timed, which has just been made
    const hangs = this.#lastHangs;
    this.#lastHangs = false;
    if (!hangs) return () => {};
    const timeout = setTimeout(expire, 20);
    return () => clearTimeout(timeout);
  };

  /** The server comes back: what hangs is answered. */
  revive(): void {
    this.dead.clear();
    for (const wake of this.#wake.splice(0)) wake();
  }

  stat = (path: string) => this.#reach('stat', path, () => stat(path));
  readdir = (path: string, options: { readonly withFileTypes: true }) => this.#reach('readdir', path, () => readdir(path, options));
  readlink = (path: string) => this.#reach('readlink', path, () => readlink(path));
  realpath = (path: string) => this.#reach('realpath', path, () => realpath(path));
  open = (path: string) => this.#reach('open', path, () => open(path, 'r'));

  async #reach<T>(name: string, path: string, call: () => Promise<T>): Promise<T> {
    this.asked.push(`${name} ${path}`);
    this.#lastHangs = [...this.dead].some((dead) => path === dead || path.startsWith(dead + sep));
    if (this.#lastHangs) await new Promise<void>((wake) => this.#wake.push(wake));
    return call();
  }
}
