// Server-sent events to many pages at once: each event carries its library (`-`: none) and its payload as CBOR in base64; occasional
// comments keep the connection open.

import type { ServerResponse } from 'node:http';
import { encode } from 'cbor-x';
import type { Event, EventHub } from './events.ts';
import type { Pages } from './host.ts';

// a page that does not read (suspended, or stuck) is disconnected at this many buffered bytes; it reconnects and reads its state again
const mostWaiting = 16 * 1024 * 1024;

export interface EventStreams {
  /** Makes `response` a stream of events until the page named `page` goes away. */
  add(response: ServerResponse, page: string): void;
  /** Ends every stream. */
  close(): void;
}

/** Streams everything `events` carries; a heartbeat every `heartbeat` milliseconds. */
export function createEventStreams(events: Pick<EventHub, 'listen'>, pages: Pick<Pages, 'arrive'>, { heartbeat = 15_000 }: { heartbeat?: number } = {}): EventStreams {
  const open = new Set<ServerResponse>();
  const send = (text: string): void => {
    for (const response of open) {
      if (response.writableLength > mostWaiting) response.destroy();
      else response.write(text);
    }
  };
  const stop = events.listen((event) => {
    if (open.size > 0) send(frame(event));
  });
  const beat = setInterval(() => send(': still here\n\n'), heartbeat);
  beat.unref();

  return {
    add(response, page) {
      const leave = pages.arrive(page);
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => {
        open.delete(response);
        leave();
      });
    },
    close() {
      stop();
      clearInterval(beat);
      for (const response of open) response.end();
      open.clear();
    }
  };
}

function frame({ name, library, payload }: Event): string {
  return `event: ${name}\ndata: ${library ?? '-'} ${encode(payload).toString('base64')}\n\n`;
}
