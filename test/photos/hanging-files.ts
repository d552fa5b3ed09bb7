// The computer's file system, with some paths that stop answering, as below a network mount whose server is gone.
import { open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { FileSystem } from '../../src-main/photos/file-calls.ts';

export class HangingFiles implements FileSystem {
  /** Absolute paths: these and what lies below them do not answer. */
  readonly dead = new Set<string>();
  /** Calls made, answered or not: name and path. */
  readonly asked: string[] = [];
  #wake: (() => void)[] = [];

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
    if ([...this.dead].some((dead) => path === dead || path.startsWith(dead + sep))) await new Promise<void>((wake) => this.#wake.push(wake));
    return call();
  }
}
