// The titles of all groups, for finding some among thousands: each is formatted once, and only when a search reaches it.

import type { GroupId } from '../../src-shared/contract.ts';
import { messages } from '../messages/messages.svelte.ts';
import type { GroupTable } from '../../src-shared/desk/group-table.ts';
import { titleOf, type Titled } from './title.ts';

export class Titles {
  readonly #table: GroupTable;
  readonly #titled: Titled;
  /** In lower case, by position; '' if a group has neither name nor date. */
  readonly #written: string[] = [];

  constructor(table: GroupTable, titled: Titled) {
    this.#table = table;
    this.#titled = titled;
  }

  /** Groups whose title contains `words`, in the table's order. */
  find(words: string): GroupId[] {
    const wanted = messages.lowerCase(words);
    const found: GroupId[] = [];
    for (let place = 0; place < this.#table.count; place++) {
      this.#written[place] ??= messages.lowerCase(titleOf(this.#table, place, this.#titled).text ?? '');
      if (this.#written[place]!.includes(wanted)) found.push(this.#table.idAt(place));
    }
    return found;
  }
}
