// The worker as a port that answers: one promise a message. Nothing else talks to the worker.

import type { Answered, Asked, GroupsRequest } from '../workers/addressed-desk.ts';
import type { GroupsAnswer } from '../workers/groups-messages.ts';

/** Answers messages in order: the worker, or the desk itself in tests. */
export interface GroupsPort {
  ask(message: GroupsRequest): Promise<GroupsAnswer | null>;
  close(): void;
}

interface Waiting {
  readonly resolve: (value: GroupsAnswer | null) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerPort implements GroupsPort {
  readonly #worker = new Worker(new URL('../workers/groups.worker.ts', import.meta.url), { type: 'module', name: 'groups' });
  readonly #waiting = new Map<number, Waiting>();
  #turn = 0;
  #closed = false;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      const waiting = this.#waiting.get(data.turn);
      this.#waiting.delete(data.turn);
      if ('value' in data) waiting?.resolve(data.value);
      else waiting?.reject(new Error(data.error, { cause: data.failure }));
    };
    this.#worker.onerror = ({ message }) => {
      this.#fail(new Error(message || 'The groups worker stopped.'));
    };
  }

  ask(message: GroupsRequest): Promise<GroupsAnswer | null> {
    if (this.#closed) return Promise.reject(new Error('The groups worker was closed.'));
    const turn = ++this.#turn;
    return new Promise((resolve, reject) => {
      this.#waiting.set(turn, { resolve, reject });
      this.#worker.postMessage({ turn, message } satisfies Asked);
    });
  }

  close(): void {
    this.#closed = true;
    this.#worker.terminate();
    this.#fail(new Error('The groups worker was closed.'));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
