// The desk as a page asks it: spaces come by address, fetched right here, and messages are answered one after the other in their order. What is
// learned waits: it is computed in steps, and what is asked meanwhile is answered between them.

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

/** About as long as one step may keep others waiting, in ms. */
const STEP_MS = 25;
/** What nobody waits for, and takes long in a large library. */
const patient: ReadonlySet<GroupsMessage['kind']> = new Set(['space', 'learn', 'suggest']);

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
    if (!('space' in message)) return patient.has(message.kind) ? this.#answerInSteps(message) : this.#inTurn(() => this.#desk.answer(message));
    // fetched beside what is answered before
    const fetched = this.#fetch(message.space);
    fetched.catch(() => {}); // told below
    if (patient.has(message.kind)) return fetched.then((space) => (space.ids.length === 0 ? this.#inTurn(() => null) : this.#answerInSteps({ ...message, space })));
    return this.#inTurn(async () => {
      const space = await fetched;
      return space.ids.length === 0 ? null : this.#desk.answer({ ...message, space });
    });
  }

  async #answerInSteps(message: GroupsMessage): Promise<GroupsAnswer> {
    const steps = await this.#inTurn(() => this.#desk.prepare(message));
    while (await this.#inTurn(() => isLeft(steps))) await new Promise((resolve) => setTimeout(resolve)); // messages that came meanwhile are before the next step
    return this.#inTurn(() => this.#desk.answer(message));
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {}); // who asked is told
    return done;
  }
}

/** Does a step, and whether there is another. */
function isLeft(steps: Generator<undefined, void>): boolean {
  for (const end = performance.now() + STEP_MS; performance.now() < end; ) if (steps.next().done) return false;
  return true;
}
