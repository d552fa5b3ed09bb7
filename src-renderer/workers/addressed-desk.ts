// The desk as a page asks it: spaces come by address, fetched right here, and messages are answered one after the other in their order.

import type { Failure, PhotoSpace } from '../../src-shared/contract.ts';
import type { GroupsDesk } from './groups-desk.ts';
import type { GroupsAnswer, GroupsMessage } from './groups-messages.ts';

type Addressed<M> = M extends { readonly space: PhotoSpace } ? Omit<M, 'space'> & { readonly space: string } : M;
/** A message whose space is only named. */
export type GroupsRequest = Addressed<GroupsMessage>;

/** What crosses to the worker and back: each message is answered under its number. */
export interface Asked {
  readonly turn: number;
  readonly message: GroupsRequest;
}

export type Answered = { readonly turn: number } & ({ readonly value: GroupsAnswer | null } | { readonly error: string; readonly failure?: Failure });

export class AddressedDesk {
  readonly #desk: GroupsDesk;
  readonly #fetch: (address: string) => Promise<PhotoSpace>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(desk: GroupsDesk, fetch: (address: string) => Promise<PhotoSpace>) {
    this.#desk = desk;
    this.#fetch = fetch;
  }

  /** `null` where the space holds no photo: there is nothing to group. */
  ask(message: GroupsRequest): Promise<GroupsAnswer | null> {
    // fetched beside what is answered before
    const fetched = 'space' in message ? this.#fetch(message.space) : null;
    fetched?.catch(() => {}); // told below
    const answer = this.#turn.then(async () => {
      if (!('space' in message)) return this.#desk.answer(message);
      const space = await fetched!; // fetched above
      return space.ids.length === 0 ? null : this.#desk.answer({ ...message, space });
    });
    this.#turn = answer.catch(() => {}); // who asked is told
    return answer;
  }
}
