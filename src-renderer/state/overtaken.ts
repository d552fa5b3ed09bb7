// Requests and events travel separately, so an answer can arrive after an event that is newer than it. Then the event counts: every
// change is announced by an event, and the last of them is the latest.

export class Overtaken {
  #events = 0;

  /** To be called for each event of the same kind of news. */
  event(): void {
    this.#events++;
  }

  /** The answer; `undefined` if an event arrived after `request` was sent. */
  async answer<T>(request: Promise<T>): Promise<T | undefined> {
    const before = this.#events;
    const answer = await request;
    return this.#events === before ? answer : undefined;
  }
}
