// The groups as they are stored, on the screen until their points are there: what is drawn of them, and the names they are given meanwhile. Each
// is stored at once, whatever becomes of the points, and handed over to the desk once it has groups.

import type { Renamed, SavedColumns } from '../../src-shared/contract.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';
import { nameColumns } from '../../src-shared/desk/naming.ts';
import type { StoredGroups } from './stored-groups.ts';
import { storedTable } from './stored-table.ts';

export interface OpeningGroupsOptions {
  readonly stored: Pick<StoredGroups, 'read' | 'name'>;
  /** Whether a photo is there. */
  readonly isThere: (photo: number) => boolean;
  /** `height`: the user's; `null` where it is the default, which only the points tell. */
  readonly draw: (table: GroupTable, height: number | null) => void;
}

export class OpeningGroups {
  readonly #options: OpeningGroupsOptions;
  /** As they were read last. */
  #saved: SavedColumns | null = null;
  /** Given since they were read, in order. */
  #names: readonly Renamed[] = [];
  readonly #named = new WeakSet<Renamed>(); // those that are stored

  constructor(options: OpeningGroupsOptions) {
    this.#options = options;
  }

  /** Reads and draws them. */
  async read(): Promise<SavedColumns> {
    const within = this.#names.filter((renamed) => this.#named.has(renamed));
    const saved = await this.#options.stored.read();
    this.#saved = saved;
    this.#names = this.#names.filter((renamed) => !within.includes(renamed));
    this.#draw();
    return saved;
  }

  /** Draws the name at once and stores it; where it cannot be stored, rejects with the title of before back on the screen. */
  async rename(renamed: Renamed): Promise<void> {
    this.#names = [...this.#names, renamed];
    this.#draw();
    try {
      await this.#options.stored.name(renamed);
      this.#named.add(renamed);
    } catch (error) {
      if (!this.#names.includes(renamed)) return; // handed over: it is stored with the groups, or that is told
      this.#names = this.#names.filter((other) => other !== renamed);
      this.#draw();
      throw error;
    }
  }

  /** Hands over the names that were given since they were read: the desk has groups. */
  take(): readonly Renamed[] {
    const names = this.#names;
    this.#names = [];
    this.#saved = null;
    return names;
  }

  #draw(): void {
    if (!this.#saved) return;
    const saved = this.#names.reduce((named, renamed) => nameColumns(named, renamed) ?? named, this.#saved);
    this.#options.draw(storedTable(saved, this.#options.isThere), saved.height);
  }
}
