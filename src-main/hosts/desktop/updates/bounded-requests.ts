// electron-updater's requests, held to bounds: Electron's have no time limit of their own, cancelling does not end a download, and no size is looked at.

import { CancellationToken } from 'electron-updater';
import { UpdateRefusal } from './refusal.ts';

interface Request {
  abort(): void;
}
interface Answer {
  on(event: 'data', heard: (part: Uint8Array | string) => void): unknown;
  on(event: 'end' | 'error' | 'aborted', heard: () => void): unknown;
}
/** What is used of electron-updater's `httpExecutor`. */
interface Executor {
  createRequest(options: { readonly path?: string }, answered: (answer: Answer) => void): Request;
}

export interface Bounds {
  /** How much an answer may have. @param name the last part of the address */
  readonly bytes: (name: string) => number;
  /** After so many milliseconds without a byte it is given up. */
  readonly silence: number;
  /** After so many milliseconds it is given up, whatever came. */
  readonly whole?: number;
  readonly onBytes?: (soFar: number) => void;
  readonly signal?: AbortSignal;
}

interface Work extends Bounds {
  /** Those under way, with what gives each up. */
  readonly open: Map<Request, NodeJS.Timeout>;
  stop(why: unknown): void;
}

export class BoundedRequests {
  #work: Work | null = null;

  /** Changes the executor: it follows no redirection either. */
  constructor(executor: Executor) {
    const create = executor.createRequest.bind(executor);
    Object.assign(executor, {
      maxRedirects: -1, // it asks for more than this many
      createMaxRedirectError: () => new UpdateRefusal('unreachable', 'It answered with another address, and none is followed.'),
      createRequest: (options: { readonly path?: string }, answered: (answer: Answer) => void) => this.#watched(create, options, answered)
    });
  }

  /** One at a time. @param work uses the token for what it asks @throws what made it stop, `UpdateRefusal` for a bound, the signal's reason if that did */
  async within<T>(bounds: Bounds, work: (token: CancellationToken) => Promise<T>): Promise<T> {
    const token = new CancellationToken();
    const open = new Map<Request, NodeJS.Timeout>();
    const reasons: unknown[] = [];
    const stop = (error: unknown): void => {
      reasons.push(error);
      token.cancel();
    };
    const aborted = (): void => stop(bounds.signal?.reason);
    const late = bounds.whole === undefined ? null : setTimeout(() => stop(timedOut()), bounds.whole);
    if (bounds.signal?.aborted === true) aborted();
    bounds.signal?.addEventListener('abort', aborted);
    this.#work = { ...bounds, open, stop };
    const ended = await work(token).then((value) => ({ value }), (error: unknown) => ({ error }));
    this.#work = null;
    // a download's goes on when its token is cancelled
    for (const [request, silent] of open) {
      clearTimeout(silent);
      request.abort();
    }
    if (late) clearTimeout(late);
    bounds.signal?.removeEventListener('abort', aborted);
    if (reasons.length > 0) throw reasons[0];
    if ('error' in ended) throw ended.error;
    return ended.value;
  }

  #watched(create: Executor['createRequest'], options: { readonly path?: string }, answered: (answer: Answer) => void): Request {
    const work = this.#work;
    if (!work) throw new Error('expected a request within bounds');
    const most = work.bytes(options.path?.split('/').at(-1) ?? '');
    const silent = setTimeout(() => work.stop(timedOut()), work.silence);
    const request = create(options, (answer) => {
      let soFar = 0;
      answer.on('data', (part) => {
        silent.refresh();
        soFar += Buffer.byteLength(part);
        if (soFar > most) work.stop(new UpdateRefusal('damaged', `It is larger than the ${most} bytes that it may have.`));
        else work.onBytes?.(soFar);
      });
      const over = (): void => {
        clearTimeout(silent);
        work.open.delete(request);
      };
      for (const event of ['end', 'error', 'aborted'] as const) answer.on(event, over);
      answered(answer);
    });
    work.open.set(request, silent);
    return request;
  }
}

const timedOut = (): UpdateRefusal => new UpdateRefusal('unreachable', 'It answered too slowly: timed out.');
