// The covers of the groups that are on the screen: of many groups only those at the front come with the groups, the others are asked for as their cards are
// drawn, all that are wanted at once in one message.

import type { GroupsAnswer, GroupsRequest, PhotoId } from '../../src-shared/contract.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';

/** The groups that are on the screen. */
export interface Edition {
  readonly table: GroupTable;
  /** `null` where they do not come from a desk. */
  readonly edition: number | null;
}

export interface DrawnCoversOptions {
  readonly now: () => Edition;
  readonly ask: (message: GroupsRequest) => Promise<GroupsAnswer | null>;
  readonly onFailure: (error: unknown) => void;
}

export class DrawnCovers {
  readonly #options: DrawnCoversOptions;
  /** Counts the answers, for whoever read before they came. */
  #answers = $state(0);
  /** Places that are asked for in the next message. */
  #wanted = new Set<number>();
  /** Places that were asked for, of each table. */
  readonly #asked = new WeakMap<GroupTable, Set<number>>();

  constructor(options: DrawnCoversOptions) {
    this.#options = options;
  }

  /** Of the group at a place; none until they are there. */
  at(place: number): readonly PhotoId[] {
    const { table, edition } = this.#options.now();
    // read again once an answer came
    if (edition === null || (this.#answers >= 0 && table.isDrawn(place))) return table.coversAt(place);
    if (this.#wanted.size === 0) queueMicrotask(() => void this.#fetch().catch(this.#options.onFailure));
    this.#wanted.add(place);
    return [];
  }

  async #fetch(): Promise<void> {
    const { table, edition } = this.#options.now();
    const asked = this.#asked.get(table) ?? new Set();
    const places = Uint32Array.from(this.#wanted).filter((place) => place < table.count && !asked.has(place));
    this.#wanted = new Set();
    if (edition === null || places.length === 0) return;
    this.#asked.set(table, asked);
    for (const place of places) asked.add(place);
    const { drawn } = (await this.#options.ask({ kind: 'covers', edition, places })) as { readonly drawn: Uint32Array | null }; // the answer to that message
    if (!drawn) return; // newer groups are on their way
    table.draw(places, drawn);
    this.#answers++;
  }
}
