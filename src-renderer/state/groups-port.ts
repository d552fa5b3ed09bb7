// The desk as a port that answers: one promise a message. The desk itself is on the other side (src-main/library/desks).

import type { GroupsAnswer, GroupsRequest, LensId, LibraryBridge } from '../../src-shared/contract.ts';
import { failureOf } from './failure.ts';

/** Answers messages in the order in which they were asked. */
export interface GroupsPort {
  /** Rejects with `isGone` where the desk is not there any more; the next message, a `start`, begins another. */
  ask(message: GroupsRequest): Promise<GroupsAnswer | null>;
  close(): void;
}

export interface DeskPortOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  /** The name of this page. */
  readonly page: string;
  readonly lensId: LensId;
}

/** Whether a failure says that the desk is not there any more: this page was away, or what it was asked last ended it. */
export function isGone(error: unknown): boolean {
  return failureOf(error).code === 'desk-gone';
}

export class DeskPort implements GroupsPort {
  readonly #options: DeskPortOptions;
  #desk = crypto.randomUUID();
  #turn = 0;
  #closed = false;

  constructor(options: DeskPortOptions) {
    this.#options = options;
  }

  ask(message: GroupsRequest): Promise<GroupsAnswer | null> {
    if (this.#closed) return Promise.reject(new Error('The groups were closed.'));
    if (message.kind === 'start' && this.#turn > 0) {
      this.#leave();
      [this.#desk, this.#turn] = [crypto.randomUUID(), 0];
    }
    const { bridge, page, lensId } = this.#options;
    return bridge.request('groups.ask', { page, desk: this.#desk, turn: ++this.#turn, lensId, message });
  }

  close(): void {
    this.#closed = true;
    if (this.#turn > 0) this.#leave();
  }

  /** Told where it can be; a page that is gone leaves all its desks. */
  #leave(): void {
    this.#options.bridge.request('groups.leave', { desk: this.#desk }).catch(() => {});
  }
}
