// Starts the app in a process, sends requests, and kills it. A reply overtaken by the kill is never acknowledged.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppRequestName, Input, LibraryId, LibraryRequestName, Output } from '../../../src-shared/contract.ts';
import type { Answer } from '../../../src-main/hosts/answer.ts';

/** What a request ends with when the process was killed before it answered. */
export class Killed extends Error {}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class AppClient {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (message: { id?: number; answered?: Answer }) => this.#take(message));
    process.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Killed('the app ended before it answered'));
      this.#waiting.clear();
    });
  }

  static async start(dataFolder: string): Promise<AppClient> {
    const child = fork(fileURLToPath(new URL('app-process.ts', import.meta.url)), [dataFolder], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the app did not start')))]);
    return new AppClient(child);
  }

  /** Rejects with the failure's message, or with `Killed`. */
  app<N extends AppRequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    return this.#ask(name, input, null) as Promise<Output<N>>; // the app answers with the output of `name`
  }

  of<N extends LibraryRequestName>(library: LibraryId, name: N, input: Input<N>): Promise<Output<N>> {
    return this.#ask(name, input, library) as Promise<Output<N>>; // as above
  }

  /** At once, without anything of a shutdown. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  #ask(name: string, input: unknown, library: string | null): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, name, input, library }, (error) => {
        if (error) reject(new Killed(error.message));
      });
    });
  }

  #take({ id, answered }: { id?: number; answered?: Answer }): void {
    if (id === undefined || !answered) return; // an event
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answered.ok) waiting?.resolve(answered.value);
    else waiting?.reject(new Error(`${answered.failure.code}: ${answered.failure.message}`));
  }
}
