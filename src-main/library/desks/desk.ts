// A desk as its library sees it: a thread that makes the groups of one page. Messages are handed on in the order in which the page sent them, which
// over HTTP is not always that in which they arrive.

import type { GroupsAnswer, GroupsRequest, LensId, PhotoSpace, SavedColumns } from '../../../src-shared/contract.ts';
import type { GroupsMessage } from '../../../src-shared/desk/groups-messages.ts';
import { CodedError } from '../../failure.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { type StartedWorker, startWorker } from '../../workers/worker-start.ts';
import type { Answered, Asked } from './groups-worker.ts';

export interface DeskOptions {
  /** The points to group now. */
  readonly space: (lensId: LensId) => Promise<PhotoSpace>;
  /** The groups as they are stored. */
  readonly saved: (lensId: LensId) => SavedColumns;
  /** How long a message waits for one that was sent before it. */
  readonly waitMs?: number;
  /** The worker's script, in place of the usual one. */
  readonly file?: URL;
}

interface Waiting {
  readonly resolve: (value: GroupsAnswer | null) => void;
  readonly reject: (error: Error) => void;
}

export class Desk {
  /** Called where the thread ends by itself: nothing is answered any more. */
  onEnd: () => void = () => {};
  readonly #options: DeskOptions;
  readonly #thread: StartedWorker;
  readonly #waiting = new Map<number, Waiting>();
  /** Of messages that came before their turn. */
  readonly #early = new Map<number, () => void>();
  #next = 1;
  #ended: CodedError | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#thread = startWorker({ file: options.file ?? workerFile('groups-worker', import.meta.url), data: {}, apart: false }, {
      onMessage: (message) => {
        if (typeof message === 'object' && message !== null && 'answer' in message) this.#take(message.answer as Answered); // the worker's own shape
      },
      onExit: (cause) => {
        if (this.#ended) return;
        this.#end(new CodedError('engine-failed', `The photos could not be grouped: ${cause?.message ?? 'the thread that groups them ended'}. Close the library and open it again.`, { cause }));
        this.onEnd();
      }
    });
    this.#thread.hold?.(false);
  }

  /** @throws {CodedError} `desk-gone` where it was closed or an earlier message never came; `engine-failed` where its thread ended; and what the space rejects with */
  async ask(turn: number, lensId: LensId, request: GroupsRequest): Promise<GroupsAnswer | null> {
    if (turn !== this.#next) await this.#turnOf(turn);
    if (this.#ended) throw this.#ended;
    this.#next++;
    const message = this.#filled(lensId, request);
    const answered = message instanceof Promise ? message.then((filled) => this.#post(turn, filled)) : this.#post(turn, message);
    this.#early.get(this.#next)?.();
    return answered;
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#end(deskGone());
    await this.#thread.end();
  }

  /** With what only this side has. Of these a page sends no other message before it is answered, or does not mind which comes first. */
  #filled(lensId: LensId, request: GroupsRequest): GroupsMessage | Promise<GroupsMessage> {
    const { space: read, saved } = this.#options;
    if (request.kind === 'start') return read(lensId).then((space) => ({ ...request, space, saved: saved(lensId) }));
    if (request.kind === 'space') return read(lensId).then((space) => ({ ...request, space }));
    return request.kind === 'merge' ? { ...request, saved: saved(lensId) } : request;
  }

  #post(turn: number, message: GroupsMessage): Promise<GroupsAnswer | null> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(turn, { resolve, reject });
      this.#thread.post({ turn, message } satisfies Asked, []);
    });
  }

  #take(answered: Answered): void {
    const waiting = this.#waiting.get(answered.turn);
    this.#waiting.delete(answered.turn);
    if ('value' in answered) waiting?.resolve(answered.value);
    else waiting?.reject(answered.error);
  }

  #turnOf(turn: number): Promise<void> {
    if (turn < this.#next || this.#early.has(turn)) throw new CodedError('bad-request', `expected message ${this.#next} or a later one, got ${turn} again`);
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#end(deskGone());
        void this.#thread.end();
        this.onEnd();
      }, this.#options.waitMs ?? 10_000);
      this.#early.set(turn, () => {
        clearTimeout(late);
        this.#early.delete(turn);
        resolve();
      });
    });
  }

  #end(why: CodedError): void {
    this.#ended = why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    for (const go of [...this.#early.values()]) go(); // to be refused
  }
}

/** The page begins another. */
export function deskGone(): CodedError {
  return new CodedError('desk-gone', 'The groups of this page are not kept any more. Open them again.');
}
