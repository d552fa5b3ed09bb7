// The desks of an open library: one for each page that shows its groups, as long as it does.

import type { GroupsAnswer, Input, LensId, PhotoSpace, SavedColumns } from '../../../src-shared/contract.ts';
import { Desk, deskGone, type DeskOptions } from './desk.ts';

export interface DesksOptions extends Pick<DeskOptions, 'waitMs' | 'file'> {
  readonly space: (lensId: LensId) => Promise<PhotoSpace>;
  readonly saved: (lensId: LensId) => SavedColumns;
}

interface Kept {
  readonly page: string;
  readonly desk: Desk;
}

export class Desks {
  readonly #options: DesksOptions;
  /** By the names that pages gave them. */
  readonly #kept = new Map<string, Kept>();
  #closed = false;

  constructor(options: DesksOptions) {
    this.#options = options;
  }

  /** How many there are. */
  get count(): number {
    return this.#kept.size;
  }

  /** @throws {CodedError} `desk-gone` where there is no such desk and the message begins none; and what the desk does */
  async ask({ page, desk, turn, lensId, message }: Input<'groups.ask'>): Promise<GroupsAnswer | null> {
    const kept = this.#kept.get(desk) ?? (message.kind === 'start' ? this.#open(page, desk, lensId) : null);
    if (!kept) throw deskGone();
    return kept.desk.ask(turn, message);
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
    await Promise.all([...this.#kept.keys()].map((desk) => this.leave(desk)));
  }

  #open(page: string, name: string, lensId: LensId): Kept {
    if (this.#closed) throw deskGone();
    const { space, saved, ...options } = this.#options;
    const desk = new Desk({ ...options, space: () => space(lensId), saved: () => saved(lensId), onEnd: () => void this.#kept.delete(name) });
    const kept = { page, desk };
    this.#kept.set(name, kept);
    return kept;
  }
}
