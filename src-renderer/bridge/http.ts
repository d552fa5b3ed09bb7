// The bridge in a browser: requests by POST, events by server-sent events, both in CBOR. It knows no request by its meaning,
// except which library is open, for pictures are kept by address and ids are counted for each library.

import { decode, encode } from 'cbor-x/index-no-eval';
import type { Bridge, EventName, Events, Failure, Input, Output, PhotoId, RequestName } from '../../src-shared/contract.ts';
import type { Connection } from './watched.ts';

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };

// a record, so that a name that is missing does not compile
const events: Readonly<Record<EventName, true>> = {
  'index.progress': true, 'photos.changed': true, 'space.changed': true, 'judgments.changed': true, 'library.changed': true,
  'lenses.changed': true, 'train.progress': true, 'encoder.changed': true, 'gpu.wanted': true
};
const eventNames = Object.keys(events) as EventName[]; // those above

export interface HttpBridgeOptions {
  /** Scheme, host and port of the server. */
  readonly origin: string;
  readonly token: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Opens the stream of events. */
  readonly openEvents?: (url: string) => EventSource;
}

export class HttpBridge implements Bridge {
  readonly #origin: string;
  readonly #token: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #openEvents: (url: string) => EventSource;
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  readonly #watchers = new Set<(connection: Connection) => void>();
  #connection: Connection = 'connected';
  #events: EventSource | null = null;
  #library = '';

  constructor({ origin, token, fetch = globalThis.fetch.bind(globalThis), openEvents = (url) => new EventSource(url) }: HttpBridgeOptions) {
    this.#origin = origin;
    this.#token = token;
    this.#fetch = fetch;
    this.#openEvents = openEvents;
  }

  /** Rejects with an `Error` whose `cause` is a `Failure`. */
  async request<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    const answer = await this.#ask(name, input);
    if (!answer.ok) throw new Error(answer.failure.message, { cause: answer.failure });
    if (name === 'library.open' || name === 'library.current') this.#enter(answer.value);
    return answer.value as Output<N>; // the server answers with the output of `name`
  }

  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void {
    this.#connect();
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const typed = listener as (payload: unknown) => void; // called with the payload of `name` alone
    listeners.add(typed);
    return () => void listeners.delete(typed);
  }

  watch(listener: (connection: Connection) => void): () => void {
    this.#watchers.add(listener);
    if (this.#connection !== 'connected') listener(this.#connection);
    return () => void this.#watchers.delete(listener);
  }

  thumbnailUrl(id: PhotoId): string {
    return this.#picture('thumbnail', id);
  }

  photoUrl(id: PhotoId): string {
    return this.#picture('photo', id);
  }

  #picture(kind: string, id: PhotoId): string {
    return `${this.#origin}/${kind}/${id}?library=${encodeURIComponent(this.#library)}&token=${encodeURIComponent(this.#token)}`;
  }

  async #ask(name: RequestName, input: unknown): Promise<Answer> {
    let response: Response;
    try {
      response = await this.#fetch(`${this.#origin}/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/cbor', 'x-kindred-token': this.#token },
        body: new Uint8Array(encode(input)) // a copy in a buffer of its own: the encoder uses its again
      });
    } catch (error) {
      this.#become('lost');
      throw new Error('Kindred does not answer.', { cause: unexpected('Kindred does not answer. Start it again.', error) });
    }
    if (response.status === 401) this.#become('refused');
    else if (this.#connection === 'lost') this.#become('connected');
    const body = new Uint8Array(await response.arrayBuffer());
    if (response.headers.get('content-type')?.startsWith('application/cbor')) return decode(body) as Answer; // the server's own shape
    const said = new TextDecoder().decode(body).trim();
    return { ok: false, failure: unexpected(said || `The server answered ${response.status}.`) };
  }

  #connect(): void {
    if (this.#events) return;
    const events = this.#openEvents(`${this.#origin}/events?token=${encodeURIComponent(this.#token)}`);
    this.#events = events;
    events.addEventListener('open', () => this.#become('connected'));
    events.addEventListener('error', () => {
      if (this.#connection === 'connected') this.#become('lost');
      // a refused stream is not tried again by the browser: open a new one later
      if (events.readyState !== 2) return;
      this.#events = null;
      events.close();
      if (this.#connection !== 'refused') setTimeout(() => this.#connect(), 2000);
    });
    for (const name of eventNames) {
      events.addEventListener(name, (event) => {
        const payload: unknown = decode(fromBase64((event as MessageEvent<string>).data)); // server-sent events are text
        if (name === 'library.changed') this.#enter(payload);
        for (const listener of this.#listeners.get(name) ?? []) listener(payload);
      });
    }
  }

  #become(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const watcher of this.#watchers) watcher(connection);
  }

  #enter(library: unknown): void {
    this.#library = typeof library === 'object' && library !== null && 'id' in library ? String(library.id) : '';
  }
}

function unexpected(message: string, cause?: unknown): Failure {
  return { name: cause instanceof Error ? cause.name : 'Error', code: 'unexpected', message };
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
