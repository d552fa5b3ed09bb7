// The bridge in a browser: requests by POST, events by server-sent events, both in CBOR. Does not know what requests mean.

import { decode, encode } from 'cbor-x/index-no-eval';
import type { AppEventName, AppEvents, AppRequestName, EventName, Failure, Input, LibraryBridge, LibraryId, Output, RequestName } from '../../src-shared/contract.ts';
import type { Connection, WatchedBridge } from './watched.ts';

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure };
type Listener = (payload: never) => void;

// a record, so that a missing name does not compile
const events: Readonly<Record<EventName, true>> = {
  'index.progress': true, 'photos.changed': true, 'space.changed': true, 'map.progress': true, 'map.changed': true, 'groups.changed': true, 'judgments.changed': true, 'library.changed': true, 'library.closing': true,
  'library.closed': true, 'library.offered': true, 'menu.chosen': true, 'image.offered': true, 'backup.progress': true, 'packs.changed': true, 'updates.changed': true, 'lenses.changed': true, 'duplicates.changed': true, 'plans.progress': true, 'train.progress': true, 'encoder.changed': true, 'gpu.wanted': true, 'marks.changed': true, 'albums.changed': true, 'finding.changed': true, 'import.progress': true
};
const eventNames = Object.keys(events) as EventName[]; // the keys above

/** Stands for the library in an event of the app itself. */
const app = '-';

export interface HttpBridgeOptions {
  /** Scheme, host and port of the server. */
  readonly origin: string;
  readonly token: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Opens the stream of events. */
  readonly openEvents?: (url: string) => EventSource;
}

export class HttpBridge implements WatchedBridge {
  readonly page = crypto.randomUUID();
  readonly #origin: string;
  readonly #token: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #openEvents: (url: string) => EventSource;
  /** By library and event name. */
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<(connection: Connection) => void>();
  #connection: Connection = 'connected';
  #events: EventSource | null = null;

  constructor({ origin, token, fetch = globalThis.fetch.bind(globalThis), openEvents = (url) => new EventSource(url) }: HttpBridgeOptions) {
    this.#origin = origin;
    this.#token = token;
    this.#fetch = fetch;
    this.#openEvents = openEvents;
  }

  /** Rejects with an `Error` whose `cause` is a `Failure`. */
  request<N extends AppRequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    return this.#request('', name, input);
  }

  on<E extends AppEventName>(name: E, listener: (payload: AppEvents[E]) => void): () => void {
    return this.#listen(app, name, listener);
  }

  of(library: LibraryId): LibraryBridge {
    const path = `/library/${encodeURIComponent(library)}`;
    const address = (kind: string, id: number): string => `${this.#origin}${path}/${kind}/${id}?token=${encodeURIComponent(this.#token)}`;
    return {
      request: (name, input) => this.#request(path, name, input),
      on: (name, listener) => this.#listen(library, name, listener),
      thumbnailUrl: (id) => address('thumbnail', id),
      photoUrl: (id) => address('photo', id)
    };
  }

  watch(listener: (connection: Connection) => void): () => void {
    this.#watchers.add(listener);
    if (this.#connection !== 'connected') listener(this.#connection);
    return () => void this.#watchers.delete(listener);
  }

  async #request<N extends RequestName>(path: string, name: N, input: Input<N>): Promise<Output<N>> {
    const answer = await this.#ask(path, name, input);
    if (!answer.ok) throw new Error(answer.failure.message, { cause: answer.failure });
    return answer.value as Output<N>; // the server answers with the output of `name`
  }

  #listen(library: string, name: EventName, listener: Listener): () => void {
    this.#connect();
    const key = `${library} ${name}`;
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  async #ask(path: string, name: RequestName, input: unknown): Promise<Answer> {
    let response: Response;
    try {
      response = await this.#fetch(`${this.#origin}${path}/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/cbor', 'x-kindred-token': this.#token },
        body: new Uint8Array(encode(input)) // a copy in its own buffer: the encoder reuses its buffer
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
    const events = this.#openEvents(`${this.#origin}/events?page=${this.page}&token=${encodeURIComponent(this.#token)}`);
    this.#events = events;
    events.addEventListener('open', () => this.#become('connected'));
    events.addEventListener('error', () => {
      if (this.#connection === 'connected') this.#become('lost');
      // the browser does not retry a refused stream: open a new one later
      if (events.readyState !== 2) return;
      this.#events = null;
      events.close();
      if (this.#connection !== 'refused') setTimeout(() => this.#connect(), 2000);
    });
    for (const name of eventNames) {
      events.addEventListener(name, (event) => {
        const [library, data = ''] = (event as MessageEvent<string>).data.split(' '); // server-sent events are text
        const listeners = this.#listeners.get(`${library} ${name}`);
        if (!listeners) return; // from a library that another page shows
        const payload: unknown = decode(fromBase64(data));
        for (const listener of [...listeners]) listener(payload as never); // the payload of `name`
      });
    }
  }

  #become(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const watcher of this.#watchers) watcher(connection);
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
