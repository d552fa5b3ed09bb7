// Which names are free in the folders that files go to. Folders are read once: whoever performs a plan still creates each file exclusively,
// and asks again if somebody else was faster.
import { basename, dirname, join } from 'node:path';
import { type Disk, isNothing } from './disk.ts';
import { nameKey, numbered } from './names.ts';
import { sidecarNames, stemOf } from './sidecars.ts';

/** Names of a folder, and without their endings. */
interface Taken {
  readonly names: Set<string>;
  readonly stems: Set<string>;
}

const stemKey = (name: string): string => nameKey(stemOf(name));

export class FreeNames {
  readonly #disk: Disk;
  readonly #taken = new Map<string, Taken>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /**
   * `path` (absolute), or the first numbered one like it that is free; it is taken from now on.
   * @param leads whether it is a photo's: then no sidecar of another one by that name may be there, which would be taken for its own
   * @param shares whether sidecars come with it that have its name without its ending: then no other file of that name may be there either
   */
  async take(path: string, { leads = false, shares = false } = {}): Promise<string> {
    const folder = dirname(path);
    const { names, stems } = await this.#read(folder);
    for (let number = 1; ; number++) {
      const name = numbered(basename(path), number);
      if (names.has(nameKey(name)) || (leads && sidecarNames(name).some((sidecar) => names.has(nameKey(sidecar)))) || (shares && stems.has(stemKey(name)))) continue;
      names.add(nameKey(name));
      stems.add(stemKey(name));
      return join(folder, name);
    }
  }

  /** Reads the folder of `path` again when it is next asked for. */
  forget(path: string): void {
    this.#taken.delete(dirname(path));
  }

  async #read(folder: string): Promise<Taken> {
    let taken = this.#taken.get(folder);
    if (taken === undefined) {
      const names = await this.#disk.readdir(folder).catch((error: unknown) => {
        if (isNothing(error)) return [];
        throw error;
      });
      this.#taken.set(folder, (taken = { names: new Set(names.map(nameKey)), stems: new Set(names.map(stemKey)) }));
    }
    return taken;
  }
}
