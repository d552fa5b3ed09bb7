// Which names are free in the folders that files go to. Folders are read once: whoever performs a plan still creates each file exclusively,
// and asks again if somebody else was faster.
import { basename, dirname, join } from 'node:path';
import { type Disk, isNothing } from './disk.ts';
import { nameKey, numbered } from './names.ts';
import { ownSidecar } from './sidecars.ts';

export class FreeNames {
  readonly #disk: Disk;
  readonly #taken = new Map<string, Set<string>>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /**
   * `path` (absolute), or the first numbered one like it that is free; it is taken from now on.
   * @param leads whether it is a photo's: then no sidecar of another one by that name may be there, which would be taken for its own
   */
  async take(path: string, { leads = false } = {}): Promise<string> {
    const folder = dirname(path);
    const taken = await this.#read(folder);
    for (let number = 1; ; number++) {
      const name = numbered(basename(path), number);
      if (taken.has(nameKey(name)) || (leads && taken.has(nameKey(ownSidecar(name))))) continue;
      taken.add(nameKey(name));
      return join(folder, name);
    }
  }

  /** Reads the folder of `path` again when it is next asked for. */
  forget(path: string): void {
    this.#taken.delete(dirname(path));
  }

  async #read(folder: string): Promise<Set<string>> {
    let taken = this.#taken.get(folder);
    if (taken === undefined) {
      const names = await this.#disk.readdir(folder).catch((error: unknown) => {
        if (isNothing(error)) return [];
        throw error;
      });
      this.#taken.set(folder, (taken = new Set(names.map(nameKey))));
    }
    return taken;
  }
}
