// A desk that keeps nobody waiting: messages are answered one after the other in their order, but what nobody waits for is computed in steps, and what
// is asked meanwhile is answered between them.

import type { GroupsAnswer } from '../contract.ts';
import type { GroupsDesk } from './groups-desk.ts';
import type { GroupsMessage } from './groups-messages.ts';

/** About as long as one step may keep others waiting, in ms. */
const STEP_MS = 25;
/** What nobody waits for, and takes long in a large library. */
const patient: ReadonlySet<GroupsMessage['kind']> = new Set(['space', 'learn', 'suggest']);

export class SteppedDesk {
  readonly #desk: GroupsDesk;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(desk: GroupsDesk) {
    this.#desk = desk;
  }

  /** `null` where the space holds no photo: there is nothing to group. */
  ask(message: GroupsMessage): Promise<GroupsAnswer | null> {
    if ('space' in message && message.space.ids.length === 0) return this.#inTurn(() => null);
    return patient.has(message.kind) ? this.#answerInSteps(message) : this.#inTurn(() => this.#desk.answer(message));
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
