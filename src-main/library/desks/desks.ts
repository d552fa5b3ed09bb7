// The desks of an open library: one for each page that shows its groups, as long as it does.

import type { GroupsAnswer, Input } from '../../../src-shared/contract.ts';
import { Desk, deskGone, type DeskOptions } from './desk.ts';

interface Kept {
  readonly page: string;
  readonly desk: Desk;
}

export class Desks {
  readonly #options: DeskOptions;
  /** By the names that pages gave them. */
  readonly #kept = new Map<string, Kept>();
  /** A thread that has started, for the next page. */
  #spare: Desk | null = null;
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** How many there are. */
  get count(): number {
    return this.#kept.size;
  }

  /** A page is about to begin one: its thread starts meanwhile. */
  prepare(): void {
    if (this.#closed || this.#spare) return;
    this.#spare = new Desk(this.#options);
    this.#spare.onEnd = () => (this.#spare = null);
  }

  /** @throws {CodedError} `desk-gone` where there is no such desk and the message begins none; and what the desk does */
  async ask({ page, desk, turn, lensId, message }: Input<'groups.ask'>): Promise<GroupsAnswer | null> {
    const kept = this.#kept.get(desk) ?? (message.kind === 'start' ? this.#open(page, desk) : null);
    if (!kept) throw deskGone();
    return kept.desk.ask(turn, lensId, message);
  }

  async leave(desk: string): Promise<void> {
    const kept = this.#kept.get(desk);
    this.#kept.delete(desk);
    await kept?.desk.close();
  }

  /** A page is gone, or shows another library. */
  async left(page: string): Promise<void> {
    await Promise.all([...this.#kept].filter(([, kept]) => kept.page === page).map(([desk]) => this.leave(desk)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#spare?.close(), ...[...this.#kept.keys()].map((desk) => this.leave(desk))]);
  }

  #open(page: string, name: string): Kept {
    if (this.#closed) throw deskGone();
    const desk = this.#spare ?? new Desk(this.#options);
    desk.onEnd = () => void this.#kept.delete(name);
    this.#spare = null;
    const kept = { page, desk };
    this.#kept.set(name, kept);
    return kept;
  }
}
