// Server-sent events to many pages at once: each event's payload as CBOR in base64, a comment now and then to keep the line open.

import type { ServerResponse } from 'node:http';
import { encode } from 'cbor-x';
import type { Event, EventHub } from './events.ts';

// a page that reads nothing (suspended, or stuck) is cut off at this many bytes; it connects again and reads its state anew
const mostWaiting = 16 * 1024 * 1024;

export interface EventStreams {
  /** Makes `response` a stream of events until its page goes away. */
  add(response: ServerResponse): void;
  /** Ends every stream. */
  close(): void;
}

/** Streams everything `events` carries; a heartbeat every `heartbeat` milliseconds. */
export function createEventStreams(events: Pick<EventHub, 'listen'>, { heartbeat = 15_000 }: { heartbeat?: number } = {}): EventStreams {
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
    add(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    close() {
      stop();
      clearInterval(beat);
      for (const response of open) response.end();
      open.clear();
    }
  };
}

function frame({ name, payload }: Event): string {
  return `event: ${name}\ndata: ${encode(payload).toString('base64')}\n\n`;
}
