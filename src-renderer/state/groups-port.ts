// The worker as a port that answers: one promise a message. Nothing else talks to the worker.

import type { GroupsAnswer, GroupsMessage } from '../workers/groups-desk.ts';
import type { Answered, Asked } from '../workers/groups.worker.ts';
import type { GroupsPort } from './groups.svelte.ts';

interface Waiting {
  readonly resolve: (value: GroupsAnswer) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerPort implements GroupsPort {
  readonly #worker = new Worker(new URL('../workers/groups.worker.ts', import.meta.url), { type: 'module', name: 'groups' });
  readonly #waiting = new Map<number, Waiting>();
  #turn = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      const waiting = this.#waiting.get(data.turn);
      this.#waiting.delete(data.turn);
      if ('value' in data) waiting?.resolve(data.value);
      else waiting?.reject(new Error(data.error));
    };
    this.#worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(message || 'The groups worker stopped.'));
      this.#waiting.clear();
    };
  }

  ask(message: GroupsMessage): Promise<GroupsAnswer> {
    const turn = ++this.#turn;
    return new Promise((resolve, reject) => {
      this.#waiting.set(turn, { resolve, reject });
      this.#worker.postMessage({ turn, message } satisfies Asked);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}
